"""Finding, reading and checking the YAML files."""
