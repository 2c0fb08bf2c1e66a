"""Pages of HTML that load nothing, out of templates; whatever is put into them is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def page(template: Path, *, filters: Mapping[str, Callable[..., Any]] | None = None, **values: Any) -> str:
    """The template with these values. They hold articles' words: none of them may become markup."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(template.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters or {})
    return environment.get_template(template.name).render(**values)
