"""`dateline doctor --model` and `--judge`: the model and the judge that are set, tried out. These do send something."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.errors import ModelError
from bot.answering.tokens import Tokens

if TYPE_CHECKING:
    from bot.answering.judging.bench import Bench
    from bot.settings import AnswerSettings

ASKED = "Answer with the one word: ready."
LONGEST = 200  # characters of a reply that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came back: `found` in a line, `well` where it can be worked with."""

    found: str
    well: bool


def bench_of(settings: AnswerSettings, *, data: Path) -> Bench | None:
    """The judge that is set, with what is known of it; None for words alone. Raises DatelineError, also where answers
    would do without it."""
    from bot.answering.judging.choice import bench_for, judge_for
    from bot.answering.judging.model import PROMPTS
    from bot.answering.models import build_model
    from bot.answering.pipeline import load_prompt

    prompts = {name: load_prompt(name, overrides=settings.prompts_dir) for name in PROMPTS}
    model = build_model(settings)
    judge_for(settings, model, prompts=prompts)
    return bench_for(settings, model, prompts=prompts, data=data)


def try_model(settings: AnswerSettings) -> Trial:
    """One tiny question to the chat model: what it said, how long it took, what it cost."""
    from bot.answering.generating import said
    from bot.answering.models import build_model

    began, heard = time.monotonic(), ""

    def hear(text: str) -> None:
        nonlocal heard
        heard = text

    try:
        text, tokens = said(
            build_model(settings), [("user", ASKED)], deadline=settings.chat_timeout, longest=20 * LONGEST, hear=hear
        )
    except ModelError as error:
        return Trial(
            found=f"{error} Until then it had said {_short(heard)}." if heard.strip() else str(error), well=False
        )
    took = time.monotonic() - began
    prices = settings.chat_input_price, settings.chat_output_price
    return Trial(found=f"said {_short(text)} in {took:.1f} s{_cost(tokens, prices)}", well=True)


def try_judge(settings: AnswerSettings, bench: Bench) -> Trial:
    """One tiny item to the judge."""
    from bot.answering.judging.judge import Claim, Exhibit

    text = "Rain fell on Kirkwall all Sunday."
    claim = Claim(sentence="It rained in Kirkwall on Sunday.", exhibits=(Exhibit(key="trial", text=text),))
    began = time.monotonic()
    judged = bench.says([claim])
    took = time.monotonic() - began
    opinion = judged.opinions[0]
    if opinion is None:
        return Trial(found=judged.trouble or "it gave no verdict that can be used", well=False)
    found = (
        f"“{opinion.verdict}”, {opinion.probability:.2f} sure, in {took:.1f} s{_cost(judged.tokens, _prices(settings))}"
    )
    return Trial(found=found, well=True)


def examine_judge(settings: AnswerSettings, bench: Bench) -> Trial:
    """The whole exam, held now and kept: the score, where it went wrong, how long a call took, what it cost."""
    examined = bench.examine_again()
    if examined.result is None:
        return Trial(found=f"the exam could not be held: {examined.trouble}", well=False)
    result = examined.result
    wrong = ", ".join(f"{kind} {n}" for kind, n in Counter(result.wrong).most_common())
    parts = [
        result.told,
        f"wrong: {wrong}" if wrong else "",
        f"{result.believed} untrue ones believed" if result.believed else "",
        f"{result.seconds:.1f} s a call{_cost(examined.tokens, _prices(settings))}",
    ]
    return Trial(found="; ".join(filter(None, parts)), well=result.standing == "reads")


def _prices(settings: AnswerSettings) -> tuple[float | None, float | None]:
    asked, told = settings.judge_input_price, settings.judge_output_price
    return (
        settings.chat_input_price if asked is None else asked,
        settings.chat_output_price if told is None else told,
    )


def _cost(tokens: Tokens, prices: tuple[float | None, float | None]) -> str:
    """Tokens, and what they cost where a price is set."""
    if tokens.input is None and tokens.output is None:
        return ""
    sent, told = tokens.input or 0, tokens.output or 0
    counted = f", {sent:,} tokens in, {told:,} out"
    if prices[0] is None and prices[1] is None:
        return counted
    return f"{counted}, {(sent * (prices[0] or 0) + told * (prices[1] or 0)) / 1e6:.6f} at the prices that are set"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST else line[:LONGEST] + '…'}”"
