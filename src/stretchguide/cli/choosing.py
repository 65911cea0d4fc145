"""What to play when `start` has no name: what is suggested, and why."""

from datetime import datetime, timedelta

from stretchguide.cli.keeping import open_store
from stretchguide.cli.roots import open_index
from stretchguide.errors import DataError, NotFoundError, UsageError
from stretchguide.history.doses import by_muscle
from stretchguide.history.suggest import Choice, Done, suggest, suggest_before
from stretchguide.library.files import Entry, Kind, Origin
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Context, Level, Occasion
from stretchguide.settings import profile_path


def choose(library: Library, name: str | None, before: str | None, *, configured: str | None = None) -> tuple[Entry, str | None]:
    """The entry to play: the one that is named, else the one that is suggested, with the reason in one line.

    Raises:
        NotFoundError: nothing is called that, or nothing can be suggested.
    """
    if name is not None and before is not None:
        raise UsageError("Give a name or --before, not both.")
    if name is not None:
        return library.find(name), None
    now = datetime.now().astimezone()
    if before is not None:
        if before not in list(Occasion):
            raise UsageError(f"--before {before!r} is not known. There is: {', '.join(Occasion)}.")
        found = suggest_before(Occasion(before), _done(now), _choices(library))
        if found is None:
            raise NotFoundError(f"There is no routine for before '{before}' that suits you. A routine says so with 'before: [{before}]'.")
    elif configured is not None:
        return library.find(configured), None
    else:
        found = suggest(None, now, _done(now), _choices(library))
        if found is None:
            raise NotFoundError("There is no routine that suits you. 'stretchguide list' shows what there is.")
    id, why = found
    return library.find(id, (Kind.ROUTINE,)), f"Chosen for you: {id}. {why} Another one: 'stretchguide start NAME'."


def _choices(library: Library) -> list[Choice]:
    """Every routine that can be played, without those of which nothing suits the profile."""
    rows = [(entry, summary) for entry, summary in open_index().summaries(Kind.ROUTINE) if "problems" not in summary]
    path = profile_path()
    if path is not None and path.exists():
        from stretchguide.cli.fitting import marks, personal_profile
        from stretchguide.safety.suitability import Suits

        mark = marks(library, personal_profile())
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
        return Done({}, {}, 0.0)
    week = [session for session in log.sessions(log.since((now - timedelta(days=6)).date())) if session.began <= now]
    month = log.since((now - timedelta(days=60)).date())
    last: dict[str, datetime] = {}
    for session in log.sessions(reversed(month)):
        last[session.routine] = session.began
    today = sum(session.practiced for session in week if session.began.date() == now.date())
    return Done(last, by_muscle(week), today)
