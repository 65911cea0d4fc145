"""Make the generated files anew: JSON Schemas and the index of the bundled routines.

Run with:  python tools/refresh.py          (--check only says whether something is out of date)
"""

import sys
import tempfile
from pathlib import Path

from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.index import FILE_NAME, Index, dumps
from stretchguide.library.schema import schema_text

ROUTINES = Path(__file__).resolve().parents[1] / "routines"


def generated() -> dict[Path, str]:
    """Every generated file with what it should say."""
    files = {ROUTINES / "schema" / f"{kind}.json": schema_text(kind) for kind in Kind}
    with tempfile.TemporaryDirectory() as empty:
        index = Index([Root(ROUTINES, Origin.BUNDLED)], Path(empty), shipped=False)
        files[ROUTINES / FILE_NAME] = dumps(index.records(Kind.ROUTINE, Kind.STRETCH, Kind.AVOID))
    return files


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
