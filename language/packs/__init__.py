"""One file a language: tables, no code. The format is `language.pack`."""
