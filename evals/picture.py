"""A picture of the bot's messages, made offline from the bot's own payloads: a page, of which a browser makes a PNG.

    dateline ingest articles
    python -m evals.picture --library data page.html
    chromium --headless --hide-scrollbars --force-device-scale-factor=1.5 --window-size=1180,850 \
        --screenshot=docs/answer.png page.html

The bot runs over simcord's in-memory Discord, and every word, colour and button here is what it sent. How Discord
would lay them out is not imitated: this is no screenshot of it.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.discord.streaming import Pace
from bot.discord.words import say
from evals.discord_load import SlowStub, house_over
from evals.pages import page

if TYPE_CHECKING:
    from simcord import Env

    from bot.discord.house import House

TEMPLATE = Path(__file__).with_name("picture.html.jinja")
NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)
ANSWERED = "who led the US delegation?"
REFUSED = "who is the president of France?"
PAUSE = 0.02  # seconds before each word of the model
PACE = Pace(spacing=0, hold=0)  # simcord's clock stands still while a thread works: no timer rings meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One message: the payload that the bot sent, and what stands above it."""

    caption: str
    asked: str
    payload: dict[str, Any]
    private: bool = False

    @property
    def embed(self) -> dict[str, Any]:
        embed: dict[str, Any] = self.payload["embeds"][0]
        return embed

    @property
    def colour(self) -> str:
        return f"#{self.embed['color']:06x}"

    @property
    def buttons(self) -> list[str]:
        """Emoji and label of each button."""
        rows = self.payload.get("components") or []
        return [
            " ".join(filter(None, (button["emoji"]["name"], button.get("label"))))
            for row in rows
            for button in row["components"]
        ]


async def scenes(library: Path) -> list[Scene]:
    """Ask, press, ask: what the bot sent each time."""
    import simcord

    from bot.discord.client import DatelineBot

    class Slowly(DatelineBot):
        def pace(self) -> Pace:
            return PACE

    house = house_over(library)
    house.now = lambda: NOW
    # At a reader's pace, so that there is a moment to show in between.
    house.answerer = replace(house.answerer, model=SlowStub(embed=_embed(house), pause=PAUSE))
    try:
        bot = Slowly(house)
        async with simcord.run(bot, settle_timeout=60.0) as env:
            guild = env.create_guild("Newsroom")
            channel, ann = guild.create_text_channel("news"), guild.add_member(env.create_user("ann"))
            await ann.slash(channel, "ask", question=ANSWERED)
            first, *_, answer = sent(env)
            message = channel.last_message
            assert message is not None
            await ann.click(message, custom_id=_quotes_of(answer))
            *_, quotes = sent(env)
            await ann.slash(channel, "ask", question=REFUSED)
            *_, refusal = sent(env)
    finally:
        house.close()
    assert say("writing", "en") in first["embeds"][0]["footer"]["text"]
    return [
        Scene(caption="While it is written: checked sentences only", asked=ANSWERED, payload=first),
        Scene(caption="“Quotes”: the words that prove it, to you alone", asked=ANSWERED, payload=quotes, private=True),
        Scene(caption="The answer, each sentence with its source", asked=ANSWERED, payload=answer),
        Scene(caption="What the library doesn't say is refused", asked=REFUSED, payload=refusal),
    ]


def sent(env: Env) -> Iterator[dict[str, Any]]:
    """The messages and edits that left the bot."""
    for record in env.http_requests:
        if record.method in ("POST", "PATCH") and isinstance(record.json, dict):
            data = record.json.get("data") or record.json
            if data.get("embeds"):
                yield data


def as_html(shown: list[Scene]) -> str:
    """One page that loads nothing."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"breaks": True, "html": False})
    return page(TEMPLATE, filters={"markdown": lambda text: Markup(reader.render(text))}, scenes=shown)


def _quotes_of(payload: dict[str, Any]) -> str:
    ids: list[str] = [button["custom_id"] for row in payload["components"] for button in row["components"]]
    return next(id_ for id_ in ids if id_.startswith("dateline:quotes:"))


def _embed(house: House) -> Any:
    return getattr(house.answerer.model, "embed", None)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=Path("data"))
    parser.add_argument("page", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(args.library, copy)
        html = as_html(asyncio.run(scenes(copy)))
    args.page.write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
