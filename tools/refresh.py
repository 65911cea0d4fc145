"""Make the generated files anew: JSON Schemas, the index of the bundled routines, and the page of safety rules.

Run with:  python tools/refresh.py          (--check only says whether something is out of date)
"""

import sys
import tempfile
from pathlib import Path

from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.index import FILE_NAME, Index, dumps
from stretchguide.library.library import Library
from stretchguide.library.schema import schema_text
from stretchguide.safety.rules import RULES

ROUTINES = Path(__file__).resolve().parents[1] / "routines"
DOCS = ROUTINES.parent / "docs"

RULES_PAGE = """\
# Safety rules

`stretchguide check` holds files to these rules, and so does `start` before it plays a file of yours. What blocks keeps a file from being
played. Warnings and notes do not. A file can allow itself an exception with `allow`, and has to say why.

No study gives a threshold of injury for stretching. So many thresholds are judgments: choices of ours, informed by ranges of motion, by
how a back behaves in the laboratory, and by guidelines. They are marked. Grades say how well a rule is supported: A by trials or
consistent measurements, B by indirect data, C by a mechanism, D by experts or guidelines, E not at all, it is a choice of design.

This page is made from the rules themselves.

"""


def generated() -> dict[Path, str]:
    """Every generated file with what it should say."""
    files = {ROUTINES / "schema" / f"{kind}.json": schema_text(kind) for kind in Kind}
    with tempfile.TemporaryDirectory() as empty:
        index = Index([Root(ROUTINES, Origin.BUNDLED)], Path(empty), shipped=False)
        files[ROUTINES / FILE_NAME] = dumps(index.records(Kind.ROUTINE, Kind.STRETCH, Kind.AVOID))
    files[DOCS / "safety-rules.md"] = rules_page()
    return files


def rules_page() -> str:
    """Every safety rule as Markdown."""
    sources = Library([Root(ROUTINES, Origin.BUNDLED)]).sources().sources
    parts = [RULES_PAGE]
    for rule in RULES:
        judgment = "the threshold is a judgment of ours" if rule.judgment else "not a judgment"
        parts.append(f"## {rule.name}\n\n{rule.title}\n\n{rule.why}\n\n")
        parts.append(f"- At worst: {rule.worst}. Held to it: {rule.held.value}.\n- Evidence: grade {rule.grade}; {judgment}.\n")
        parts += [f"- {sources[key].cite}\n" for key in rule.sources]
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def main() -> int:
    """Write what is out of date, or only name it."""
    only_check = "--check" in sys.argv
    stale = {path: text for path, text in generated().items() if not path.is_file() or path.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        if not only_check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROUTINES.parent)}: {'out of date: run python tools/refresh.py' if only_check else 'written'}")
    return 1 if only_check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
