"""Embedders: texts to unit vectors, on this machine or by a provider."""
