"""Sessions on a real pseudo-terminal: what a person sees, presses and gets back."""

import os
import re
import signal
import sys
import textwrap
from pathlib import Path

import pytest

from stretchguide.terminal.keys import ENTER_SCREEN
from terminals import PROMPT, TerminalSession, ask, shell, stretchguide

LEFT_SCREEN = "\x1b[?25h\x1b[?1049l"


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_session_from_the_overview_to_q(columns: int, rows: int) -> None:
    with stretchguide("start", "before-workout", columns=columns, rows=rows) as session:
        shown = session.wait("Press Enter to begin")
        for part in ("Before a workout", "You need:", "Marching in place", "not medical advice"):
            assert part in shown
        assert ENTER_SCREEN not in session.raw
        session.send("\r")
        shown = session.wait("GET READY")
        for part in ("step 1 of 7", "Marching in place", "left · done", "next  Hip hinge", "space pause"):
            assert part in shown
        session.send("n")
        session.wait("BACK INTO POSITION")
        session.wait("MOVE")
        session.send(" ")
        session.wait("PAUSED")
        session.send("?")
        session.wait("restart this hold")
        session.send("?n")
        session.wait("step 2 of 7")
        session.send("\x1b[D")
        session.wait("step 1 of 7")
        session.send("m")
        session.wait("sound off")
        session.send("q")
        assert session.exit_code() == 6
        assert "You ended early." in session.text()
        assert session.raw.rindex(LEFT_SCREEN) < session.raw.rindex("You ended early.")


@pytest.mark.slow
def test_a_whole_session_ends_with_a_summary_and_three_rings() -> None:
    with stretchguide("start", "safe-hamstrings", "--now", "--speed", "500") as session:
        assert session.exit_code() == 0
        shown = session.text()
        assert "You are done. You practiced" in shown
        assert re.search(r"Seated hamstring stretch +1:00 left +1:00 right", shown)
        assert session.raw.split(LEFT_SCREEN)[0].count("\a") >= 3


@pytest.mark.slow
def test_mute_rings_nothing() -> None:
    with stretchguide("start", "safe-hamstrings", "--now", "--mute", "--speed", "500") as session:
        assert session.exit_code() == 0
        assert "\a" not in session.raw


def test_q_at_the_overview_leaves_without_a_session() -> None:
    with stretchguide("start", "before-workout") as session:
        session.wait("Press Enter to begin")
        session.send("q")
        assert session.exit_code() == 6
        assert ENTER_SCREEN not in session.raw


@pytest.mark.slow
def test_a_new_size_is_drawn_at_once() -> None:
    with stretchguide("start", "before-workout", "--now", columns=120, rows=40) as session:
        session.wait("Marching in place")
        session.resize(60, 16)
        shown = session.wait(lambda text: "GET READY" in text and len(text.splitlines()) == 16 and "1  Lift" not in text)
        assert "Marching in place" in shown
        session.resize(80, 24)
        session.wait("space pause")
        session.send("q")
        assert session.exit_code() == 6


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (30, 6)])
def test_a_tiny_terminal_still_leads_through(columns: int, rows: int) -> None:
    with stretchguide("start", "safe-hamstrings", "--now", columns=columns, rows=rows) as session:
        session.wait("Marching in place"[: columns - 6])
        session.send("q")
        assert session.exit_code() == 6


@pytest.mark.slow
def test_plain_lines_on_a_terminal_listen_to_keys() -> None:
    with stretchguide("start", "safe-hamstrings", "--now", "--plain") as session:
        session.wait("Get ready: Marching in place")
        session.send(" ")
        session.wait("Paused.")
        session.send("q")
        assert session.exit_code() == 6
        assert ENTER_SCREEN not in session.raw


@pytest.mark.slow
def test_a_dumb_terminal_gets_plain_lines_and_no_escapes() -> None:
    with stretchguide("start", "safe-hamstrings", "--now", "--mute", TERM="dumb") as session:
        session.wait("Get ready: Marching in place")
        session.send("q")
        assert session.exit_code() == 6
        assert "\x1b" not in session.raw


@pytest.mark.slow
def test_without_color_there_is_none() -> None:
    with stretchguide("start", "before-workout", "--now", NO_COLOR="1") as session:
        session.wait("GET READY")
        session.send("q")
        session.exit_code()
        assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|4[0-7]|38|48)[0-9;]*m", session.raw)


@pytest.mark.slow
def test_without_unicode_the_screen_is_ascii() -> None:
    with stretchguide("start", "before-workout", "--now", LANG="C", LC_ALL="C") as session:
        session.wait("GET READY")
        session.send("q")
        session.exit_code()
        assert session.raw.isascii()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_signals_end_with_their_code_and_leave_the_screen(number: signal.Signals, code: int) -> None:
    with stretchguide("start", "before-workout", "--now") as session:
        session.wait("GET READY")
        os.kill(session.pid, number)
        assert session.exit_code() == code
        assert session.raw.rstrip().endswith(LEFT_SCREEN)


@pytest.mark.slow
def test_whatever_happens_the_shell_gets_its_terminal_back() -> None:
    with shell() as session:
        before = ask(session, "stty -g")
        for keys, code in (("q", "6"), ("\x03", "130")):
            session.send("clear; stretchguide start --now\n")
            session.wait("GET READY")
            session.send(keys)
            session.wait(PROMPT)
            session.send("clear; echo code=$?\n")
            assert ask(session, "stty -g") == before
            session.send(f"clear; (exit {code}); echo code=$?\n")
            session.wait(f"code={code}")


@pytest.mark.slow
def test_set_aside_and_brought_back_it_is_paused_and_listens() -> None:
    with shell() as session:
        before = ask(session, "stty -g")
        session.send("clear; stretchguide start --now\n")
        session.wait("GET READY")
        session.send("\x1a")
        session.wait("Stopped")
        assert ask(session, "stty -g") == before
        assert session.raw.count(LEFT_SCREEN) == 1
        session.send("clear; fg\n")
        session.wait("PAUSED")
        session.send(" ")
        session.wait("GET READY")
        session.send("\x1a")
        session.wait("Stopped")
        session.send("clear; fg\n")
        session.wait("PAUSED")
        session.send("q")
        session.wait("You ended early")
        assert ask(session, "stty -g") == before


@pytest.mark.slow
def test_a_crash_in_the_middle_gives_the_terminal_back(tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys
            from stretchguide.cli.roots import open_library
            from stretchguide.session.clock import awake_clock
            from stretchguide.session.run import run
            from stretchguide.terminal.keys import Terminal

            class Crashing:
                def show(self, state, events):
                    if state.elapsed > 0.2:
                        raise RuntimeError("the sink broke")

            library = open_library()
            with Terminal(sys.stdin, sys.stdout, fullscreen=True) as terminal:
                timeline = library.timeline(library.find("safe-hamstrings"))
                run(timeline, clock=awake_clock, keys=terminal, sinks=[Crashing()])
            """
        )
    )
    with TerminalSession([sys.executable, str(script)]) as session:
        assert session.exit_code() == 1
        assert session.raw.index(LEFT_SCREEN) < session.raw.index("the sink broke")


@pytest.mark.slow
def test_a_terminal_that_goes_away_ends_the_program() -> None:
    with stretchguide("start", "before-workout", "--now") as session:
        session.wait("GET READY")
        assert session.hang_up() == 129


def test_something_hurts_and_the_session_ends_with_7() -> None:
    with stretchguide("start", "safe-hamstrings", "--now") as session:
        session.wait("x something hurts")
        session.send("x")
        shown = session.wait("The clock has stopped")
        assert "Red flags" in shown
        session.send(" \x1b")
        session.pump(0.3)
        assert "The clock has stopped" in session.text()
        session.send("q")
        assert session.exit_code() == 7
        assert "What to watch for" in session.text()
        assert session.raw.rindex(LEFT_SCREEN) < session.raw.rindex("You ended because something hurt.")


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (30, 6)])
def test_red_flags_end_the_session_and_stay_readable(columns: int, rows: int) -> None:
    with stretchguide("start", "safe-hamstrings", "--now", columns=columns, rows=rows) as session:
        session.wait("x something hurts")
        session.send("xf")
        session.wait("This session ends here")
        session.send("g n\rxe")
        session.pump(0.3)
        assert LEFT_SCREEN not in session.raw
        session.send("q")
        assert session.exit_code() == 7
        assert "emergency" in session.raw.split(LEFT_SCREEN)[1]


@pytest.mark.slow
def test_plain_lines_offer_the_same_choices_and_ctrl_c_stays_ctrl_c() -> None:
    with stretchguide("start", "safe-hamstrings", "--now", "--plain") as session:
        session.wait("Get ready: Marching in place")
        session.send("x")
        session.wait("g  go on")
        session.send("\x03")
        assert session.exit_code() == 130


@pytest.mark.slow
def test_set_aside_the_menu_is_still_there() -> None:
    with shell() as session:
        session.send("clear; stretchguide start --now\n")
        session.wait("GET READY")
        session.send("x")
        session.wait("The clock has stopped")
        session.send("\x1a")
        session.wait("Stopped")
        session.send("clear; fg\n")
        session.wait("The clock has stopped")
        session.send("q")
        session.wait("What to watch for")
