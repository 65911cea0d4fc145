"""Safety that the program acts on: rules for files, what suits a person, and what takes its place."""
