"""`new` and `schema`: for those who write routines."""

import re
from pathlib import Path

from stretchguide.cli.roots import roots
from stretchguide.errors import DataError, ExitCode, UsageError
from stretchguide.library.files import ID, Kind, catalog, write_whole
from stretchguide.settings import user_routines

NAME_MAX = 60

STARTER = """\
# A routine of your own. Everything after a '#' is a comment.
# Play it with:   stretchguide start {id}
# Check it with:  stretchguide check {id_or_path}

name: {title}
summary: Loosens the backs and the fronts of the thighs.   # one sentence: what is it for?
context: any        # any, before, after, desk, morning or bedtime
level: beginner     # beginner, intermediate or advanced

# The steps, in the order you do them. 'stretchguide list --stretches' names every stretch.
steps:
  # The name alone uses the dose that the stretch comes with.
  - march-in-place

  # Or set your own dose: hold for stretches that are held, reps for those that move.
  - {{stretch: seated-hamstring, hold: 30s, sets: 2}}
  - {{stretch: leg-swing, reps: 10}}

  # A rest, and a wait until you press a key.
  - {{rest: 20s, say: Have a sip of water.}}
  - {{wait: Get your mat and a strap.}}

  - {{stretch: side-lying-quad, hold: 30s, sets: 1}}
"""


def new(name: str, *, output: Path | None, force: bool) -> int:
    """Write a starter routine."""
    id = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    if not id or len(id) > NAME_MAX or not re.fullmatch(r"[\w .-]+", name, re.ASCII) or ".." in name:
        raise UsageError(f"'{name}' cannot be the name of a routine. Use words such as evening-legs.")
    title = id.replace("-", " ").capitalize()
    if output is not None:
        write_whole(output, STARTER.format(id=output, id_or_path=output, title=title), replace=force)
        print(f"{output}: written.\nPlay it with: stretchguide start {output if output.suffix else output.absolute()}")
        return ExitCode.FINISHED
    if id in list(Kind):
        raise UsageError(f"'{id}' is the name of another kind of file. Choose another name.")
    if not ID.fullmatch(id) or ((Kind.ROUTINE, id) in catalog(roots()[:1]) and not force):
        raise UsageError(f"'{id}' is a routine that comes with stretchguide. Choose another name, or put yours in its place with --force.")
    folder = user_routines()
    if folder is None:
        raise DataError("There is no folder for your routines on this system. Name a file with --output.")
    path = folder / f"{id}.yaml"
    _make(folder)
    _write_schemas(folder)
    first = "# yaml-language-server: $schema=schema/routine.json\n"
    write_whole(path, first + STARTER.format(id=id, id_or_path=path, title=title), replace=force)
    print(f"{path}: written.\nPlay it with: stretchguide start {id}")
    return ExitCode.FINISHED


def schema(kind: str) -> int:
    """Print a JSON Schema."""
    from stretchguide.library.schema import schema_text

    if kind not in list(Kind):
        raise UsageError(f"There is no kind of file called '{kind}'. Kinds: {', '.join(Kind)}.")
    print(schema_text(Kind(kind)), end="")
    return ExitCode.FINISHED


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be made: {error.strerror}. Name a file with --output.") from None


def _write_schemas(folder: Path) -> None:
    """Schemas beside the user's routines, so that editors find them whatever happens to the installed program."""
    from stretchguide.library.schema import schema_text

    _make(folder / "schema")
    for kind in (Kind.ROUTINE, Kind.STRETCH):
        write_whole(folder / "schema" / f"{kind}.json", schema_text(kind), replace=True)
