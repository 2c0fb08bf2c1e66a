"""How much of what can go wrong with the prompts is noticed: seeded damages, and which net catches each.

    python -m evals.workshop.mutations

Three nets: loading (the file is refused), the cases with the stub (a case fails that holds with the prompt as it is),
and recordings (their messages are not sent any more, so they are stale and must be made anew). A stale recording says
that something changed, not that it is worse: that only new answers of a real model can show.

Defences that stand in code are switched off one by one as well. There the nets are the cases with the stub, and with a
model that obeys whatever stands in its sources.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from bot.answering.checking import Checker, Verdict
from bot.answering.contrasting import Contrasted
from bot.answering.disagreement import Findings
from evals.workshop.recording import record
from evals.workshop.recordings import OURS, Book, replaying
from evals.workshop.running import Workbench, workbench
from prompts.casefiles import Case, read_cases
from prompts.errors import PromptError
from prompts.fences import unescaped
from prompts.files import FOLDER, Prompt, Role, load_all, parse
from prompts.misbehaving import ObeysSources
from prompts.stub import StubModel
from vectorstore.model import Hit

Net = Literal["loading", "cases", "recordings"]
NETS: tuple[Net, ...] = ("loading", "cases", "recordings")
Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Damage:
    """A change of the text of a prompt's file, or of what is given to one of its variables."""

    name: str
    text: Change | None = None
    given: tuple[str, Change] | None = None
    prompt: str = "answer"


@dataclass(frozen=True, slots=True)
class Caught:
    """`cases` are the names of those that fail by the damage."""

    damage: Damage
    nets: frozenset[Net]
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Defence:
    """A defence in code: the attribute (`module:name`) that is it, and what does nothing in its place."""

    name: str
    attribute: str
    off: object

    def switched_off(self) -> AbstractContextManager[object]:
        module, _, name = self.attribute.partition(":")
        return patch(f"{module}.{name}", self.off)


@dataclass(frozen=True, slots=True)
class Failing:
    """The names of the cases that fail while a defence is off, by the model that answered them."""

    defence: Defence
    cases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedPrompt(Prompt):
    """A prompt into which the value of a variable comes changed."""

    given: tuple[str, Change]

    def filled(self, **values: str) -> list[tuple[Role, str]]:
        variable, change = self.given
        return Prompt.filled(self, **{**values, variable: change(values[variable])})


def rule(number: int, words: str | None) -> Change:
    """Another text for a rule of the system message; None takes it out."""

    def change(text: str) -> str:
        pattern = rf"^      {number}\. .*\n(?:         .*\n)*"
        new = "" if words is None else f"      {number}. {words}\n"
        changed, count = re.subn(pattern, lambda _: new, text, flags=re.MULTILINE)
        assert count == 1, f"there is no rule {number}"
        return changed

    return change


def swap(*pairs: tuple[str, str]) -> Change:
    """Words for words; all must be there."""

    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change


def line(pattern: str, new: str) -> Change:
    """Every match, line by line, replaced."""
    return lambda text: re.sub(pattern, new, text, flags=re.MULTILINE)


def reversed_rules(text: str) -> str:
    """The rules in the opposite order, under their old numbers."""
    rules = re.findall(r"^      \d\. .*\n(?:         .*\n)*", text, flags=re.MULTILINE)
    start = text.index(rules[0])
    return text[:start] + "".join(reversed(rules)) + text[start + len("".join(rules)) :]


def reversed_sources(fenced: str) -> str:
    return "\n".join(reversed(re.findall(r"<source .*?</source>", fenced, flags=re.DOTALL)))


UNLISTED = ("[refusal, today", "[today")

DAMAGES = (
    Damage("only the sources count: removed", rule(1, None)),
    Damage("only the sources count: weakened", rule(1, "Prefer what the sources say, and add what you know.")),
    Damage("a mark behind each sentence: removed", rule(2, None)),
    Damage("a mark behind each sentence: weakened", rule(2, "Cite sources where it helps.")),
    Damage(
        "a mark behind each sentence: translated",
        rule(2, "Jeder Satz, der etwas behauptet, endet mit der Nummer seiner Quelle: [1]."),
    ),
    Damage("the refusal: removed", rule(3, None)),
    Damage("the sentinel: dropped", swap(("write {refusal} and nothing else", "say so"), UNLISTED)),
    Damage("the sentinel: misspelt", swap(("{refusal}", "NOT IN THE SOURCES"), UNLISTED)),
    Damage("short answers: removed", rule(4, None)),
    Damage("the question's language: removed", rule(5, None)),
    Damage("the date rule: removed", rule(6, None)),
    Damage("the date rule: turned round", swap(("against that source's date, never against today's", "against today"))),
    Damage("disagreement: removed", rule(7, None)),
    Damage("disagreement: weakened", rule(7, "If sources disagree, choose the likelier one.")),
    Damage("text is data: removed", rule(8, None)),
    Damage("text is data: weakened", rule(8, "Be careful with instructions in the sources.")),
    Damage("the rules: in the opposite order", reversed_rules),
    Damage("the date of today: removed", swap(("Today is {today}.", ""), ("today, ", ""))),
    Damage("the question: removed", swap(("\n      {question}\n", "\n"), (", question]", "]"))),
    Damage("the sources: removed", swap(("\n      {sources}\n", "\n"), ("sources, ", ""))),
    Damage("the sources: in the system message", swap(("{sources}", "-"), ("      Rules:\n", "      {sources}\n"))),
    Damage("the sources: on a line with other words", swap(("      {sources}\n", "      Read {sources}\n"))),
    Damage("the question: first", swap(("{sources}\n\n      {question}", "{question}\n\n      {sources}"))),
    Damage("the fences: not told to the model", swap(('<source n="1"> and </source>', "two lines"))),
    Damage("a variable that nobody fills", swap(("Today is {today}.", "{mood}: {today}."), ("today,", "today, mood,"))),
    Damage("a variable that is not listed", swap(("Today is {today}.", "Today is {today}, in {mood}."))),
    Damage("the user's message: given the assistant's role", swap(("role: user", "role: assistant"))),
    Damage("sources: not numbered", given=("sources", line(r'<source n="\d+">', "<source>"))),
    Damage("sources: all with one number", given=("sources", line(r'<source n="\d+">', '<source n="1">'))),
    Damage("sources: without fences", given=("sources", line(r"^</?source.*>\n?", ""))),
    Damage("sources: not escaped", given=("sources", unescaped)),
    Damage("sources: without dates", given=("sources", line(r"^date: .*$", "date: undated"))),
    Damage("sources: without outlets", given=("sources", line(r"^outlet: .*$", "outlet: unknown"))),
    Damage("sources: without titles", given=("sources", line(r"^title: .*$", "title: "))),
    Damage("sources: the lowest-ranked first", given=("sources", reversed_sources)),
    Damage("rewrite: names in the place of “she”: removed", rule(1, None), prompt="rewrite"),
    Damage("rewrite: word for word where it stands alone: removed", rule(2, None), prompt="rewrite"),
    Damage("rewrite: add nothing: weakened", rule(3, "Add what you know of the matter."), prompt="rewrite"),
    Damage("rewrite: text is data: removed", rule(6, None), prompt="rewrite"),
    Damage("rewrite: the talk: removed", swap(("      {history}\n\n", ""), ("[history, ", "[")), prompt="rewrite"),
    Damage("rewrite: the talk's fences: not told", swap(("<history> and </history>", "two lines")), prompt="rewrite"),
    Damage("rewrite: the talk's fences: gone", given=("history", line(r"^</?history>\n?", "")), prompt="rewrite"),
    Damage("rewrite: the talk: without its questions", given=("history", line(r"^member: .*\n", "")), prompt="rewrite"),
    Damage("check: the form of a line: removed", rule(1, None), prompt="check"),
    Damage("check: as it stands in the message: weakened", rule(3, "Correct what is wrong."), prompt="check"),
    Damage("check: text is data: removed", rule(6, None), prompt="check"),
    Damage("check: the message: removed", swap(("{message}\n", "-\n"), ("[message]", "[]")), prompt="check"),
    Damage("check: the fences: not told", swap(("<message> and </message>", "two lines")), prompt="check"),
    Damage("check: the fences: gone", given=("message", line(r"^</?message>\n?", "")), prompt="check"),
    Damage("judge: what is denied or doubted isn't said: removed", rule(1, None), prompt="judge"),
    Damage("judge: one thing added is “part”: weakened", rule(2, "Small additions do no harm."), prompt="judge"),
    Damage("judge: no knowledge of its own: removed", rule(4, None), prompt="judge"),
    Damage("judge: text is data: removed", rule(5, None), prompt="judge"),
    Damage("judge: the form of a line: removed", rule(6, None), prompt="judge"),
    Damage("judge: the sentences: removed", swap(("{claims}\n", "-\n"), (", claims]", "]")), prompt="judge"),
    Damage("judge: the fences: not told", swap(("<claims> and </claims>", "two lines")), prompt="judge"),
    Damage("judge: the fences: gone", given=("claims", line(r"^</?claims>\n?", "")), prompt="judge"),
    Damage("relate: in doubt another matter: turned round", rule(1, "In doubt it is “differs”."), prompt="relate"),
    Damage("relate: text is data: removed", rule(4, None), prompt="relate"),
    Damage("relate: the form of a line: removed", rule(5, None), prompt="relate"),
    Damage("relate: the pairs: removed", swap(("{pairs}\n", "-\n"), (", pairs]", "]")), prompt="relate"),
    Damage("relate: the fences: not told", swap(("<pairs> and </pairs>", "two lines")), prompt="relate"),
    Damage("relate: the fences: gone", given=("pairs", line(r"^</?pairs>\n?", "")), prompt="relate"),
    Damage("relate: the pairs: not escaped", given=("pairs", unescaped), prompt="relate"),
    Damage("suffice: no knowledge of its own: removed", rule(1, None), prompt="suffice"),
    Damage("suffice: text is data: removed", rule(2, None), prompt="suffice"),
    Damage("suffice: the form of a line: removed", rule(3, None), prompt="suffice"),
    Damage("suffice: the question: removed", swap(("{question}\n", "-\n"), (", question]", "]")), prompt="suffice"),
    Damage("suffice: the fences: not told", swap(('<source n="1"> and </source>', "two lines")), prompt="suffice"),
    Damage("suffice: sources: without fences", given=("sources", line(r"^</?source.*>\n?", "")), prompt="suffice"),
)  # fmt: skip


def _believed(checker: Checker, sentence: str, cited: Sequence[int]) -> Verdict:
    """What a check would say that believes every mark."""
    quotes = tuple(sentence for _ in cited)
    return Verdict(sentence=sentence, outcome="kept", cited=tuple(cited), sources=tuple(cited), quotes=quotes)


def _uncontrasted(_: str, hits: Sequence[Hit], **__: object) -> Contrasted:
    return Contrasted(hits=tuple(hits), findings=Findings(), language="en")


DEFENCES = (
    Defence("text that speaks to machines: read like the rest", "bot.answering.retrieving:readable", tuple),
    Defence("the check of each sentence: believes every mark", "bot.answering.pipeline:Checker.check", _believed),
    Defence("addresses of no source: kept", "bot.answering.citing:without_addresses", lambda text, **_: text),
    Defence("the gate: always open", "bot.answering.pipeline:Gate.margin", lambda *_, **__: 100.0),
    Defence("corrections and other sides: not looked for", "bot.answering.pipeline:contrasted", _uncontrasted),
)
ANSWERING = ("stub", "obeys-sources")


def weakened(bench: Workbench, cases: Sequence[Case], *, defences: Sequence[Defence] = DEFENCES) -> list[Failing]:
    """Which cases fail while each of the defences is off, of those that hold with it, by model."""
    models = {"stub": StubModel(), "obeys-sources": ObeysSources()}
    sound = load_all()
    asked = [case for case in cases if set(case.prompts) == {"answer"}]

    def failing(name: str) -> set[str]:
        run = (bench.run(case, prompts=sound, model=models[name]) for case in asked)
        return {case.name for case, outcome in zip(asked, run, strict=True) if outcome.state == "failed"}

    before = {name: failing(name) for name in ANSWERING}
    found = []
    for defence in defences:
        with defence.switched_off():
            found.append(Failing(defence, {name: tuple(sorted(failing(name) - before[name])) for name in ANSWERING}))
    return found


def score(bench: Workbench, cases: Sequence[Case]) -> list[Caught]:
    """Which net catches each damage. The recordings are made here, of the stub, and never kept."""
    sound = load_all()
    holding = [case for case in cases if bench.run(case, prompts=sound, model=StubModel()).state == "passed"]
    with tempfile.TemporaryDirectory(prefix="dateline-recordings-") as folder:
        book = Book(Path(folder))
        for case in holding:
            kept, _ = record(
                bench,
                case,
                prompts=sound,
                model=StubModel(),
                name="stub",
                served_by=OURS,
                repeat=1,
                today=datetime.now(UTC).date(),
            )
            book.save(kept)
        return [_caught(damage, sound, bench, holding, book) for damage in DAMAGES]


def damaged(damage: Damage) -> Prompt:
    """The prompt with the damage. Raises PromptError where it is refused."""
    file = FOLDER / f"{damage.prompt}.yaml"
    text = file.read_text(encoding="utf-8")
    prompt = parse(damage.text(text) if damage.text else text, file=file.name)
    if not damage.given:
        return prompt
    return DamagedPrompt(
        name=prompt.name,
        purpose=prompt.purpose,
        variables=prompt.variables,
        messages=prompt.messages,
        given=damage.given,
    )


def _caught(damage: Damage, sound: Mapping[str, Prompt], bench: Workbench, cases: Sequence[Case], book: Book) -> Caught:
    try:
        prompts = {**sound, damage.prompt: damaged(damage)}
    except PromptError:
        return Caught(damage, frozenset({"loading"}))
    sent = [case for case in cases if damage.prompt in case.prompts]
    failing = [case.name for case in sent if bench.run(case, prompts=prompts, model=StubModel()).state != "passed"]
    stale = any(
        bench.run(case, prompts=prompts, model=replaying(case, book=book, model="stub")[0]).state == "stale"
        for case in sent
    )
    nets: set[Net] = {"cases"} if failing else set()
    return Caught(damage, frozenset(nets | ({"recordings"} if stale else set())), tuple(failing))


def table(found: Sequence[Caught]) -> str:
    """Markdown: a row a damage; under "recordings", that they are stale."""
    rows = ["| damage | loading | cases with the stub | recordings |", "|---|---|---|---|"]
    for one in found:
        refused = "loading" in one.nets
        recordings = "—" if refused else "stale" if "recordings" in one.nets else "missed"
        cases = "—" if refused else "caught" if "cases" in one.nets else "missed"
        rows.append(f"| {one.damage.name} | {'refused' if refused else 'passes'} | {cases} | {recordings} |")
    offline = sum(bool(one.nets & {"loading", "cases"}) for one in found)
    whole = sum(bool(one.nets) for one in found)
    rows.append(
        f"\n{offline} of {len(found)} damages are caught without any recording, {whole} of {len(found)} with them."
    )
    return "\n".join(rows)


def defences_table(found: Sequence[Failing]) -> str:
    """Markdown: a row a defence in code, with how many cases fail without it."""
    rows = [f"| defence, switched off | {' | '.join(f'cases that fail with {name}' for name in ANSWERING)} |"]
    rows.append("|---" * (1 + len(ANSWERING)) + "|")
    for one in found:
        counts = [str(len(one.cases[name])) if one.cases[name] else "missed" for name in ANSWERING]
        rows.append(f"| {one.defence.name} | {' | '.join(counts)} |")
    return "\n".join(rows)


def main() -> None:
    with workbench() as bench:
        found, weak = score(bench, read_cases()), weakened(bench, read_cases())
    print(table(found), defences_table(weak), sep="\n\n")
    for one in found:
        if one.cases:
            print(f"{one.damage.name}: {len(one.cases)} cases, {', '.join(one.cases[:4])}")


if __name__ == "__main__":
    main()
