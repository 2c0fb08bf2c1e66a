"""What can go wrong with a prompt file. The message names the file, the line and what to do."""

from __future__ import annotations


class PromptError(Exception):
    """A prompt file is missing, malformed or would ask a model for the wrong thing."""
