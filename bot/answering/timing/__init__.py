"""When a question means: the time it names, what that narrows or orders, and what must be said about it."""
