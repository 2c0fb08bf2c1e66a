"""The library as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.model import Hit


class LibraryRetriever(BaseRetriever):
    """Gives the passages that `Library.search` finds, as documents with their article's metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any  # a Library; pydantic would need the class at run time, and it imports this module
    k: int = 8

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [as_document(hit) for hit in self.library.search(query, k=self.k)]


def as_document(hit: Hit) -> Document:
    """A hit as a LangChain document: the passage's text, and where it comes from."""
    article = hit.article
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "article_id": article.id,
            "title": article.headline,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "score": hit.score,
        },
    )
