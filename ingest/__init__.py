"""Articles from files into the library: read, clean, split, and keep in step with their sources."""
