"""A library as one file, and a library from such a file: `making.backup`, `restoring.restore`."""
