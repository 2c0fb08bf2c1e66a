"""What the fork server of the tests imports once, so that its children need not: all that commands import late."""

# ruff: noqa: F401
from __future__ import annotations

import chromadb
import dateparser
import jinja2
import langchain_core.language_models
import langchain_openai
import matplotlib.figure
import onnxruntime
import openai
import sqlalchemy
import tokenizers
import trafilatura

import bot.answering.pipeline
import bot.answering.rendering
import bot.answering.wiring
import bot.cli
import bot.doctor
import bot.startup
import evals.cli
import evals.running
import ingest.cli
import ingest.syncing
import prompts.stub
import vectorstore.check
import vectorstore.library
