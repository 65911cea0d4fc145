"""What a YAML file may say: stretches, routines, poses, safety texts, sources. Frozen pydantic models, no reading of files."""
