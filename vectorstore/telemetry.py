"""Switches that keep the libraries below us from reporting to their makers."""

from __future__ import annotations

import os


def switch_off() -> None:
    """Overrule ONNX Runtime's switch in the environment, for this process and those that it starts.

    It is read once, while `onnxruntime` is imported: otherwise that writes a device id below the home folder and
    sends events to Microsoft from native code, which no setting of ours and no hook of Python's would see.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
