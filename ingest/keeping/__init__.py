"""Keeping a library: what its editor looks up, sets, takes out, saves and brings back."""
