"""JSON Schemas of the files, so that editors complete and check them while somebody writes."""

import json
from typing import cast

from pydantic.json_schema import GenerateJsonSchema

from stretchguide.library.files import Kind
from stretchguide.library.kinds import model_of


def schema_text(kind: Kind) -> str:
    """The schema of a kind of file as JSON text."""
    schema = model_of(kind).model_json_schema(schema_generator=_Generator)
    schema["$schema"] = GenerateJsonSchema.schema_dialect
    if kind is Kind.ROUTINE:
        steps = cast(dict[str, dict[str, object]], schema["properties"])["steps"]
        by_name = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "description": "A stretch with its own dose."}
        steps["items"] = {"anyOf": [by_name, *({"$ref": f"#/$defs/{name}"} for name in ("StretchStep", "RestStep", "WaitStep"))]}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Leaves out the titles that only repeat the name of a field, and the nulls that a file has no use for."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """No titles."""
        return False
