"""Pages of our own, for tests: a story, and the page around it."""

from __future__ import annotations

import json

STORY = [
    "The harbour of Oldtown opened again on Monday after three years of work that had cost the town 41 million euros.",
    "Ferries left from seven o'clock, and the first ship to moor at the new quay was the Nordlicht from the islands.",
    "The mayor called it a good day for everybody who lives from the sea, and thanked the workers by their names.",
    "Fishermen said that the quay was too high for their boats, and that nobody had asked them before it was built.",
    "A second phase is to begin in autumn; who is going to pay the nine million euros for it nobody knows yet.",
]
WORDS = "".join(f"<p>{sentence}</p>" for sentence in STORY)
LONG = WORDS * 4


def page(body: str, *, title: str = "The harbour opens", head: str = "", data: dict[str, object] | None = None) -> str:
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}{linked}</head><body>{body}</body></html>"


def article(body: str, *, title: str = "The harbour opens", **data: object) -> str:
    said = {"@type": "NewsArticle", "headline": title, **data}
    return page(f"<article><h1>{title}</h1>{body}</article>", title=title, data=said)
