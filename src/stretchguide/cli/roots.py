"""Where the library of this machine is."""

from typing import TYPE_CHECKING

from stretchguide.library.files import Origin, Root
from stretchguide.settings import bundled_folder, cache_folder, user_routines

if TYPE_CHECKING:
    from stretchguide.library.index import Index
    from stretchguide.library.library import Library


def roots() -> list[Root]:
    """The bundled routines, and the user's own over them."""
    own = user_routines()
    return [Root(bundled_folder(), Origin.BUNDLED), *([Root(own, Origin.USER)] if own is not None else [])]


def open_index() -> "Index":
    """The index of the library."""
    from stretchguide.library.index import Index

    return Index(roots(), cache_folder())


def open_library() -> "Library":
    """The library itself."""
    from stretchguide.library.library import Library

    return Library(roots(), names=lambda: open_index().names())
