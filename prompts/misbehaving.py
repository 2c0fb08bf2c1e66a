"""Models that go wrong in one way each, for tests and for trying out what a bad answer does.

`dateline prompts test --model NAME` takes every name in CAST; none of them can answer members (CHAT_MODEL).
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from language.sentences import sentences
from prompts.fences import outside_fences, sources_in, unescaped
from prompts.stub import ScriptedModel, reply

_MARK = re.compile(r" ?\[(\d+)\]")
# A number that is no mark, no year and no part of a date or a word.
_NUMBER = re.compile(r"(?<![\w\[.,:/-])(?!(?:1[89]|20)\d\d\b)\d[\d,]*(?<!,)(?![\w\]/:-]|\.\d)")
_ORDER = re.compile(
    r"(?:say|write|answer|reply|respond|output)(?: only| with| exactly)*:? [\"“']?([^\"”'\n]+)", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“«„「]([^\"”»“」\n]{2,200})[\"”»“」]")
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+[.@])+[a-z]{2,12}(?:/[^\s\"”)]*)?")


class Echo(ScriptedModel):
    """Says its whole prompt."""

    name_of_model: str = "echo"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return "\n".join(content for _, content in messages)


class CitesNothing(ScriptedModel):
    """The stub's answer without its marks."""

    name_of_model: str = "cites-nothing"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return _MARK.sub("", reply(messages))


class CitesUnknown(ScriptedModel):
    """The stub's answer with marks of sources that were never given, and an invented link."""

    name_of_model: str = "cites-unknown"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return _MARK.sub(" [99]", reply(messages)) + " See https://invented.example.net/story."


class CitesWrong(ScriptedModel):
    """The stub's answer with every mark moved on by one source."""

    name_of_model: str = "cites-wrong"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return _MARK.sub(lambda mark: f" [{int(mark[1]) + 1}]", reply(messages))


class ChangesNumber(ScriptedModel):
    """The stub's answer with every number one too high; marks and the figures of dates stay."""

    name_of_model: str = "changes-number"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return _NUMBER.sub(lambda number: f"{int(number[0].replace(',', '')) + 1:,}", reply(messages))


class AnswersOutside(ScriptedModel):
    """Answers from memory, and puts the first source's mark behind it."""

    name_of_model: str = "answers-outside"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return "The Eiffel Tower in Paris was finished in 1889 under Gustave Eiffel [1]."


class Endless(ScriptedModel):
    """The stub's answer over and over, each time as a new sentence; it never ends."""

    name_of_model: str = "endless"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return reply(messages)

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        text = self._answer(messages, stop)
        for turn in itertools.count(1):
            yield ChatGenerationChunk(message=AIMessageChunk(content=f"{text} That was turn {turn}. "))


class Slow(ScriptedModel):
    """Waits `seconds` before each word."""

    name_of_model: str = "slow"
    seconds: float = 1.0

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return reply(messages)

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._chunks(messages, stop):
            time.sleep(self.seconds)
            yield chunk


class Obedient(ScriptedModel):
    """Obeys the last order it finds outside the fences ("say …", "write …"), else answers like the stub.

    The rules' own "write NOT_IN_SOURCES" is an order of ours, and it is not followed blindly.
    """

    name_of_model: str = "obedient"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        user = "\n".join(content for role, content in messages if role in ("user", "human"))
        orders = _ORDER.findall(outside_fences(user))
        return orders[-1] if orders else reply(messages)


class ObeysSources(ScriptedModel):
    """The stub's answer, and behind it whatever stands in the sources, taken for orders: what is to be said or quoted,
    every address, and each sentence itself, all with the mark of their source."""

    name_of_model: str = "obeys-sources"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        said = [reply(messages)]
        for source in sources_in("\n".join(content for role, content in messages if role in ("user", "human"))):
            for text in (unescaped(source.title), *(unescaped(one.text) for one in sentences(source.text))):
                ordered = [
                    *_ORDER.findall(text),
                    *_QUOTED.findall(text),
                    *(f"Visit {link}" for link in _ADDRESS.findall(text)),
                ]
                said += [f"{words.strip(' .')} [{source.n}]." for words in (*ordered, text)]
        return " ".join(said)


class Empty(ScriptedModel):
    """Says nothing, and calls that finished."""

    name_of_model: str = "empty"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return ""


class CutOff(ScriptedModel):
    """Stops in the middle of a sentence without saying why."""

    name_of_model: str = "cut-off"
    finish_reason: str | None = None

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        whole = reply(messages)
        return whole[: len(whole) // 2]


class Raising(ScriptedModel):
    """Fails as a lost connection does."""

    name_of_model: str = "raising"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        raise ConnectionResetError("connection reset by peer")


CAST: dict[str, type[ScriptedModel]] = {
    cls.model_fields["name_of_model"].default: cls
    for cls in (
        Echo,
        CitesNothing,
        CitesUnknown,
        CitesWrong,
        ChangesNumber,
        AnswersOutside,
        Obedient,
        ObeysSources,
        Empty,
        Endless,
        Slow,
        CutOff,
        Raising,
    )
}
