"""The judge `model`: a chat model that reads, one call for all items.

It is asked by structured output where its client has that, and in plain text where the client or the server has not.
Its probability is its own word for how sure it is: no measurement.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from bot.answering.errors import ModelError
from bot.answering.generating import name_of, said
from bot.answering.judging.deadline import within
from bot.answering.judging.docket import Docket, estimated
from bot.answering.judging.judge import Answering, Asked, Claim, Exhibit, Judged, Opinion, Pair, Relation, Saying, V
from bot.answering.judging.reading import Ruling, rulings
from bot.answering.provider_errors import model_error
from bot.answering.tokens import Tokens
from prompts.fences import fenced_question, unescaped
from prompts.talk import ToCompare, fenced_claims, fenced_pairs

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from prompts.files import Prompt

LONGEST_REPLY = 20_000  # characters
PROMPTS = ("judge", "relate", "suffice")
_UNTOLD = 1.0  # how sure a model is that doesn't say
_TYPOGRAPHY = str.maketrans("’‘“”„–—\u00a0", '\'\'"""-- ')


class ModelJudge:
    """A chat model with the prompts that ask it."""

    def __init__(self, model: BaseChatModel, prompts: Mapping[str, Prompt], *, deadline: float) -> None:
        """`prompts` holds those of PROMPTS; `deadline` is in seconds for each call."""
        self._model = model
        self._prompts = prompts
        self._deadline = deadline
        self._plain = False  # once a server has refused a schema, it is not sent one again

    @property
    def name(self) -> str:
        return f"model {name_of(self._model)}"

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        docket = Docket(one for claim in claims for one in claim.exhibits)
        asked: dict[tuple[str, str], list[tuple[int, ...]]] = {}
        for claim in claims:
            groups = asked.setdefault((claim.sentence, claim.question), [])
            if (numbers := docket.numbers(claim.exhibits)) not in groups:
                groups.append(numbers)
        order = list(asked)
        listed = [ToCompare(_with_question(*key), tuple(groups)) for key, groups in asked.items()]
        reply, tokens, trouble = self._reply(
            self._prompts["judge"].filled(sources=docket.fenced(), claims=fenced_claims(listed)), _SAYS
        )
        found = rulings(reply, verdicts=get_args(Saying)) if reply else []
        opinions = tuple(
            self._saying(
                claim,
                docket.numbers(claim.exhibits),
                asked=asked[claim.sentence, claim.question],
                found=[one for one in found if one.number == order.index((claim.sentence, claim.question)) + 1],
            )
            for claim in claims
        )
        return Judged(opinions=opinions, tokens=tokens, trouble=trouble or _missing(opinions))

    def _saying(
        self, claim: Claim, numbers: tuple[int, ...], *, asked: Sequence[tuple[int, ...]], found: Sequence[Ruling]
    ) -> Opinion[Saying] | None:
        """One claim's opinion among the rulings on its sentence. A source that a used reply passes over is silent."""
        named = [one for one in found if _fits(one, numbers, asked)]
        if len({one.verdict for one in named}) > 1 or not found:
            return None
        if not named:
            told = all(not one.sources or any(_fits(one, group, asked) for group in asked) for one in found)
            return Opinion(verdict="silent", probability=_UNTOLD, by=self.name) if told else None
        ruling = named[0]
        verdict = next(one for one in _SAYINGS if one == ruling.verdict)
        quote, stands = _quoted(ruling.quote, claim.exhibits)
        if verdict == "says" and not stands:
            return None  # what it says it read is nowhere: its word is worth nothing here
        sure = _UNTOLD if ruling.sure is None else ruling.sure
        return Opinion(verdict=verdict, probability=sure, by=self.name, quote=quote)

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        opinions: list[Opinion[Answering] | None] = []
        tokens, trouble = Tokens(), None
        for each in asked:
            reply, spent, told = self._reply(
                self._prompts["suffice"].filled(
                    sources=Docket(each.exhibits).fenced(), question=fenced_question(each.question)
                ),
                _ANSWERS,
            )
            found = rulings(reply, verdicts=get_args(Answering)) if reply else []
            opinions.append(self._only(found, 1, _ANSWERINGS))
            tokens, trouble = tokens.plus(spent), trouble or told
        return Judged(opinions=tuple(opinions), tokens=tokens, trouble=trouble or _missing(opinions))

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        opinions: dict[int, Opinion[Relation] | None] = {}
        tokens, trouble = Tokens(), None
        for question in dict.fromkeys(pair.question for pair in pairs):
            those = [(at, pair) for at, pair in enumerate(pairs) if pair.question == question]
            docket = Docket(one for _, pair in those for one in (pair.one_exhibit, pair.other_exhibit))
            listed = [
                (
                    ToCompare(pair.one, (docket.numbers([pair.one_exhibit]),)),
                    ToCompare(pair.other, (docket.numbers([pair.other_exhibit]),)),
                )
                for _, pair in those
            ]
            messages = self._prompts["relate"].filled(
                sources=docket.fenced(), question=fenced_question(question), pairs=fenced_pairs(listed)
            )
            reply, spent, told = self._reply(messages, _RELATES)
            found = rulings(reply, verdicts=get_args(Relation)) if reply else []
            opinions.update((at, self._only(found, n, _RELATIONS)) for n, (at, _) in enumerate(those, start=1))
            tokens, trouble = tokens.plus(spent), trouble or told
        in_order = tuple(opinions[at] for at in range(len(pairs)))
        return Judged(opinions=in_order, tokens=tokens, trouble=trouble or _missing(in_order))

    def _only(self, found: Sequence[Ruling], number: int, verdicts: tuple[V, ...]) -> Opinion[V] | None:
        """The one ruling on an item; None where there is none, or there are several that differ."""
        mine = {one.verdict: one for one in found if one.number == number}
        if len(mine) != 1:
            return None
        ((word, ruling),) = mine.items()
        verdict = next((one for one in verdicts if one == word), None)
        if verdict is None:
            return None
        return Opinion(verdict=verdict, probability=_UNTOLD if ruling.sure is None else ruling.sure, by=self.name)

    def _reply(self, messages: Sequence[tuple[str, str]], schema: Mapping[str, Any]) -> tuple[str, Tokens, str | None]:
        """What the model wrote, its tokens, and what went wrong. Two tries at most, within one deadline."""
        until = time.monotonic() + self._deadline
        spent = Tokens()
        try:
            if not self._plain:
                structured = self._structured(messages, schema, until - time.monotonic())
                if structured is not None:
                    return (*structured, None)
                self._plain = True
            text, spent = said(
                self._model, messages, deadline=max(0.0, until - time.monotonic()), longest=LONGEST_REPLY
            )
            return text, spent, None
        except Exception as error:
            late = isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError)
            if late:
                # The service has read it and will ask to be paid for it.
                spent = Tokens(input=estimated(content for _, content in messages))
            told = error if isinstance(error, ModelError) else model_error(error, model=name_of(self._model))
            return "", spent, str(told)

    def _structured(
        self, messages: Sequence[tuple[str, str]], schema: Mapping[str, Any], deadline: float
    ) -> tuple[str, Tokens] | None:
        """The reply by structured output; None where the client or the server has none."""
        try:
            asking = self._model.with_structured_output(dict(schema), include_raw=True)
        except (NotImplementedError, ValueError):
            return None
        try:
            found = within(deadline, lambda: asking.invoke(list(messages)))
        except Exception as error:
            if getattr(error, "status_code", None) in (400, 404, 422, 501):
                return None
            raise
        assert isinstance(found, dict)
        raw = found["raw"]
        usage = raw.usage_metadata
        tokens = Tokens(input=usage["input_tokens"], output=usage["output_tokens"]) if usage else Tokens()
        calls = [call["args"] for call in raw.tool_calls]
        return (str_of(calls[0]) if calls else raw.text), tokens


def str_of(arguments: Mapping[str, Any]) -> str:
    """A tool call's arguments as the JSON that they were."""
    import json

    return json.dumps(arguments, ensure_ascii=False)


_SAYINGS: tuple[Saying, ...] = get_args(Saying)
_ANSWERINGS: tuple[Answering, ...] = get_args(Answering)
_RELATIONS: tuple[Relation, ...] = get_args(Relation)


def _fits(ruling: Ruling, numbers: tuple[int, ...], asked: Sequence[tuple[int, ...]]) -> bool:
    """Whether a ruling is about these sources. One that names none is about all, unless it is a yes to several."""
    if ruling.sources:
        return set(ruling.sources) == set(numbers)
    return len(asked) == 1 or ruling.verdict in ("silent",)


def _quoted(quote: str, exhibits: Sequence[Exhibit]) -> tuple[str | None, bool]:
    """The quote as an exact slice of a passage, and whether it stands anywhere at all; no quote is no lie."""
    words = unescaped(quote).strip().strip("\"“”'‘’…. ")
    if not words:
        return None, True
    parts = [re.escape(part) for part in words.translate(_TYPOGRAPHY).split()]
    pattern = re.compile(r"\s+".join(parts), re.IGNORECASE)
    for one in exhibits:
        if found := pattern.search(one.text.translate(_TYPOGRAPHY)):  # which maps each character to one
            return one.text[found.start() : found.end()], True
    return None, any(pattern.search(f"{one.header}\n{one.title}".translate(_TYPOGRAPHY)) for one in exhibits)


def _with_question(sentence: str, question: str) -> str:
    return f"{sentence} (It answers: {question})" if question else sentence


def _missing(opinions: Sequence[object]) -> str | None:
    missing = sum(opinion is None for opinion in opinions)
    return f"{missing} of {len(opinions)} items got no usable verdict" if missing else None


def _schema(title: str, **item: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of a list of verdicts, as strict as providers want it: every field is asked for."""
    fields = {"type": "object", "properties": item, "required": list(item), "additionalProperties": False}
    return {
        "title": title,
        "description": "The verdicts, one for each thing asked.",
        "type": "object",
        "properties": {"verdicts": {"type": "array", "items": fields}},
        "required": ["verdicts"],
        "additionalProperties": False,
    }


_SURE = {"type": "number", "description": "How sure you are of the verdict, from 0 to 1."}
_SAYS = _schema(
    "Verdicts",
    sentence={"type": "integer", "description": "The sentence's number."},
    sources={"type": "array", "items": {"type": "integer"}, "description": "The source, or those taken together."},
    quote={"type": "string", "description": "The source's own words that decide, copied exactly; empty for silent."},
    verdict={"type": "string", "enum": list(_SAYINGS)},
    sure=_SURE,
)
_ANSWERS = _schema(
    "Sufficiency", number={"type": "integer"}, verdict={"type": "string", "enum": list(_ANSWERINGS)}, sure=_SURE
)
_RELATES = _schema(
    "Relations", pair={"type": "integer"}, verdict={"type": "string", "enum": list(_RELATIONS)}, sure=_SURE
)
