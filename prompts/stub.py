"""The model that answers when no key is set: it quotes the sentences that answer the question.

A LangChain chat model, deterministic, that reads nothing but the messages it is given. Ask it and it gives
the best sentences of the numbered sources, verbatim, each with its mark; when nothing bears on the
question, the refusal. It streams word by word, counts its words as tokens and says why it stopped.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from prompts.fences import REFUSAL, marked, question_in, sources_in
from prompts.quoting import Embed, Meaning, best_sentences
from prompts.talk import claims_in, history_in, message_in, pairs_in
from prompts.talking import claims, judged, related, standalone, sufficing

SENTENCES = 3  # three quoted sentences answer more questions than two; four are too much to read
_PIECE = re.compile(r"\S+\s*|\s+")


def reply(
    messages: Sequence[tuple[str, str]],
    *,
    embed: Embed | None = None,
    count: int = SENTENCES,
    meaning: Meaning | None = None,
) -> str:
    """The stub's answer to messages of (role, content)."""
    prompt = "\n".join(content for role, content in messages if role in ("user", "human"))
    message, history = message_in(prompt), history_in(prompt)
    if message is not None:
        return claims(message)
    question, sources = question_in(prompt), sources_in(prompt)
    sentences = claims_in(prompt)
    if sentences is not None:
        return judged(sentences, sources)
    if history is not None:
        return standalone(question or "", history)
    if (pairs := pairs_in(prompt)) is not None:
        return related(pairs)
    if not question or not sources:
        return REFUSAL
    if messages[0][0] == "system" and not any(REFUSAL in content for _, content in messages):
        return sufficing(question, sources)  # whoever asks for an answer says how to refuse one
    chosen = best_sentences(question, sources, count=count, embed=embed, meaning=meaning)
    # A quote without a full stop (a headline, a caption) ends with its line, or it would run into the next.
    lines = (marked(choice.text, [choice.source.n]) for choice in chosen)
    return "".join(line + ("\n" if line.endswith("]") else " ") for line in lines).strip() or REFUSAL


class ScriptedModel(BaseChatModel):
    """A chat model whose whole answer is worked out from the messages, then given at once or as a stream."""

    name_of_model: str = "scripted"
    finish_reason: str | None = "stop"

    @abstractmethod
    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        """What it says to messages of (role, content)."""

    @property
    def _llm_type(self) -> str:
        return self.name_of_model

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._chunks(messages, stop))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages, stop):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        import asyncio

        chunks = self._chunks(messages, stop)
        while chunk := await asyncio.to_thread(next, chunks, None):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        text = self._answer(messages, stop)
        for piece in _PIECE.findall(text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        last = AIMessageChunk(
            content="",
            usage_metadata=_usage(messages, text),
            response_metadata=self._metadata(),
            chunk_position="last",
        )
        yield ChatGenerationChunk(message=last)

    def _answer(self, messages: list[BaseMessage], stop: list[str] | None) -> str:
        text = self.answer_to([(message.type, message.text) for message in messages])
        cuts = [text.index(mark) for mark in stop or () if mark in text]
        return text[: min(cuts)] if cuts else text

    def _metadata(self) -> dict[str, Any]:
        reason = {"finish_reason": self.finish_reason} if self.finish_reason else {}
        return {"model_name": self.name_of_model, "model_provider": "dateline", **reason}


class StubModel(ScriptedModel):
    """Quotes the sentences that answer the question.

    `embed(question, sentences)` gives the cosine of the question with each sentence, `meaning(question, sentences)` how
    near each of its words comes to them; without both, words alone decide. `count` is how many sentences it quotes at
    most.
    """

    name_of_model: str = "stub"
    count: int = SENTENCES
    embed: Embed | None = None
    meaning: Meaning | None = None

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return reply(messages, embed=self.embed, count=self.count, meaning=self.meaning)


def _usage(messages: Sequence[BaseMessage], text: str) -> UsageMetadata:
    asked = sum(len(message.text.split()) for message in messages)
    said = len(text.split())
    return UsageMetadata(input_tokens=asked, output_tokens=said, total_tokens=asked + said)
