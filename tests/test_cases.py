"""The cases of prompts/cases, one test each, with the stub; and what the cast makes of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.answering.errors import ModelError
from evals.workshop.holding import broken
from evals.workshop.running import Outcome, Workbench
from evals.workshop.selecting import chosen
from prompts.casefiles import CLAIMS, Case, Claim, read_cases, read_file
from prompts.errors import PromptError
from prompts.files import NAMES, load, load_all
from prompts.misbehaving import CAST, Slow
from prompts.stub import StubModel
from vectorstore.library import Library

CASES = read_cases()


@pytest.fixture
def bench(sample: Library) -> Workbench:
    return Workbench(sample=lambda: sample)


def named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}/{case.name}")
def test_case(bench: Workbench, case: Case) -> None:
    outcome = bench.run(case, prompts=load_all(), model=StubModel())
    told = "\n".join(f"{one.claim} — {one.problem} ({one.claim.why})" for one in outcome.broken)
    assert outcome.state in ("passed", "waiting"), f"{outcome.error or told}\nraw: {outcome.raw}"


def test_there_are_cases_enough_of_every_kind_and_of_every_prompt() -> None:
    assert len(CASES) >= 60
    # Answers as JSON are in tests/test_quoted.py: the stub writes none.
    assert {case.prompt for case in CASES} == set(NAMES) - {"quoted"}
    kinds = Counter(claim.kind for case in CASES for claim in case.must)
    assert not [kind for kind in CLAIMS if kinds[kind] < 2]
    groups = {case.group for case in CASES}
    assert groups >= {"facts", "numbers", "dates", "names-alike", "two-sources", "disagreement", "nothing-relevant",
                      "injected", "follow-ups", "languages", "shapes", "rewriting", "checking"}  # fmt: skip
    assert len([case for case in CASES if case.waits_for]) <= 5, "cases that wait are no cases"


def claim(**given: object) -> Claim:
    return Claim.model_validate({"why": "because", **given})


FACT = "who-opened-the-bridge"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        (FACT, {"cites": "harbour"}, "harbour is not cited; cited: bridge"),
        (FACT, {"cites_only": "harbour"}, "cited besides: Bridge open again"),
        (FACT, {"says": ["Brandt", "/Ols[eo]n/"]}, "lacks “/Ols[eo]n/”"),
        (FACT, {"never_says": "brandt"}, "has “brandt”"),
        (FACT, {"refuses": True}, "it was answered"),
        ("chess-olympiad", {"refuses": False}, "it was refused (by evidence)"),
        (FACT, {"language": "de"}, "the answer is in “en”"),
        (FACT, {"max_words": 3}, "words"),
        (FACT, {"sends": ["Brandt", "Ogre"]}, "the messages lack “Ogre”"),
    ],
)
def test_each_kind_of_claim_can_fail_and_says_what_is_wrong(
    bench: Workbench, name: str, given: dict[str, object], problem: str
) -> None:
    answer = bench.run(named(name), prompts=load_all(), model=StubModel()).answer
    assert answer is not None
    assert problem in str(broken(claim(**given), answer, sent="Mayor Brandt"))


def test_a_quote_or_an_address_that_no_source_has_is_noticed(bench: Workbench) -> None:
    from dataclasses import replace

    answer = bench.run(named(FACT), prompts=load_all(), model=StubModel()).answer
    assert answer is not None
    forged = replace(answer, citations=(replace(answer.citations[0], quote="Mayor Brandt shut the bridge."),))
    assert "not in its passage" in str(broken(claim(quotes_verbatim=True), forged))
    assert broken(claim(links_only_to_sources=True), answer) is None
    for wrong in (
        replace(answer, text=f"{answer.text} See https://invented.example.net/story."),
        replace(answer, citations=(replace(answer.citations[0], url="https://invented.example.net/story"),)),
    ):
        assert "https://invented.example.net/story" in str(broken(claim(links_only_to_sources=True), wrong))


HEAD = "about: x\nnow: 2024-03-01\n"
CASE = "cases:\n  - name: a-b\n    question: Who?\n    sources: sample\n    must: [{says: x, why: y}]\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + CASE + "surplus: 1\n", 8, "surplus"),
        (HEAD + CASE.replace("    question: Who?\n", ""), 4, "question: Field required"),
        (HEAD + CASE.replace("sample", "simple"), 6, "sources"),
        (HEAD + CASE.replace("a-b", "A b"), 4, "small letters"),
        (HEAD + CASE.replace(", why: y", ""), 7, "why"),
        (HEAD + CASE.replace("says: x", "saiys: x"), 7, "saiys"),
        (HEAD + CASE.replace("says: x", "says: x, refuses: true"), 7, "a claim is one of"),
        (HEAD + CASE.replace("says: x", "says: /(/"), 7, "not a regular expression"),
        (HEAD + CASE.replace("sample", "[{id: a, text: b, size: 3}]"), 6, "size"),
        ("about: x\n" + CASE, 3, "now"),
        (HEAD + CASE.replace("    sources: sample\n", ""), 4, "sources are missing"),
        (HEAD + "prompt: anwser\n" + CASE, 5, "unknown prompt anwser"),
        (HEAD + "prompt: rewrite\n" + CASE, 5, "a rewriting has a history and no sources"),
        (
            HEAD
            + CASE.replace("sources: sample", "prompt: rewrite\n    history: [{role: user, content: x}]").replace(
                "says: x", "cites: x"
            ),
            4,
            "cites can't be said of a question",
        ),
        (HEAD + "cases: [", 3, "not YAML"),
    ],
)
def test_a_broken_case_is_named_by_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PromptError) as caught:
        read_file(path)
    assert f"some.yaml, line {line}: " in str(caught.value)
    assert said in str(caught.value)


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(HEAD + CASE, encoding="utf-8")
    with pytest.raises(PromptError, match=r"a-b stands twice: in one and two\.yaml"):
        read_cases(tmp_path)


@pytest.mark.parametrize(
    ("expression", "some", "none"),
    [
        ("korean", "korean-delegation", "german-theatre"),
        ("languages and not korean", "german-theatre", "korean-delegation"),
        ("korean or german", "german-theatre", "chinese-bridge"),
        ("korean and (number or name)", "korean-number", "korean-delegation"),
        ("not (korean or facts)", "german-theatre", "korean-number"),
        ("not not Korean", "korean-number", "german-theatre"),
        ("languages (korean or german) not number", "german-theatre", "korean-number"),
        ("rewrite", "she-is-named", "korean-number"),
    ],
)
def test_an_expression_chooses_cases(expression: str, some: str, none: str) -> None:
    names = [case.name for case in chosen(CASES, expression=expression)]
    assert some in names
    assert none not in names


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "a word is missing at the end"),
        ("korean and", "a word is missing at the end"),
        ("or korean", "a word is missing before “or”"),
        ("(korean", "a bracket is not closed"),
        ("korean )", "“)” is one too many"),
    ],
)
def test_an_expression_that_cannot_be_read_is_told(expression: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        chosen(CASES, expression=expression)


def test_a_case_that_waits_and_holds_is_a_failure_so_that_nobody_forgets_it(bench: Workbench) -> None:
    case = named(FACT).model_copy(update={"waits_for": "bridges"})
    outcome = bench.run(case, prompts=load_all(), model=StubModel())
    assert outcome.state == "failed"
    assert "waits_for: bridges" in str(outcome.error)


def run(bench: Workbench, model: str, case: Case) -> Outcome:
    chosen_model = Slow(seconds=0.0) if model == "slow" else CAST[model]()
    return bench.run(case, prompts=load_all(), model=chosen_model)


def problems(outcome: Outcome) -> list[str]:
    return [one.claim.kind for one in outcome.broken]


@pytest.mark.parametrize("model", ["cites-unknown", "cites-wrong", "cites-nothing", "endless", "slow"])
def test_the_pipeline_makes_good_what_these_models_do_wrong(bench: Workbench, model: str) -> None:
    for name in (FACT, "length-of-the-tunnel"):
        outcome = run(bench, model, named(name))
        assert outcome.state == "passed", (name, outcome.broken, outcome.error)


@pytest.mark.parametrize(
    ("model", "never"), [("changes-number", "63"), ("answers-outside", "Eiffel"), ("echo", "Rules:")]
)
def test_what_these_models_make_up_is_never_shown(bench: Workbench, model: str, never: str) -> None:
    outcome = run(bench, model, named("length-of-the-tunnel"))
    assert outcome.answer is not None
    assert never in outcome.raw, "it was said"
    assert broken(claim(never_says=never), outcome.answer) is None, outcome.answer.shown
    if model != "echo":
        assert outcome.answer.refused_by == "check" or "says" not in problems(outcome)


def test_no_number_is_shown_that_no_source_has_whatever_the_model_makes_of_it(bench: Workbench) -> None:
    changed = 0
    for case in (case for case in CASES if case.group == "numbers"):
        outcome = run(bench, "changes-number", case)
        assert outcome.answer is not None
        held = set(NUMBER.findall(" ".join(f"{h.passage.header} {h.passage.text}" for h in outcome.answer.hits)))
        changed += bool(set(NUMBER.findall(outcome.raw)) - held)
        shown = re.sub(r"\[\d+\]", "", outcome.answer.text)
        assert set(NUMBER.findall(shown)) <= held, (case.name, shown)
    assert changed >= 4


def test_claims_are_checked_as_they_were_written_whichever_model_lists_them(bench: Workbench) -> None:
    for model in CAST:
        outcome = run(bench, model, named("claim-with-another-number"))
        assert outcome.state == "passed", (model, outcome.broken, outcome.error)


@pytest.mark.parametrize("model", ["empty", "raising", "echo", "endless", "cut-off"])
def test_a_follow_up_that_no_model_could_rewrite_is_asked_as_it_was_written(bench: Workbench, model: str) -> None:
    answer = run(bench, model, named("she-is-named")).answer
    assert answer is not None
    assert answer.text == "And which post does she hold?"


def test_what_a_model_answers_in_the_place_of_a_rewriting_is_never_shown(bench: Workbench) -> None:
    answer = run(bench, "answers-outside", named("and-in-the-other-town")).answer
    assert answer is not None
    assert "Eiffel" not in answer.shown


@pytest.mark.parametrize("model", ["empty", "raising"])
def test_a_model_that_gives_nothing_is_one_sentence(bench: Workbench, model: str) -> None:
    outcome = run(bench, model, named(FACT))
    assert outcome.state == "failed"
    assert model in str(outcome.error)


def test_a_slow_model_meets_the_deadline(bench: Workbench) -> None:
    from dataclasses import replace

    answerer = bench.answerer(named(FACT), prompt=load("answer"), model=Slow(seconds=0.05))
    with pytest.raises(ModelError, match="too long"):
        replace(answerer, deadline=0.2).answer(named(FACT).question, now=named(FACT).now)


def test_an_answer_cut_off_is_told_or_refused(bench: Workbench) -> None:
    outcome = run(bench, "cut-off", named("who-opened-the-bridge"))
    assert outcome.error or (outcome.answer and outcome.answer.cut_off)


def test_no_order_in_an_article_reaches_a_model_that_obeys_what_stands_outside_the_fences(bench: Workbench) -> None:
    for case in CASES:
        if case.group == "injected":
            outcome = run(bench, "obedient", case)
            assert outcome.state == "passed", (case.name, outcome.broken, outcome.error)
            assert "BANANA" not in outcome.raw.replace("ANANAB", "") or case.name == "question-that-orders"
