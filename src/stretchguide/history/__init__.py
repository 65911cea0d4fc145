"""The history: what was practiced and measured, kept as lines that are only ever added."""
