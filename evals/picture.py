"""Pictures of the bot's messages, made offline from its own payloads: pages, of which a browser makes PNGs.

    dateline ingest articles
    python -m evals.picture --library data --shots docs/
    python -m evals.picture --library data --check /tmp/looks/

The bot runs over simcord's in-memory Discord, and every word, colour and button is what it sent, on Discord's ground
and in its measures. It is no screenshot of Discord. `--shots` writes the README's pictures, `--check` every scene 360
and 900 pixels wide, dark and light. Both need Chromium (`--browser`); `--html FOLDER` writes the pages alone.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.discord.streaming import Pace
from evals.discord_load import SlowStub, house_over
from evals.pages import page

if TYPE_CHECKING:
    from simcord import Env

    from bot.discord.house import House

TEMPLATE = Path(__file__).with_name("picture.html.jinja")
NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)
ANSWERED = "who led the US delegation?"
DISPUTED = "how many Americans died of overdoses in 2023?"
REFUSED = "who is the president of France?"
CLAIM = "Overdoses killed 105,000 Americans in 2023."
PAUSE = 0.02  # seconds before each word of the model
PACE = Pace(spacing=0, hold=0)  # simcord's clock stands still while a thread works: no timer rings meanwhile
WIDTHS, GROUNDS = (360, 900), ("dark", "light")
SHOTS = {"answer": ("answer", "quotes"), "disagreement": ("disagreement",)}  # the README's pictures, by scenes
SHOT_WIDTH = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One message: the payload that the bot sent, who asked what above it, and whether others see it."""

    name: str
    asked: str
    payload: dict[str, Any]
    private: bool = False

    @property
    def embed(self) -> dict[str, Any]:
        embeds: list[dict[str, Any]] = self.payload.get("embeds") or [{}]
        return embeds[0]

    @property
    def colour(self) -> str:
        return f"#{self.embed.get('color', 0):06x}"

    @property
    def buttons(self) -> list[str]:
        """Emoji and label of each button."""
        rows = self.payload.get("components") or []
        return [
            " ".join(filter(None, ((button.get("emoji") or {}).get("name"), button.get("label"))))
            for row in rows
            for button in row["components"]
        ]


async def scenes(library: Path) -> list[Scene]:
    """Ask, press, check: what the bot sent each time."""
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
            await ann.slash(channel, "ask", question=DISPUTED)
            *_, disputed = sent(env)
            await ann.slash(channel, "ask", question=REFUSED)
            *_, refusal = sent(env)
            claim = await ann.send(channel, CLAIM)
            await ann.context_menu(channel, "Check this claim", claim)
            *_, checked = sent(env)
    finally:
        house.close()
    return [
        Scene(name="writing", asked=f"/ask {ANSWERED}", payload=first),
        Scene(name="answer", asked=f"/ask {ANSWERED}", payload=answer),
        Scene(name="quotes", asked="Quotes", payload=quotes, private=True),
        Scene(name="disagreement", asked=f"/ask {DISPUTED}", payload=disputed),
        Scene(name="refusal", asked=f"/ask {REFUSED}", payload=refusal),
        Scene(name="claim", asked="Check this claim", payload=checked),
    ]


def sent(env: Env) -> Iterator[dict[str, Any]]:
    """The messages and edits that left the bot."""
    for record in env.http_requests:
        if record.method in ("POST", "PATCH") and isinstance(record.json, dict):
            data = record.json.get("data") or record.json
            if data.get("embeds"):
                yield data


def as_html(shown: list[Scene], *, ground: str = "dark", width: int = SHOT_WIDTH) -> str:
    """One page that loads nothing."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"breaks": True, "html": False})

    def markdown(text: str) -> Markup:
        # A code mark is no larger in Discord than what stands beside it; a quote's line ends with its line.
        return Markup(reader.render(re.sub(r"^(> .*)\n(?!> )", r"\1\n\n", text, flags=re.M)))

    return page(TEMPLATE, filters={"markdown": markdown}, scenes=shown, ground=ground, width=width)


def photograph(html: str, *, width: int, to: Path, browser: str, scale: float = 2.0) -> None:
    """A PNG of a page, as high as what stands on it. Raises subprocess.CalledProcessError."""
    from PIL import Image, ImageChops

    with tempfile.TemporaryDirectory() as place:
        source, shot = Path(place) / "page.html", Path(place) / "shot.png"
        source.write_text(html, encoding="utf-8")
        # A headless window is never narrower than some 500 pixels: the page itself has the width, the rest is cut.
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
             f"--force-device-scale-factor={scale}", f"--window-size={max(width, 520)},4000",
             f"--screenshot={shot}", source.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        with Image.open(shot) as image:
            narrow = image.convert("RGB").crop((0, 0, int(width * scale), image.height))
        ground = Image.new("RGB", narrow.size, narrow.getpixel((0, narrow.height - 1)))
        box = ImageChops.difference(narrow, ground).getbbox()
        bottom = min(narrow.height, (box[3] if box else narrow.height) + int(16 * scale))
        narrow.crop((0, 0, narrow.width, bottom)).save(to, optimize=True)


def _quotes_of(payload: dict[str, Any]) -> str:
    ids: list[str] = [button["custom_id"] for row in payload["components"] for button in row["components"]]
    return next(id_ for id_ in ids if id_.startswith("dateline:quotes:"))


def _embed(house: House) -> Any:
    return getattr(house.answerer.model, "embed", None)


def main() -> None:
    """Write the pages or their pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=Path("data"))
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--shots", type=Path, metavar="FOLDER")
    parser.add_argument("--check", type=Path, metavar="FOLDER")
    parser.add_argument("--html", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(args.library, copy)
        shown = asyncio.run(scenes(copy))
    by_name = {scene.name: scene for scene in shown}
    for folder in filter(None, (args.shots, args.check, args.html)):
        folder.mkdir(parents=True, exist_ok=True)
    if args.html:
        for ground in GROUNDS:
            (args.html / f"{ground}.html").write_text(as_html(shown, ground=ground), encoding="utf-8")
    if args.shots:
        for name, names in SHOTS.items():
            html = as_html([by_name[one] for one in names])
            photograph(html, width=SHOT_WIDTH, to=args.shots / f"{name}.png", browser=args.browser)
    if args.check:
        for ground in GROUNDS:
            for width in WIDTHS:
                to = args.check / f"{ground}-{width}.png"
                photograph(as_html(shown, ground=ground, width=width), width=width, to=to, browser=args.browser)


if __name__ == "__main__":
    main()
