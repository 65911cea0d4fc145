"""The one place where exceptions become messages and exit codes."""

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from stretchguide.errors import DataError, ExitCode, StretchguideError


class Boundary(TyperGroup):
    """The command group. A command gives its exit code; whatever it raises ends here."""

    def invoke(self, ctx: Any) -> object:  # Typer does not export the type of its vendored context.
        """Run the command that was asked for."""
        code = ExitCode.FINISHED
        try:
            try:
                given = super().invoke(ctx)
                code = ExitCode(given) if isinstance(given, int) else ExitCode.FINISHED
                sys.stdout.flush()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise DataError(f"Cannot read or write: {error}. Free some space or choose another place.") from error
        except StretchguideError as error:
            _report(error)
            code = error.exit_code
        except BrokenPipeError:
            # Whoever read our output has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except KeyboardInterrupt:
            code = ExitCode.INTERRUPTED
        raise typer.Exit(int(code))


def _report(error: StretchguideError) -> None:
    from stretchguide.cli.report import error_lines

    try:
        for line in error_lines(error):
            print(line, file=sys.stderr)
    except OSError:
        pass  # nobody is there to read it
