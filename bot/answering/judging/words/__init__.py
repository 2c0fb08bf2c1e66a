"""The judge `words`: what can be said of a sentence and a passage without reading them."""
