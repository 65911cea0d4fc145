"""What to play: what was named, what was broken off, or what is suggested, fitted to the person."""

import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stretchguide.cli.asking import asked as agreed
from stretchguide.cli.asking import print_rows
from stretchguide.cli.fitting import Prepared, is_morning, personal_profile, prepare, refuse_person
from stretchguide.cli.keeping import start_of
from stretchguide.cli.preferences import timing
from stretchguide.cli.records import forget, is_fresh, open_store, recover
from stretchguide.cli.roots import open_index
from stretchguide.errors import DataError, InvalidError, NotFoundError, StretchguideError, UsageError
from stretchguide.history.doses import by_muscle
from stretchguide.history.left import Left
from stretchguide.history.suggest import NOTHING_DONE, Choice, Done, suggest, suggest_before
from stretchguide.library.files import Entry, Kind, Origin
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Context, Level, Occasion
from stretchguide.model.settings import Preferences
from stretchguide.session.player import Start
from stretchguide.terminal.cards import changes

if TYPE_CHECKING:
    from stretchguide.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says to play: a name, what comes after the session, or to go on with the last one."""

    name: str | None = None
    before: str | None = None
    resume: bool = False
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is played, and where it goes on if it was broken off."""

    prepared: Prepared
    left: Left | None = None
    start: Start | None = None


def choose(library: Library, asked: Asked, wanted: Preferences, *, person: bool, may_ask: bool) -> Chosen | None:
    """What to play, fitted to the person. None if the person would rather not.

    Raises:
        UsageError: the command line asks for two things at once.
        NotFoundError: nothing is called that, or nothing can be suggested, or nothing was broken off.
        InvalidError: the session that was broken off cannot go on, or nothing of this suits the profile.
    """
    if asked.resume and (asked.name is not None or asked.before is not None):
        raise UsageError("--resume goes on with the session that was broken off. Leave out the name and --before.")
    if asked.name is not None and asked.before is not None:
        raise UsageError("Give a name or --before, not both.")
    profile = personal_profile()
    if profile is not None:
        refuse_person(library, profile)
    left = _left()
    if asked.resume:
        if left is None:
            raise NotFoundError("There is no session that was broken off. 'stretchguide start' begins a new one.")
        resumed = _resumed(library, left, asked, wanted, profile)
        if resumed is None:
            raise InvalidError(
                f"'{left.session.routine}', or how it is fitted to you, has changed since. "
                f"Begin anew: 'stretchguide start {left.place.routine}'."
            )
        return resumed
    entry, reason = _entry(library, asked, wanted, profile)
    if left is not None and is_fresh(left) and asked.before is None and (asked.name is None or entry.id == left.session.routine):
        what = f"Your session of '{left.session.routine}' from {left.session.began:%H:%M} was broken off."
        if not may_ask:
            print(f"{what} 'stretchguide start --resume' goes on with it.", file=sys.stderr)
        else:
            with suppress(StretchguideError):
                resumed = _resumed(library, left, asked, wanted, profile)
                if resumed is not None and agreed(f"{what} Go on from there?"):
                    return resumed
            forget(left)
    # Where nobody can be asked, the stricter answer counts.
    just_up = is_morning(library, entry) and (not may_ask or agreed("Did you get up less than an hour ago?"))
    prepared = prepare(library, entry, profile, timing=timing(wanted), just_up=just_up, as_written=asked.as_written)
    if asked.as_written and prepared.changes:
        if not person:
            raise UsageError("--as-written asks before it plays what does not suit you. Run it on a terminal.")
        print_rows(lambda width, height: changes(prepared.changes, width))
        if not agreed("Play the file as written all the same?"):
            return None
        prepared = replace(prepared, changes=())
    if reason is not None:
        prepared = replace(prepared, notices=(reason, *prepared.notices))
        if person and not may_ask:
            print(reason, file=sys.stderr)
    return Chosen(prepared)


def _left() -> Left | None:
    """The session that was broken off, if there is one that can go on."""
    try:
        return next(iter(recover(open_store())), None)
    except DataError:
        return None  # it is told when the session begins


def _resumed(library: Library, left: Left, asked: Asked, wanted: Preferences, profile: "Profile | None") -> Chosen | None:
    """The session that was broken off, from where it was; None if its routine has changed since."""
    entry = library.find(left.place.routine)
    for just_up in (False, True):
        prepared = prepare(library, entry, profile, timing=timing(wanted), just_up=just_up, as_written=asked.as_written)
        start = start_of(left, prepared.timeline)
        if start is not None:
            return Chosen(prepared, left, start)
    return None


def _entry(library: Library, asked: Asked, wanted: Preferences, profile: "Profile | None") -> tuple[Entry, str | None]:
    """The entry that is named, or the one of the settings, or the one that is suggested, with the reason in one line."""
    if asked.name is not None:
        return library.find(asked.name), None
    now = datetime.now().astimezone()
    if asked.before is not None:
        if asked.before not in list(Occasion):
            raise UsageError(f"--before {asked.before} is not known. There is: {', '.join(Occasion)}.")
        found = suggest_before(Occasion(asked.before), _done(now), _choices(library, profile))
        if found is None:
            raise NotFoundError(
                f"There is no routine for before '{asked.before}' that suits you. A routine says so with 'before: [{asked.before}]'."
            )
    else:
        configured = wanted.settings.routine
        found = suggest(configured, now, *((_done(now), _choices(library, profile)) if configured is None else (NOTHING_DONE, ())))
        if found is None:
            raise NotFoundError("There is no routine that suits you. 'stretchguide list' shows what there is.")
    id, why = found
    try:
        entry = library.find(id)
    except NotFoundError as error:  # only the one of the settings can be missing
        raise NotFoundError(f"{wanted.origins['routine'][1]}: routine: {error}") from None
    return entry, f"Chosen for you: {entry.id}. {why} Another one: 'stretchguide start NAME'."


def _choices(library: Library, profile: "Profile | None") -> list[Choice]:
    """Every routine that can be played, without those of which nothing suits the profile."""
    rows = [(entry, summary) for entry, summary in open_index().summaries(Kind.ROUTINE) if "problems" not in summary]
    if profile is not None:
        from stretchguide.cli.fitting import marks
        from stretchguide.safety.suitability import Suits

        mark = marks(library, profile)
        rows = [(entry, summary) for entry, summary in rows if (found := mark(entry)) is None or found.suits is not Suits.NOT]
    return [
        Choice(
            entry.id,
            summary["name"],
            Context(summary["context"]),
            Level(summary["level"]),
            summary["seconds"],
            tuple(summary["targets"]),
            tuple(Occasion(word) for word in summary["before"]),
            entry.origin is Origin.USER,
        )
        for entry, summary in rows
    ]


def _done(now: datetime) -> Done:
    """The last seven days of the history. Where it cannot be read, there were none."""
    try:
        log = open_store().log()
    except DataError:
        return NOTHING_DONE
    week = [session for session in log.sessions(log.since((now - timedelta(days=6)).date())) if session.began <= now]
    month = log.since((now - timedelta(days=60)).date())
    last: dict[str, datetime] = {}
    for session in log.sessions(reversed(month)):
        last[session.routine] = session.began
    today = sum(session.practiced for session in week if session.began.date() == now.date())
    return Done(last, by_muscle(week), today)
