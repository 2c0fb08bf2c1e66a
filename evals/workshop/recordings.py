"""Exchanges with a real model, kept as files that can be read and reviewed, and answered from again offline.

One file a case, under folders of the model and of the prompts' versions. It holds the parameters, and for each run each
call: the messages that were sent and what came back, the pieces of the stream, why it ended, the tokens. No key and no
header is in it. Where other messages are sent than were recorded, the recording is stale; it is never used for them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from evals.workshop.errors import RecordingError, Stale
from evals.workshop.watching import ROLES, Exchange
from prompts.casefiles import Case
from prompts.files import Prompt
from prompts.stub import ScriptedModel

FOLDER = Path(__file__).parents[2] / "prompts" / "recordings"
LOOPBACK = "a server on loopback"
SERVICE = "the provider's service"
OURS = "a model of Dateline's own; no real model answered"
# What decides an answer beside the messages, where a model has it.
_PARAMETERS = ("temperature", "top_p", "max_tokens", "seed", "reasoning_effort", "n", "presence_penalty")
_UNSAFE = re.compile(r"[^\w.-]+")
_LABEL_UNSAFE = re.compile(r"[^\w.@-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What a model said in one case, once for each of `runs`; a run has as many exchanges as there were calls.

    `recorded` is the day, `served_by` says whether a real model answered, `prompt` gives name and version
    of the prompts that were sent.
    """

    case: str
    model: str
    served_by: str
    recorded: str
    prompt: str
    parameters: dict[str, Any]
    runs: tuple[tuple[Exchange, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The recordings of one folder, `folder/model/prompt@version/case.json`; those of before, without the prompt in
    their path, are read too."""

    folder: Path = FOLDER

    def models(self) -> list[str]:
        """The names of the recorded models."""
        found = {self._read(path).model for path in self._paths()}
        return sorted(found)

    def origin(self) -> str:
        """Who answered when these were recorded: nobody may take a loopback server for a real model."""
        found = Counter((one.model, one.served_by) for one in map(self._read, self._paths()))
        told = [f"{count} of {model}, answered by {who}" for (model, who), count in sorted(found.items())]
        return f"recordings, {'; '.join(told)}." if told else "no recordings."

    def notices(self, cases: Collection[str]) -> list[str]:
        """Who answered, and which recordings belong to none of the cases any more."""
        orphans = sorted({one.case for one in map(self._read, self._paths())} - set(cases))
        gone = [f"Recorded, but no case any more: {', '.join(orphans)}."] if orphans else []
        return [f"In {self.folder.name}: {self.origin()}", *gone]

    def find(self, case: str, *, model: str | None = None, prompt: str | None = None) -> Recording | None:
        """The recording of a case; of the only recorded model where none is named. `prompt` is the label of the prompts
        that it is wanted for; where nothing was recorded with them, the newest of others. Raises RecordingError."""
        wanted = model or self._only_model()
        if prompt and (path := self._path(wanted, case, prompt)).is_file():
            return self._read(path)
        others = [self._read(path) for path in self._of(wanted).glob(f"**/{case}.json")]
        return max(others, key=lambda one: (one.prompt == prompt, one.recorded), default=None)

    def save(self, recording: Recording) -> Path:
        """Write one recording in the place of what was there. Raises RecordingError."""
        path = self._path(recording.model, recording.case, recording.prompt)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_written(recording), encoding="utf-8")
        except OSError as error:
            raise RecordingError(f"{self.folder.name} can't be written: {error.strerror}.") from error
        return path

    def _only_model(self) -> str:
        models = self.models()
        if not models:
            raise RecordingError(
                f"Nothing is recorded in {self.folder.name}: record a model first (dateline prompts record --model …)."
            )
        if len(models) > 1:
            raise RecordingError(f"Several models are recorded: say which one, as --model replay:{models[0]}.")
        return models[0]

    def _paths(self) -> Iterator[Path]:
        yield from sorted([*self.folder.glob("*/*.json"), *self.folder.glob("*/*/*.json")])

    def _of(self, model: str) -> Path:
        return self.folder / _UNSAFE.sub("-", model)

    def _path(self, model: str, case: str, prompt: str) -> Path:
        return self._of(model) / _LABEL_UNSAFE.sub("-", prompt) / f"{case}.json"

    def _read(self, path: Path) -> Recording:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return Recording(
                case=data["case"],
                model=data["model"],
                served_by=data["served_by"],
                recorded=data["recorded"],
                prompt=data["prompt"],
                parameters=data["parameters"],
                runs=tuple(tuple(_exchange(call) for call in run) for run in data["runs"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RecordingError(
                f"The recording {path.relative_to(self.folder)} can't be read: record it again."
            ) from error


class ReplayModel(ScriptedModel):
    """Answers from one run of a recording, in the pieces in which the answer came; Stale to any other messages."""

    recording: Recording | None = None
    run: int = 0
    case: str = ""

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return "".join(self._said(messages).pieces)

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        said = self._said([(message.type, message.text) for message in messages])
        for piece in said.pieces:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        asked, answered = said.input_tokens or 0, said.output_tokens or 0
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                response_metadata={"finish_reason": said.finish_reason} if said.finish_reason else {},
                usage_metadata={"input_tokens": asked, "output_tokens": answered, "total_tokens": asked + answered},
                chunk_position="last",
            )
        )

    def _said(self, messages: list[tuple[str, str]]) -> Exchange:
        """The recorded call with these very messages. Raises Stale."""
        if self.recording is None:
            raise Stale(f"The case {self.case} is not recorded.")
        sent = tuple((ROLES.get(kind, kind), text) for kind, text in messages)
        said = next((call for call in self.recording.runs[self.run] if call.messages == sent), None)
        if said is None:
            raise Stale(f"The recording of {self.case} was made with other messages ({self.recording.prompt}).")
        return said


def label_of(case: Case, prompts: Mapping[str, Prompt]) -> str:
    """The names and versions of the prompts that a case sends."""
    return ", ".join(prompts[name].label for name in case.prompts)


def replaying(
    case: Case, *, book: Book, model: str | None, prompts: Mapping[str, Prompt] | None = None
) -> Sequence[BaseChatModel]:
    """One model for each recorded run of a case; of the runs with these prompts where there are such."""
    recording = book.find(case.name, model=model, prompt=label_of(case, prompts) if prompts else None)
    runs = len(recording.runs) if recording else 1
    name = f"replay of {recording.model}" if recording else "replay"
    return [ReplayModel(name_of_model=name, recording=recording, run=run, case=case.name) for run in range(runs)]


def parameters_of(model: BaseChatModel) -> dict[str, Any]:
    """What decides the model's answers beside the messages; never a key, an address or a header."""
    found = {name: getattr(model, name, None) for name in _PARAMETERS}
    return {name: value for name, value in found.items() if value is not None}


def _written(recording: Recording) -> str:
    data = {
        "case": recording.case,
        "model": recording.model,
        "served_by": recording.served_by,
        "recorded": recording.recorded,
        "prompt": recording.prompt,
        "parameters": recording.parameters,
        "runs": [[_call(call) for call in run] for run in recording.runs],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _call(call: Exchange) -> dict[str, Any]:
    return {
        # A line of the prompt is a line of the file, so that a review shows what changed.
        "messages": [{"role": role, "content": content.split("\n")} for role, content in call.messages],
        "stream": list(call.pieces),
        "finish_reason": call.finish_reason,
        "usage": {"input": call.input_tokens, "output": call.output_tokens},
    }


def _exchange(call: dict[str, Any]) -> Exchange:
    usage = cast("dict[str, int | None]", call["usage"])
    return Exchange(
        messages=tuple((one["role"], "\n".join(one["content"])) for one in call["messages"]),
        pieces=tuple(str(piece) for piece in call["stream"]),
        finish_reason=call["finish_reason"],
        input_tokens=usage["input"],
        output_tokens=usage["output"],
    )
