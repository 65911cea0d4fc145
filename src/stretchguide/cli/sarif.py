"""Check results as SARIF 2.1.0, the form in which code hosts take them (OASIS, Static Analysis Results Interchange Format)."""

import json
from collections.abc import Mapping, Sequence

from stretchguide import __version__
from stretchguide.cli.knowledge import Located
from stretchguide.library.problem import Problem
from stretchguide.safety.finding import Severity
from stretchguide.safety.rules import RULES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

INVALID = "invalid-file"
"""The rule that files with problems break."""

_LEVELS: Mapping[Severity, str] = {Severity.BLOCK: "error", Severity.WARN: "warning", Severity.NOTE: "note"}


def sarif(problems: Sequence[Problem], found: Sequence[Located]) -> str:
    """A SARIF log of one run. Paths are written as they were given; columns count characters from 1."""
    rules: list[dict[str, object]] = [
        {
            "id": INVALID,
            "shortDescription": {"text": "A file says something that it cannot say."},
            "defaultConfiguration": {"level": "error"},
        }
    ]
    rules += [
        {
            "id": rule.name.value,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.why},
            "defaultConfiguration": {"level": _LEVELS[rule.worst]},
            "properties": {"evidence": rule.grade, "judgment": rule.judgment},
        }
        for rule in RULES
    ]
    index = {str(rule["id"]): number for number, rule in enumerate(rules)}
    results = [_result(INVALID, index, "error", _message(problem), problem) for problem in problems]
    results += [_result(f.finding.rule, index, _LEVELS[f.finding.severity], f.place.message, f.place) for f in found]
    driver = {"name": "stretchguide", "semanticVersion": _semantic(__version__), "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(rule: str, index: Mapping[str, int], level: str, message: str, place: Problem) -> dict[str, object]:
    path = place.path
    uri = path.as_uri() if path.is_absolute() else path.as_posix()
    region = {"startLine": place.line, "startColumn": place.column}
    return {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }


def _message(problem: Problem) -> str:
    return f"{problem.where}: {problem.message}" if problem.where else problem.message


def _semantic(version: str) -> str:
    """The version as `major.minor.patch`."""
    return ".".join([*version.split("."), "0", "0"][:3])
