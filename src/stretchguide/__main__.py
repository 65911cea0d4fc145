"""The entry point. Answers `--version` before anything else is imported."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from stretchguide import __version__

        print(f"stretchguide {__version__}")
        return
    # Starting up makes many objects that stay: looking for garbage among them costs a twentieth of the start.
    gc.set_threshold(50_000)

    from stretchguide.cli.app import app

    try:
        app()
    except Exception:
        import traceback

        traceback.print_exc()
        print("\nThis is a bug in stretchguide. Please report it with the lines above.", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
