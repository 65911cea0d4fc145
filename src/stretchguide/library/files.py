"""Which files there are. Light on purpose: nothing here reads YAML or imports the models."""

import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stretchguide.errors import DataError

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ENDINGS = (".yaml", ".yml")


class Kind(StrEnum):
    """What a file describes."""

    ROUTINE = "routine"
    STRETCH = "stretch"
    AVOID = "avoid"
    SAFETY = "safety"
    SOURCES = "sources"
    PROFILE = "profile"
    MEASUREMENTS = "measurements"
    SETTINGS = "settings"


class Origin(StrEnum):
    """Where a file comes from. Later ones shadow earlier ones."""

    BUNDLED = "bundled"
    USER = "user"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with the layout of `routines/`."""

    path: Path
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the library. Its id is its name without the ending."""

    kind: Kind
    id: str
    path: Path
    origin: Origin

    @property
    def region(self) -> str:
        """The folder a stretch is filed under."""
        return self.path.parent.name if self.kind is Kind.STRETCH else ""


def entries(root: Root) -> Iterator[Entry]:
    """Every file of a folder, in a fixed order. A folder that is not there has none."""
    for folder, folders, files in os.walk(root.path):
        folders.sort()
        parts = Path(folder).relative_to(root.path).parts
        if parts and parts[0] not in ("stretches", "avoid"):
            folders.clear()
            continue
        for file in sorted(files):
            path = Path(folder, file)
            if path.suffix in ENDINGS and not file.startswith(".") and path.is_file():
                yield Entry(_kind(parts, path.stem), path.stem, path, root.origin)


def _kind(parts: tuple[str, ...], stem: str) -> Kind:
    if parts:
        return Kind.STRETCH if parts[0] == "stretches" else Kind.AVOID
    return Kind(stem) if stem in (Kind.SAFETY, Kind.SOURCES, Kind.MEASUREMENTS) else Kind.ROUTINE


def catalog(roots: Sequence[Root]) -> dict[tuple[Kind, str], Entry]:
    """Every file of all folders by kind and id, the later folders shadowing the earlier ones."""
    return {(entry.kind, entry.id): entry for root in roots for entry in entries(root)}


def slug(text: str) -> str:
    """A name as it would be written as an id, so that `Toe touch` and `toe-touch` are the same."""
    return "-".join(re.findall(r"[^\W_]+", text.lower().replace("'", "")))


def is_path(name: str) -> bool:
    """Whether a name on the command line means a file rather than something in the library."""
    return name.endswith(ENDINGS) or os.sep in name or (os.altsep is not None and os.altsep in name)


def write_whole(path: Path, content: str | bytes | Iterator[bytes], *, replace: bool, private: bool = False) -> None:
    """Write a file as a whole or not at all: beside it first, then moved into place. Content may come piece by piece.

    What is `private` nobody else can read (mode 0600), not even while it is written.

    Raises:
        DataError: it cannot be written, or it exists and `replace` is false.
    """
    pieces: Iterable[bytes] = [content.encode()] if isinstance(content, str) else [content] if isinstance(content, bytes) else content
    exists = DataError(f"{path}: this file exists already. Choose another name, or replace it with --force.")
    temporary: Path | None = None
    try:
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise DataError(f"{path}: this is a folder. Name a file in it.")
        if mode is not None and not replace:
            raise exists
        target = path.resolve() if path.is_symlink() else path
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("wb") as file:  # a device or a pipe: there is nothing to replace
                file.writelines(pieces)
            return
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else mode & 0o777 if mode is not None else 0o666 & ~_umask())
        if not replace and path.exists():
            raise exists  # somebody was faster
        temporary.replace(target)
        temporary = None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DataError(f"{path}: cannot be written: {reason}. Choose another place.") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    """Type and permissions of what a path leads to, or None if there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
