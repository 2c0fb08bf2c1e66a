"""Prompts as data: loading and checking the `.yaml` files of this folder.

A file has four keys: `name`, `purpose`, `variables` (a list of names) and `messages` (a list of `role`
and `content`). `{name}` in a content is replaced by a value, `{{` and `}}` stand for braces. Values go
in as they are, in one pass: a brace in an article changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import yaml

from prompts.errors import PromptError
from prompts.fences import REFUSAL, Source, fenced, fenced_question
from prompts.talk import ToCompare, Turn, fenced_claims, fenced_history, fenced_message, fenced_pairs

Role = Literal["system", "user", "assistant"]
ROLES = ("system", "user", "assistant")
KEYS = ("name", "purpose", "variables", "messages")

FOLDER = Path(__file__).parent

# What the code gives to a prompt, by the prompt's name: it may not do without any of them.
_GIVEN = {
    "answer": ("refusal", "today", "sources", "question"),
    "rewrite": ("history", "question"),
    "check": ("message",),
    "quote": ("refusal", "today", "sources", "question"),
    "quoted": ("refusal", "today", "sources", "question"),
    "judge": ("sources", "claims"),
    "relate": ("sources", "question", "pairs"),
    "suffice": ("sources", "question"),
}
NAMES = tuple(sorted(_GIVEN))
# Names that were given up, and what took their place: such a file in somebody's PROMPTS_DIR replaces nothing any more
# and stops nobody, and a case of the prompt is a case of the new one.
RETIRED = {"verify": "judge"}
# These hold text from others: only in a user message, each on a line of its own, where its fence holds. The system
# message must name the tags between which they stand.
_FENCED = {
    "sources": "source",
    "question": "question",
    "history": "history",
    "message": "message",
    "claims": "claims",
    "pairs": "pairs",
}
_MARK = "[1]"

_PLACE = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A checked prompt. `version` changes when what is sent changes, not with comments or `purpose`."""

    name: str
    purpose: str
    variables: tuple[str, ...]
    messages: tuple[Message, ...]

    @property
    def version(self) -> str:
        """Eight hex digits of BLAKE2b over the messages, the refusal and the format of the fences that it uses."""
        samples = {
            "sources": fenced([Source(n=1, title="t", outlet="o", date="d", text="[1] <")]),
            "question": fenced_question("q"),
            "history": fenced_history([Turn("member", "q"), Turn("answer", "a")]),
            "message": fenced_message("m"),
            "claims": fenced_claims([ToCompare("c", ((1,), (1, 2)))]),
            "pairs": fenced_pairs([(ToCompare("c", ((1,),)), ToCompare("d", ((2,),)))]),
        }
        sample = "".join(text for variable, text in samples.items() if variable in self.variables)
        meaning = [[(m.role, m.content) for m in self.messages], REFUSAL, sample]
        return hashlib.blake2b(json.dumps(meaning, ensure_ascii=False).encode(), digest_size=4).hexdigest()

    @property
    def label(self) -> str:
        """Name and version, as answers and logs show them: "answer@1f3a9c2e"."""
        return f"{self.name}@{self.version}"

    def filled(self, **values: str) -> list[tuple[Role, str]]:
        """The messages with their variables replaced. `refusal` is ours and need not be given.

        Raises PromptError when a value is missing or nobody asked for it.
        """
        given = {"refusal": REFUSAL, **values}
        if missing := [name for name in self.variables if name not in given]:
            raise PromptError(f"The prompt “{self.name}” was not given: {', '.join(missing)}.")
        if surplus := [name for name in values if name not in self.variables]:
            raise PromptError(f"The prompt “{self.name}” has no variable {', '.join(surplus)}.")
        return [(message.role, _filled(message.content, given)) for message in self.messages]


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]] if place[1] else place[0][0], template)


def load(name: str, *, folder: Path = FOLDER, overrides: Path | None = None) -> Prompt:
    """The prompt of that name, read from `folder/name.yaml`, or from `overrides` where that holds such a file.

    Raises PromptError.
    """
    if overrides is not None:
        _check_folder(overrides)
    path = folder / f"{name}.yaml"
    if overrides is not None and (overrides / path.name).is_file():
        path = overrides / path.name
    return parse(_text(path), file=path.name)


def _check_folder(overrides: Path) -> None:
    """A file that would replace nothing is a slip of the pen, and would be missed in silence."""
    if not overrides.is_dir():
        raise PromptError("PROMPTS_DIR is not a folder: name one that holds prompt files, or leave it empty.")
    for path in sorted(overrides.glob("*.yaml")):
        if path.stem not in (*NAMES, *RETIRED):
            raise PromptError(f"PROMPTS_DIR holds {path.name}, but no prompt is called so: there are {_listed()}.")


def _listed() -> str:
    return f"{', '.join(NAMES[:-1])} and {NAMES[-1]}"


def load_file(path: Path) -> Prompt:
    """A prompt from a file of any name: a draft that is to be compared, say. Raises PromptError."""
    return parse(_text(path), file=path.name, named=False)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"{path.name} is not a prompt file; the prompts are {_listed()}.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise PromptError(f"{path.name or path} can't be read: {reason}.") from None


def load_all(*, folder: Path = FOLDER, overrides: Path | None = None) -> dict[str, Prompt]:
    """Every prompt that the bot sends, by name. Raises PromptError at the first bad one."""
    return {name: load(name, folder=folder, overrides=overrides) for name in NAMES}


def parse(text: str, *, file: str, named: bool = True) -> Prompt:
    """A prompt from YAML text; `file` is the name that errors give. Raises PromptError.

    With `named` the file must be called as the prompt is.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PromptError(f"{file}, line {line}: this is not YAML: {error.problem}.") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise PromptError(f"{file}, line {line}: a character that YAML can't hold: U+{error.character:04X}.") from None
    except yaml.YAMLError:
        raise PromptError(f"{file}: this is not YAML.") from None
    return _Reader(file, named, tuple(text.split("\n"))).prompt(node)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walks the YAML nodes, which know their lines."""

    file: str
    named: bool
    source: tuple[str, ...]

    def fail(self, node: yaml.Node | None, problem: str, *, line: int | None = None) -> PromptError:
        at = line if line is not None else node.start_mark.line + 1 if node else 1
        return PromptError(f"{self.file}, line {at}: {problem}")

    def prompt(self, node: yaml.Node | None) -> Prompt:
        entries = self.mapping(node, keys=KEYS, what="a prompt")
        name = self.text(entries["name"], "name")
        if self.named and name != Path(self.file).stem:
            raise self.fail(entries["name"], f"the name is “{name}”, but the file is {self.file}: make them agree.")
        if name not in NAMES:
            raise self.fail(entries["name"], f"no prompt is called “{name}”: there are {_listed()}.")
        variables = [self.text(item, "a variable") for item in self.items(entries["variables"], "variables")]
        messages, used = self.messages(entries["messages"])
        self.check_variables(name, variables, used, entries)
        return Prompt(
            name=name,
            purpose=self.text(entries["purpose"], "purpose"),
            variables=tuple(variables),
            messages=tuple(messages),
        )

    def messages(self, node: yaml.Node) -> tuple[list[Message], dict[str, tuple[int, Message, str]]]:
        """The messages, and for each variable used the line, the message and the text of its line."""
        messages: list[Message] = []
        used: dict[str, tuple[int, Message, str]] = {}
        for item in self.items(node, "messages"):
            entries = self.mapping(item, keys=("role", "content"), what="a message")
            role = self.text(entries["role"], "role")
            if role not in ROLES:
                raise self.fail(entries["role"], f"the role “{role}” is not one of {', '.join(ROLES)}.")
            message = Message(cast(Role, role), self.text(entries["content"], "content"))
            messages.append(message)
            for offset, line in enumerate(message.content.split("\n")):
                for place in _PLACE.finditer(line):
                    at = self.line_of(cast(yaml.ScalarNode, entries["content"]), offset, place[0])
                    if place[1]:
                        used.setdefault(place[1], (at, message, line))
                    elif place[0] in ("{", "}"):
                        raise self.fail(None, "a single brace: write {{ or }} for a brace.", line=at)
        return messages, used

    def line_of(self, content: yaml.ScalarNode, offset: int, found: str) -> int:
        """Where in the file the line `offset` of a content stands, or, where YAML folds lines, what was found in it."""
        first, last = content.start_mark.line, content.end_mark.line
        if content.style == "|":
            return first + 2 + offset
        return next((at + 1 for at in range(first, last + 1) if found in self.source[at]), first + 1)

    def check_variables(
        self,
        name: str,
        variables: list[str],
        used: dict[str, tuple[int, Message, str]],
        entries: Mapping[str, yaml.Node],
    ) -> None:
        given = _GIVEN[name]
        for variable, (line, message, whole) in used.items():
            if variable not in variables:
                raise self.fail(None, f"{{{variable}}} is used but not listed in “variables”.", line=line)
            if variable in _FENCED and (message.role != "user" or whole.strip() != f"{{{variable}}}"):
                where = f"{{{variable}}} must stand in a user message, on a line of its own, so that its fence holds."
                raise self.fail(None, where, line=line)
        for variable in variables:
            if variable not in used:
                raise self.fail(entries["variables"], f"“{variable}” is listed in “variables” but never used.")
            if variable not in given:
                raise self.fail(entries["variables"], f"nothing gives “{variable}”: there are {', '.join(given)}.")
        for variable in given:
            if variable not in used:
                raise self.fail(entries["messages"], f"{{{variable}}} is missing: {_WHY[variable]}.")
        system = "\n".join(m.content for m in self.messages(entries["messages"])[0] if m.role == "system")
        for variable, tag in _FENCED.items():
            if variable in used and not (f"<{tag}" in system and f"</{tag}>" in system):
                told = f"the system message must name <{tag}> and </{tag}>, between which {{{variable}}} is put."
                raise self.fail(entries["messages"], told)
        if "sources" in used and _MARK not in system:
            told = f"the system message must show how a source is cited: {_MARK}. What is not cited is never shown."
            raise self.fail(entries["messages"], told)

    def mapping(self, node: yaml.Node | None, *, keys: tuple[str, ...], what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"{what} is a mapping with the keys {', '.join(keys)}.")
        entries: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in keys:
                raise self.fail(key, f"the key “{key.value}” is unknown: {what} has {', '.join(keys)}.")
            if key.value in entries:
                raise self.fail(key, f"the key “{key.value}” stands twice.")
            entries[key.value] = value
        if missing := [key for key in keys if key not in entries]:
            raise self.fail(node, f"{what} lacks {', '.join(missing)}.")
        return entries

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.fail(node, f"“{what}” is a list with at least one entry.")
        return cast("list[yaml.Node]", node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self.fail(node, f"“{what}” is a text that is not empty.")
        return str(node.value)


_WHY = {
    "refusal": "without it the model has no way to say that the sources don't answer",
    "sources": "without it the model answers from memory",
    "question": "without it the model is asked nothing",
    "history": "without it the model can't know what the question points at",
    "message": "without it there is nothing to check",
    "claims": "without it there is nothing to check",
    "pairs": "without it there is nothing to compare",
    "today": "without it the model takes its training for the present",
}
