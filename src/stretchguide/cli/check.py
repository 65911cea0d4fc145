"""`check`: what is wrong with files, and what the safety rules find in those that are right."""

import difflib
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from stretchguide.cli.knowledge import Located, findings, knowledge
from stretchguide.cli.report import is_read_by_person, pointed_lines, problem_lines
from stretchguide.cli.roots import open_library
from stretchguide.cli.sarif import sarif
from stretchguide.errors import ExitCode, StretchguideError, UsageError
from stretchguide.library.files import Entry, Kind, Origin, catalog
from stretchguide.library.library import Library
from stretchguide.library.problem import Problem
from stretchguide.model.rule import RuleName
from stretchguide.safety.finding import Severity
from stretchguide.safety.rules import BY_NAME, RULES, Rule
from stretchguide.settings import profile_path, settings_path
from stretchguide.wording import plural

VERSION = 1

FORMATS = ("text", "json", "sarif")

WIDEST = 100
"""Columns of the words about a finding, where a person reads."""


def check(files: list[Path], *, format: str) -> int:
    """Say everything that is wrong with the files, or with the whole library, and what the safety rules find in them."""
    if format not in FORMATS:
        raise UsageError(f"There is no format '{format}'. Formats: {', '.join(FORMATS)}.")
    library = open_library()
    unread: StretchguideError | None = None
    entries: list[Entry] = []
    for file in files:
        try:
            entries.append(library.find(_as_path(file), tuple(Kind)))
        except StretchguideError as error:
            unread = unread or error
            print(error, file=sys.stderr)
    if not files:
        entries = [entry for root in library.roots for entry in catalog([root]).values()]
        for kind, path in ((Kind.PROFILE, profile_path()), (Kind.SETTINGS, settings_path())):
            if path is not None and path.is_file():
                entries.append(Entry(kind, path.stem, path, Origin.USER))
    problems, found = _checked(library, entries)
    match format:
        case "json":
            print(json.dumps(_data(len(entries), problems, found), indent=2))
        case "sarif":
            print(sarif(problems, found))
        case _:
            caret = is_read_by_person(sys.stdout)
            lines = [*problem_lines(problems, caret=caret), *_finding_lines(found, caret=caret)]
            print("\n".join(lines), end="\n" if lines else "")
            print(f"{plural(len(entries), 'file')} checked, {_summed(problems, found)}.", file=sys.stderr)
            if found:
                gravest = min(found, key=lambda located: list(Severity).index(located.finding.severity))
                print(f"'stretchguide check --explain {gravest.finding.rule}' says why.", file=sys.stderr)
    if problems or any(located.finding.severity is Severity.BLOCK for located in found):
        return ExitCode.INVALID
    return unread.exit_code if unread is not None else ExitCode.FINISHED


def explain(name: str) -> int:
    """Say what a safety rule asks for, why, and how sure that is; with `all`, name every rule."""
    if name == "all":
        for rule in RULES:
            print(f"{rule.name:<22} {rule.worst:<6} {rule.title}")
        return ExitCode.FINISHED
    wanted = "-".join(name.lower().replace("_", " ").split())
    if wanted not in list(RuleName):
        near = difflib.get_close_matches(wanted, list(RuleName), n=3, cutoff=0.4)
        hint = f"Did you mean {' or '.join(near)}?" if near else "'stretchguide check --explain all' names every rule."
        raise UsageError(f"There is no safety rule called '{name}'. {hint}")
    rule = BY_NAME[RuleName(wanted)]
    known = open_library().sources().sources
    from stretchguide.cli.browse import print_blocks
    from stretchguide.export.document import Block, Fields, Heading, Items, Paragraph

    facts = (("can", _SEVERITIES[rule.worst]), ("held to it", rule.held.value), ("evidence", f"grade {rule.grade}"))
    blocks: list[Block] = [
        Heading(1, rule.name.replace("-", " ").capitalize()),
        Paragraph(rule.title),
        Paragraph(rule.why),
        Paragraph(_how_sure(rule)),
        Fields(facts),
    ]
    if rule.sources:
        blocks += [Heading(2, "Sources"), Items(tuple(known[key].cite for key in rule.sources if key in known))]
    print_blocks(blocks)
    return ExitCode.FINISHED


_SEVERITIES = {
    Severity.BLOCK: "keep a file from being played",
    Severity.WARN: "warn",
    Severity.NOTE: "only take note",
}


def _how_sure(rule: Rule) -> str:
    if rule.judgment:
        return "The threshold is a judgment of ours. No study gives one. A file can allow itself an exception, with its reason."
    return "The threshold comes from the sources or from how the program works. A file can allow itself an exception, with its reason."


def _checked(library: Library, entries: Iterable[Entry]) -> tuple[list[Problem], list[Located]]:
    """What is wrong with the files, and what the rules find in those that are right."""
    known = knowledge(library)
    problems: set[Problem] = set()
    found: dict[Located, None] = {}
    for entry in entries:
        wrong = library.check(entry)
        problems.update(wrong)
        if not wrong:
            found |= dict.fromkeys(findings(library, known, entry))
    return sorted(problems), sorted(found, key=lambda located: located.place)


def _finding_lines(found: list[Located], *, caret: bool) -> Iterator[str]:
    """A line for each finding; where a person reads, the line of the file with a caret, and the words below it."""
    width = max(min(shutil.get_terminal_size().columns, WIDEST), 40)
    for located in found:
        place = located.place
        head = f"{place.path}:{place.line}:{place.column}: {located.finding.severity} {located.finding.rule}"
        if not caret:
            yield f"{head}: {place.message}"
            continue
        yield head
        yield from pointed_lines(place)
        for words in (located.finding.what, located.finding.instead):
            yield from textwrap.wrap(words, width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
        yield ""


def _summed(problems: list[Problem], found: list[Located]) -> str:
    parts = [plural(len(problems), "problem") if problems else "no problems"]
    for severity, word in ((Severity.BLOCK, "block"), (Severity.WARN, "warning"), (Severity.NOTE, "note")):
        count = sum(located.finding.severity is severity for located in found)
        if count:
            parts.append(plural(count, word))
    return ", ".join(parts)


def _data(files: int, problems: list[Problem], found: list[Located]) -> dict[str, object]:
    return {
        "format": "stretchguide/check",
        "version": VERSION,
        "files": files,
        "problems": [{**_place(p), "message": p.message} for p in problems],
        "findings": [
            {
                **_place(located.place),
                "rule": located.finding.rule,
                "severity": located.finding.severity,
                "what": located.finding.what,
                "why": BY_NAME[located.finding.rule].why,
                "instead": located.finding.instead,
                "grade": BY_NAME[located.finding.rule].grade,
            }
            for located in found
        ],
    }


def _place(problem: Problem) -> dict[str, object]:
    return {"path": str(problem.path), "line": problem.line, "column": problem.column, "where": problem.where}


def _as_path(file: Path) -> str:
    """A name in the library stays a name; anything that looks like a file or is one becomes a path."""
    text = str(file)
    return str(file.absolute()) if file.exists() and "/" not in text and not text.endswith((".yaml", ".yml")) else text
