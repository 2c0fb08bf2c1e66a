"""The library: a catalogue in SQLite that is the truth, and vectors in Chroma that follow from it."""

from vectorstore import telemetry

# Here and not in main(): whatever imports a module of this package, in whatever process, comes by first.
telemetry.switch_off()
