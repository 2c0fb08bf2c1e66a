"""A folder with an ONNX sentence-embedding model, in the layout that sentence-transformers writes.

tokenizer.json                        needed
model.onnx or onnx/model.onnx         needed (with model.onnx_data beside it where there is one)
1_Pooling/config.json                 mean, cls, max or lasttoken; mean without it
sentence_bert_config.json, config.json, tokenizer_config.json
                                      the length limit in tokens; 512 without them
config_sentence_transformers.json     prompts: what goes ahead of questions and of passages
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from vectorstore.errors import EmbeddingError

Pooling = Literal["mean", "cls", "max", "lasttoken"]

DEFAULT_MAX_TOKENS = 512
_KNOWN_MODULES = ("Transformer", "Pooling", "Normalize")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """What an ONNX embedder needs to know of its folder."""

    model: Path
    tokenizer: Path
    max_tokens: int = DEFAULT_MAX_TOKENS
    pooling: Pooling = "mean"
    question_prefix: str = ""
    passage_prefix: str = ""

    @property
    def weights(self) -> tuple[Path, ...]:
        """Every file that the vectors depend on, weights kept outside of model.onnx included."""
        outside = sorted(self.model.parent.glob(f"{self.model.name}_data*"))
        outside += sorted(self.model.parent.glob(f"{self.model.name}.data*"))
        return (self.model, *outside, self.tokenizer)


def read_folder(folder: Path) -> ModelFolder:
    """Raises EmbeddingError that names the file which is missing or can't be used."""
    if not folder.is_dir():
        raise EmbeddingError(f"EMBEDDING names the folder {folder.name}, which does not exist; correct the path.")
    model = next((place for place in (folder / "model.onnx", folder / "onnx" / "model.onnx") if place.is_file()), None)
    if model is None:
        raise EmbeddingError(
            f"The folder {folder.name} has no model.onnx (nor onnx/model.onnx); put the ONNX model there."
        )
    if not (folder / "tokenizer.json").is_file():
        raise EmbeddingError(f"The folder {folder.name} has no tokenizer.json; put the model's fast tokenizer there.")
    for module in _read_list(folder / "modules.json"):
        kind = str(module.get("type", "")).rpartition(".")[2] if isinstance(module, dict) else ""
        if kind not in _KNOWN_MODULES:
            raise EmbeddingError(
                f"The model in {folder.name} has a layer {kind or '?'} after pooling, which is not supported; "
                "export the whole model to ONNX or choose another."
            )
    prompts = _read(folder / "config_sentence_transformers.json").get("prompts")
    prompts = prompts if isinstance(prompts, dict) else {}
    return ModelFolder(
        model=model,
        tokenizer=folder / "tokenizer.json",
        max_tokens=_max_tokens(folder),
        pooling=_pooling(folder),
        question_prefix=_first_text(prompts, "query", "question"),
        passage_prefix=_first_text(prompts, "passage", "document"),
    )


def _max_tokens(folder: Path) -> int:
    stated = [
        _read(folder / "sentence_bert_config.json").get("max_seq_length"),
        _read(folder / "tokenizer_config.json").get("model_max_length"),
        _read(folder / "config.json").get("max_position_embeddings"),
    ]
    # A tokenizer without a limit says 10^30, and RoBERTa's positions count two that no token gets: the
    # first two statements are the model's own, the third only bounds them.
    limits = [limit for limit in stated if isinstance(limit, int | float) and 8 <= limit <= 1_000_000]
    return int(min(limits)) if limits else DEFAULT_MAX_TOKENS


def _pooling(folder: Path) -> Pooling:
    config = _read(folder / "1_Pooling" / "config.json")
    if not config:
        return "mean"
    flags = {
        "mean": config.get("pooling_mode_mean_tokens"),
        "cls": config.get("pooling_mode_cls_token"),
        "max": config.get("pooling_mode_max_tokens"),
        "lasttoken": config.get("pooling_mode_lasttoken"),
    }
    chosen = {str(config["pooling_mode"])} if "pooling_mode" in config else {name for name, on in flags.items() if on}
    for name in get_args(Pooling):
        if chosen == {name}:
            pooling: Pooling = name
            return pooling
    raise EmbeddingError(
        f"The model in {folder.name} pools in a way that is not supported; use mean, cls, max or lasttoken."
    )


def _first_text(prompts: dict[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := prompts.get(name), str)), "")


def _read(file: Path) -> dict[str, Any]:
    content = _json(file)
    return content if isinstance(content, dict) else {}


def _read_list(file: Path) -> list[Any]:
    content = _json(file)
    return content if isinstance(content, list) else []


def _json(file: Path) -> Any:
    if not file.is_file():
        return None
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        raise EmbeddingError(f"{file.name} in the model's folder is not readable JSON; restore it.") from None
