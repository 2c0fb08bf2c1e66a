"""An article over several pages: where its address sends its readers, and on which pages it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.errors import SourceError
from ingest.reading import decode
from ingest.sources.continuations import refresh_of, step_from
from ingest.sources.gathered import FurtherPage, Gathered
from ingest.sources.kinds import kind_of, unpacked
from ingest.web.addresses import origin
from ingest.web.client import Answer

# So many pages has an article at most, and so often a page may send its readers on.
MOST_PAGES = 20
MOST_REFRESHES = 3


class PagesOfOne:
    """Reads an article to its end. `ask` is how an address is asked, within the source's time and limits."""

    def __init__(self, ask: Callable[[str], Answer], *, max_bytes: int) -> None:
        self._ask = ask
        self._max_bytes = max_bytes

    def whole(self, item: Gathered) -> Gathered:
        """The article with the pages on which it goes on, and from where its address sends its readers."""
        if item.kind != "page" or item.answer is None:
            return item
        answer, body = self._sent_on(item.answer, item.body)
        further, ends = self._further(answer, body)
        if body is item.body and ends and not further:
            return item
        # Its own page alone does not tell whether it is as it was.
        learned = replace(item.learned, etag=None, last_modified=None, body_hash=None) if item.learned else None
        return replace(item, answer=answer, body=body, further=further, all_pages=ends, learned=learned)

    def _further(self, answer: Answer, body: bytes) -> tuple[tuple[FurtherPage, ...], bool]:
        """The article's next pages, and whether they go to its end."""
        pages: list[FurtherPage] = []
        seen = {answer.url}
        while step := step_from(_text(body, answer), url=answer.url):
            if len(pages) + 1 >= MOST_PAGES or step.address in seen or origin(step.address) != origin(answer.url):
                return tuple(pages), False
            seen.add(step.address)
            page = self._page(step.address)
            if page is None:
                return tuple(pages), False
            answer, body = page.answer, page.body
            if not step.leads_to(_text(body, answer), url=answer.url):
                break
            pages.append(page)
        return tuple(pages), True

    def _sent_on(self, answer: Answer, body: bytes) -> tuple[Answer, bytes]:
        """Where a page sends its readers at once; the page itself where it does not, or where nothing answers."""
        for _ in range(MOST_REFRESHES):
            target = refresh_of(_text(body, answer), url=answer.url)
            page = self._page(target) if target else None
            if page is None:
                break
            answer, body = page.answer, page.body
        return answer, body

    def _page(self, url: str) -> FurtherPage | None:
        """A page that another one names; None where there is none."""
        try:
            answer = self._ask(url)
            body = unpacked(answer.body, max_bytes=self._max_bytes)
            is_page = kind_of(body, media_type=answer.media_type) == "page"
        except SourceError:
            return None
        return FurtherPage(answer=answer, body=body) if is_page else None


def _text(body: bytes, answer: Answer) -> str:
    try:
        return decode(body, html=True, declared=answer.charset)
    except SourceError:
        return ""
