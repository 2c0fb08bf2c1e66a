"""Cases: questions with their sources, and what must hold of the answers. Read from `cases/*.yaml`.

    about: Plain facts, told in one place.
    now: 2024-03-01                # the questions' own date, unless a case has another
    always:                        # holds for every case of the file
      - {quotes_verbatim: true, why: A citation is a promise.}
    cases:
      - name: who-opened-the-bridge
        question: Who opened the bridge?
        sources:                   # given as they are; or `sources: sample`, retrieved from the sample library
          - {id: bridge, title: Bridge opened, outlet: Gazette, date: 2024-02-20, text: Mayor Brandt opened it.}
        must:
          - {says: Brandt, why: The source names her.}
          - {cites: bridge, why: It is the only source.}

`prompt: rewrite` is a case of the follow-up's rewriting (what must hold, holds of the question that comes out, and no
sources are searched), `prompt: check` one of a message's claims (`question` is the message; its answer is a line
for each claim, “reported: …”, “contradicted: …” or “not found: …”); `prompt: judge`
is a question whose answer a model judges too (JUDGE=model), `prompt: quote` one that is answered by quoting sources in
another language. `prompt: relate` puts the first sentences of the sources to a judge, each pair of them (its answer is
a line for each, “first/second: differs”, by the sources' ids), `prompt: suffice` asks it whether they answer the
question (“yes”, “part” or “no”); where its reply can't be used, “no usable verdict”. Each may stand at the head of a
file.

A text between slashes (`says: /\\b16\\b/`) is a regular expression; other texts are looked for as they are, capital
letters aside. `waits_for` says what has to be built before the case can hold: until then it must fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    model_validator,
)

from prompts.errors import PromptError
from prompts.files import NAMES, RETIRED

FOLDER = Path(__file__).parent / "cases"
SAMPLE = "sample"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MIDDAY = time(12, tzinfo=UTC)  # a day without a time is its noon: the same day almost everywhere


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, _MIDDAY) if isinstance(value, date) else value


def _a_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a name is small letters, figures and single hyphens")
    return name


def _a_prompt(name: str) -> str:
    name = RETIRED.get(name, name)
    if name not in NAMES:
        raise ValueError(f"unknown prompt {name}; choose one of {', '.join(NAMES)}")
    return name


def _readable(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        try:
            re.compile(pattern_of(text))
        except re.error as error:
            raise ValueError(f"{text} is not a regular expression: {error}") from None
    return texts


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_readable)]
Name = Annotated[str, AfterValidator(_a_name)]
Day = Annotated[date, Strict()]  # else pydantic makes a midnight of it


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class CaseSource(_Strict):
    """An article that is given to the model; `id` is what `cites` names. Without `date` it is undated."""

    id: Name
    text: str = Field(min_length=1)
    title: str = "Untitled"
    outlet: str | None = None
    date: Day | datetime | None = None
    url: str | None = None
    language: str | None = None

    @property
    def address(self) -> str:
        return self.url or f"https://example.com/{self.id}"


class Turn(_Strict):
    """One message of the talk before the question."""

    role: Literal["user", "assistant"]
    content: str


CLAIMS = (
    "cites", "cites_only", "says", "never_says", "refuses", "language", "max_words", "quotes_verbatim",
    "links_only_to_sources", "sends",
)  # fmt: skip


OF_A_QUESTION = ("says", "never_says", "language", "max_words", "sends")
OF_A_VERDICT = ("says", "never_says", "sends")


class Claim(_Strict):
    """One thing that must hold, and why; exactly one of CLAIMS is set.

    `cites`: all of these sources; `cites_only`: no others. `says`: all of these; `never_says`: none of them.
    `refuses`: that the question is refused, or (false) answered. `language`: ISO 639-1 of the answer.
    `max_words`: at most. `quotes_verbatim`: each citation's quote is the article's own words.
    `links_only_to_sources`: no address stands in the answer but the sources' own. `sends`: all of these stand in the
    messages that the model is sent.
    """

    why: str = Field(min_length=1)
    cites: Names | None = None
    cites_only: Names | None = None
    says: Texts | None = None
    never_says: Texts | None = None
    refuses: bool | None = None
    language: str | None = None
    max_words: int | None = Field(None, ge=1)
    quotes_verbatim: Literal[True] | None = None
    links_only_to_sources: Literal[True] | None = None
    sends: Texts | None = None

    @model_validator(mode="after")
    def _claims_one_thing(self) -> Self:
        if len([kind for kind in CLAIMS if getattr(self, kind) is not None]) != 1:
            raise ValueError(f"a claim is one of {', '.join(CLAIMS)}, with its why")
        return self

    @property
    def kind(self) -> str:
        return next(kind for kind in CLAIMS if getattr(self, kind) is not None)

    def __str__(self) -> str:
        value = getattr(self, self.kind)
        return f"{self.kind}: {', '.join(value) if isinstance(value, tuple) else str(value).lower()}"


class Case(_Strict):
    """A question and what must hold of its answer. `group` is the file that it stands in."""

    name: Name
    prompt: Annotated[str, AfterValidator(_a_prompt)] = "answer"
    question: str = Field(min_length=1)
    now: Annotated[datetime, BeforeValidator(_moment)]
    time_zone: str = "UTC"
    history: tuple[Turn, ...] = ()
    sources: Literal["sample"] | Annotated[tuple[CaseSource, ...], Field(min_length=1)] | None = None
    must: Annotated[tuple[Claim, ...], Field(min_length=1)]
    waits_for: str | None = None
    group: str = ""

    @property
    def prompts(self) -> tuple[str, ...]:
        """The prompts that it takes: a question with a history is rewritten before it is answered."""
        if self.prompt not in ("answer", "judge", "quote"):
            return (self.prompt,)
        answering = "quote" if self.prompt == "quote" else "answer"
        return (*(["rewrite"] if self.history else ()), answering, *(["judge"] if self.prompt == "judge" else ()))

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.prompt == "rewrite":
            if not self.history or self.sources:
                raise ValueError("a rewriting has a history and no sources")
            if wrong := [claim.kind for claim in self.must if claim.kind not in OF_A_QUESTION]:
                raise ValueError(f"{wrong[0]} can't be said of a question: a rewriting is {', '.join(OF_A_QUESTION)}")
        elif not self.sources:
            raise ValueError("sources are missing: name some, or write “sources: sample”")
        elif self.prompt in ("relate", "suffice"):
            if self.history or isinstance(self.sources, str):
                raise ValueError(f"a case of {self.prompt} has sources of its own and no history")
            if wrong := [claim.kind for claim in self.must if claim.kind not in OF_A_VERDICT]:
                raise ValueError(f"{wrong[0]} can't be said of a verdict: that is {', '.join(OF_A_VERDICT)}")
        return self


class _File(_Strict):
    about: str = Field(min_length=1)
    now: Any = None
    prompt: str = "answer"
    always: tuple[Claim, ...] = ()
    cases: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]


def pattern_of(text: str) -> str:
    """The regular expression that a `says` means."""
    is_pattern = len(text) > 2 and text.startswith("/") and text.endswith("/")
    return text[1:-1] if is_pattern else re.escape(text)


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """All cases, in the order of the files' names. Raises PromptError, naming file and line."""
    cases = [case for path in sorted(folder.glob("*.yaml")) for case in read_file(path)]
    if not cases:
        raise PromptError(f"There are no cases in {folder.name}.")
    seen: dict[str, Case] = {}
    for case in cases:
        if case.name in seen:
            raise PromptError(f"The name {case.name} stands twice: in {seen[case.name].group} and {case.group}.yaml.")
        seen[case.name] = case
    return cases


def read_file(path: Path) -> list[Case]:
    """The cases of one file. Raises PromptError, naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PromptError(f"{path.name}, line {line}: this is not YAML: {error.problem}.") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise PromptError(f"{path.name} can't be read as YAML in UTF-8.") from None
    try:
        whole = _File.model_validate(data)
    except ValidationError as error:
        raise _told(error, path, node, ()) from None
    return list(_cases(whole, path, node))


def _cases(whole: _File, path: Path, node: yaml.Node | None) -> Iterator[Case]:
    for number, given in enumerate(whole.cases):
        try:
            case = Case.model_validate({"now": whole.now, "prompt": whole.prompt, **given, "group": path.stem})
            yield case.model_copy(update={"must": (*case.must, *whole.always)})
        except ValidationError as error:
            raise _told(error, path, node, ("cases", number)) from None


def _told(error: ValidationError, path: Path, node: yaml.Node | None, above: Sequence[str | int]) -> PromptError:
    # Of a union's alternatives the one that was got furthest in is the one that was meant.
    first = max(error.errors(include_url=False), key=lambda one: len(one["loc"]))
    # Of the alternatives of a union pydantic names the branch too; it is in no file.
    place = [part for part in (*above, *first["loc"]) if not (isinstance(part, str) and ("[" in part or "-" in part))]
    keys = ".".join(str(part) for part in place if isinstance(part, str))
    said = first["msg"].removeprefix("Value error, ")
    return PromptError(f"{path.name}, line {_line(node, place)}: {keys or 'the file'}: {said}.")


def _line(node: yaml.Node | None, place: Sequence[str | int]) -> int:
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == part), None)
            if entry is None:
                return line
            line, node = entry[0].start_mark.line + 1, entry[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
