"""The library: a catalogue in SQLite that is the truth, and vectors in Chroma that follow from it."""
