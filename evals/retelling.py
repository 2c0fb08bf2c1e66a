"""What the words let through of a model that retells: the stub's own sentences, each told in another form.

    python -m evals.retelling FOLDER --library DIR

A percentage is written with its sign, a large sum shortly, what is bracketed goes, a time is put first, and who said it
ahead of what was said. What is said stays the same, so whatever is refused was lost for no reason. Figures are given
beside those of the stub itself.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot import startup
from bot.answering.answer import Answer
from bot.answering.wiring import answerer_for
from evals import scoring
from evals.questionsets import read
from evals.running import library_for
from prompts.stub import StubModel

_BRACKETED = re.compile(r"\s*\([^()]*\)")
_PERCENT = re.compile(r"(\d)\s?(?:percent|per cent)\b")
_MILLIONS = re.compile(r"\$(\d+(?:\.\d+)?) million\b")
_SAID = re.compile(r'^[“"]([^“”"]+),[”"] (?P<who>[A-Z][\w. ]+?) said((?: \[\d+\])*)\.?((?: \[\d+\])*)\.?$')
_WHEN = re.compile(
    r"^(?P<what>(?:The|A|An|Its|His|Her)\b.+?) (?P<when>on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?P<end>(?: \[\d+\])*\.?(?: \[\d+\])*)$"
)
_LINE = re.compile(r"(?<=\.)\s+(?=[A-Z“\"])")


class Retelling(StubModel):
    """The stub's answer in another form."""

    name_of_model: str = "retelling"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return "\n".join(" ".join(map(retold, _LINE.split(line))) for line in super().answer_to(messages).splitlines())


def retold(sentence: str) -> str:
    """A sentence, its marks included, told in another form where one of the rules fits."""
    sentence = _BRACKETED.sub("", sentence)
    sentence = _MILLIONS.sub(r"$\1m", _PERCENT.sub(r"\1%", sentence))
    if said := _SAID.match(sentence):
        what = (
            said[1][0].lower() + said[1][1:] if said[1].split(" ")[0] in ("The", "It", "We", "They", "A") else said[1]
        )
        return f"{said['who']} said that {what}{said[3]}{said[4]}."
    if when := _WHEN.match(sentence):
        return f"O{when['when'][1:]} {_lowered(when['what'])}{when['end']}"
    return sentence


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def figures(answers: Sequence[tuple[bool, bool, Answer]]) -> str:
    """(right, cited, answer) of the answerable questions, in one line."""
    count = len(answers)
    shares = {
        "right": sum(right for right, _, _ in answers) / count,
        "right and so cited": sum(right and cited for right, cited, _ in answers) / count,
        "false refusals": sum(answer.abstained for _, _, answer in answers) / count,
    }
    verdicts = [verdict for _, _, answer in answers for verdict in answer.verdicts]
    dropped = sum(verdict.outcome == "dropped" for verdict in verdicts)
    told = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
    return f"n={count}  {told}; of {len(verdicts)} sentences {dropped} dropped"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    args = parser.parse_args()
    settings = startup.load()
    questions = read(args.folder, held=True)
    with library_for(questions, settings, held=args.library, progress=lambda *_: None) as library:
        assert library is not None
        answerer = answerer_for(settings.answer, library)
        stub = answerer.model
        assert isinstance(stub, StubModel)
        for name, model in (("stub", stub), ("retelling", Retelling(embed=stub.embed))):
            found = []
            for question in questions.questions:
                if question.kind != "answerable" or question.now is None:
                    continue
                answer = replace(answerer, model=model).answer(question.question, now=question.now)
                right = not answer.abstained and scoring.holds_answer(answer.shown, question.answers)
                found.append((right, any(one.url in question.gold_urls for one in answer.citations), answer))
            print(f"{name:10s} {figures(found)}", flush=True)


if __name__ == "__main__":
    main()
