"""Pictures of the real program: run a command on a terminal of its own, press keys, and keep what the screen shows as SVG.

Remake the picture in the README with:  python tools/picture.py
"""

import argparse
import html
import os
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
README_PICTURE = ROOT / "docs" / "session.svg"

# Rich's own template loads a font from the network; this one takes what the reader has.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="TITLE">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{
    font-family: "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
    font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def screen_after(command: list[str], steps: list[tuple[float, str]], *, columns: int, rows: int) -> pyte.Screen:
    """The screen after running a command and, for each step, waiting some seconds and then typing something."""
    screen = pyte.Screen(columns, rows)
    stream = pyte.Stream(screen)
    home = tempfile.TemporaryDirectory()  # sessions are kept
    environment = {**os.environ, "HOME": home.name, "XDG_DATA_HOME": "", "XDG_STATE_HOME": ""}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    child = pexpect.spawn(command[0], command[1:], dimensions=(rows, columns), env=environment, encoding="utf-8", timeout=5)
    try:
        for wait, keys in steps:
            deadline = time.monotonic() + wait
            while time.monotonic() < deadline and child.isalive():
                try:
                    stream.feed(child.read_nonblocking(65536, timeout=0.05))
                except pexpect.TIMEOUT:
                    continue
                except pexpect.EOF:
                    break
            if keys and child.isalive():
                child.send(keys)
    finally:
        child.close(force=True)
    return screen


def svg_of(screen: pyte.Screen, title: str) -> str:
    """The screen as SVG."""
    console = Console(record=True, width=screen.columns, file=open(os.devnull, "w"), force_terminal=True, color_system="truecolor")  # noqa: PTH123, SIM115
    for y in range(screen.lines):
        line = Text()
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            color = cell.fg.replace("bright", "bright_").replace("brown", "yellow")
            style = Style(
                color=None if cell.fg == "default" else color if not _is_hex(cell.fg) else f"#{cell.fg}",
                bgcolor=None if cell.bg == "default" else cell.bg if not _is_hex(cell.bg) else f"#{cell.bg}",
                bold=cell.bold,
                reverse=cell.reverse,
                dim=getattr(cell, "dim", False),
            )
            line.append(cell.data, style=style)
        console.print(line, end="\n", crop=True, no_wrap=True)
    return console.export_svg(title=title, code_format=SVG.replace("TITLE", html.escape(title)), unique_id="session")


def _is_hex(color: str) -> bool:
    return len(color) == 6 and all(char in "0123456789abcdef" for char in color.lower())


def main() -> None:
    """Take the picture of the README, or of any other command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="88x26", help="columns x rows")
    parser.add_argument("--wait", type=float, default=14.0, help="seconds before the picture is taken")
    parser.add_argument("--keys", action="append", default=[], metavar="SECONDS:KEYS", help="keys to press, each after some seconds")
    parser.add_argument("--output", type=Path, default=README_PICTURE)
    parser.add_argument("command", nargs="*", help="arguments of stretchguide")
    arguments = parser.parse_args()
    if not arguments.command:
        # Into the first hold of the seated hamstring stretch.
        arguments.command, arguments.keys = ["start", "safe-hamstrings", "--now"], ["1.5:n", *["0.4:n"] * 4]
    columns, rows = map(int, arguments.size.split("x"))
    steps = [(float(wait), keys.encode().decode("unicode_escape")) for wait, _, keys in (item.partition(":") for item in arguments.keys)]
    program = [sys.executable, "-m", "stretchguide", *arguments.command]
    screen = screen_after(program, [*steps, (arguments.wait, "")], columns=columns, rows=rows)
    arguments.output.write_text(svg_of(screen, "stretchguide " + " ".join(arguments.command)), encoding="utf-8")


if __name__ == "__main__":
    main()
