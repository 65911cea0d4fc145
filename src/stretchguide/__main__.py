"""The entry point. Answers `--version` before anything else is imported."""

import gc
import io
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line and exit with its code."""
    _open_streams()
    code = _run()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            # Python would try once more on the way out, and make an exit code of its own of it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if code == 0 and not isinstance(error, BrokenPipeError):
                code = _cannot_write(error)
    sys.exit(code)


def _run() -> int:
    try:
        if sys.argv[1:] == ["--version"]:
            from stretchguide import __version__

            print(f"stretchguide {__version__}")
            return 0
        # Starting up makes many objects that stay: looking for garbage among them costs a twentieth of the start.
        gc.set_threshold(50_000)

        from stretchguide.cli.app import app

        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except OSError as error:
        return _cannot_write(error)  # help and usage messages; commands mind their own
    except Exception:
        import traceback

        traceback.print_exc()
        print("\nThis is a bug in stretchguide. Please report it with the lines above.", file=sys.stderr)
        return 1
    return 0


def _open_streams() -> None:
    """Somebody may have closed a stream, or chosen an encoding that has no room for every character."""
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")


def _cannot_write(error: OSError) -> int:
    with suppress(OSError):
        print(f"Cannot read or write: {error}. Free some space or choose another place.", file=sys.stderr)
    return 5


if __name__ == "__main__":
    main()
