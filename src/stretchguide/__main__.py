"""The entry point. Answers `--version` before anything else is imported."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from stretchguide import __version__

        print(f"stretchguide {__version__}")
        return
    from stretchguide.cli.app import app

    app()


if __name__ == "__main__":
    main()
