"""From a name to a session that suits: the profile is read, the safety rules are held up, and the routine is fitted.

Without a profile and with bundled files there is nothing to fit, so the rules are imported where they are used.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchguide.errors import InvalidError, StretchguideError
from stretchguide.library.files import Entry, Kind, Origin
from stretchguide.library.library import Library
from stretchguide.library.problem import InvalidFileError
from stretchguide.model.anatomy import Context
from stretchguide.model.stretch import Stretch
from stretchguide.settings import profile_path
from stretchguide.timeline import STANDARD, Timeline, Timing, compile

if TYPE_CHECKING:
    from stretchguide.model.profile import Profile
    from stretchguide.model.safety import Safety
    from stretchguide.safety.finding import Knowledge
    from stretchguide.safety.substitution import Fitted
    from stretchguide.safety.suitability import Suits

OLDER_PACE = 1.5
"""How much longer people of 65 and over take to change position: a practical estimate."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session as this person is going to do it."""

    entry: Entry
    timeline: Timeline
    effort: str
    """How hard, in a sentence."""
    changes: tuple[str, ...] = ()
    """What was changed and why, a sentence or two each."""
    notices: tuple[str, ...] = ()
    """What to know besides."""


def personal_profile() -> "Profile | None":
    """What the person at this machine said of themselves; None where they said nothing.

    Raises:
        InvalidFileError: the file is wrong. Nothing plays without what it says.
        DataError: it cannot be read.
    """
    path = profile_path()
    if path is None or not (path.exists() or path.is_symlink()):
        return None
    from stretchguide.library.personal import load_profile

    profile = load_profile(path)
    return None if profile.is_empty else profile


def prepare(
    library: Library,
    entry: Entry,
    profile: "Profile | None",
    *,
    timing: Timing = STANDARD,
    just_up: bool = False,
    as_written: bool = False,
) -> Prepared:
    """A routine or a stretch, fitted to a profile; with `as_written`, only how hard and how quickly it is done is.

    Then `changes` says what would be changed. `just_up` is whether the person got up within the last hour.

    Raises:
        InvalidFileError: the file is wrong, or the safety rules refuse it.
        InvalidError: with this profile nothing is stretched, or nothing of this routine is left.
    """
    routine, stretches = library.parts(entry)
    refuse(library, entry)
    if profile is None and not just_up:
        return Prepared(entry, compile(routine, easier(library, entry, stretches) | stretches, timing), library.safety().effort)
    from stretchguide.cli.knowledge import knowledge
    from stretchguide.model.profile import AgeBand, Profile
    from stretchguide.safety.substitution import fit, told
    from stretchguide.safety.suitability import Suits, suitability

    profile = profile or Profile()
    known = knowledge(library)
    refuse_person(library, profile)
    timing = replace(timing, pace=OLDER_PACE if profile.age is AgeBand.OLDER else 1.0)

    def suiting(stretches: Mapping[str, Stretch]) -> dict[str, Stretch]:
        found = easier(library, entry, stretches)
        return {id: one for id, one in found.items() if suitability(one, profile, known, just_up=just_up).suits is not Suits.NOT}

    effort, notices = effort_words(profile, known), [*_unsure(profile, known.safety)]
    fitted = fit(routine, stretches, profile, known, just_up=just_up)
    if as_written:
        timeline = compile(routine, suiting(stretches) | stretches, timing)
        return Prepared(entry, timeline, effort, told(fitted.changes), tuple(notices))
    if fitted.is_empty:
        raise InvalidError(_nothing_left(entry, fitted))
    if just_up:
        notices.append("You are just up: keep every bend of the back small for the first hour.")
    timeline = compile(fitted.routine, suiting(fitted.stretches) | dict(fitted.stretches), timing)
    return Prepared(entry, timeline, effort, told(fitted.changes), tuple(notices))


def easier(library: Library, entry: Entry, stretches: Mapping[str, Stretch]) -> dict[str, Stretch]:
    """The easier stretches that can take over if something hurts, by id.

    One whose file is wrong, or that the safety rules refuse, is left out: a session plays without it.
    """
    found: dict[str, Stretch] = {}
    for id, other in library.easier(entry, stretches.values()).items():
        with suppress(StretchguideError):
            refuse(library, other)
            found[id] = library.stretch(other)
    return found


def refuse(library: Library, entry: Entry) -> None:
    """Stop at what the safety rules block. The bundled files are held to them by test.

    Raises:
        InvalidFileError: with everything that is blocked.
    """
    named = library.named(entry).values() if entry.kind is Kind.ROUTINE else ()
    own = [file for file in (entry, *named) if file.origin is not Origin.BUNDLED]
    if not own:
        return
    from stretchguide.cli.knowledge import findings, knowledge
    from stretchguide.safety.finding import Severity

    known = knowledge(library)
    located = [one for entry in own for one in findings(library, known, entry) if one.finding.severity is Severity.BLOCK]
    blocked = [replace(one.place, message=f"{one.finding.rule}: {one.place.message}") for one in located]
    if blocked:
        raise InvalidFileError(blocked)


def refuse_person(library: Library, profile: "Profile") -> None:
    """Stop where nothing at all is stretched, whatever would be played.

    Raises:
        InvalidError: the profile names a condition with which nothing is stretched.
    """
    from stretchguide.cli.knowledge import knowledge
    from stretchguide.safety.suitability import nothing_suits

    known = knowledge(library)
    against = nothing_suits(profile, known)
    if against:
        texts = known.safety.conditions[against[0]]
        raise InvalidError(
            f"Your profile says: {texts.name}. {texts.description} With this, nothing is stretched. "
            "Have it looked at today. If it no longer applies, run 'stretchguide profile'."
        )


def is_morning(library: Library, entry: Entry) -> bool:
    """Whether the routine is meant for the morning, when the back bends less easily.

    Raises:
        InvalidFileError: with every problem of the routine and of the stretches it names.
    """
    return library.parts(entry)[0].context is Context.MORNING


def effort_words(profile: "Profile", known: "Knowledge") -> str:
    """How hard is right for this person, in a sentence."""
    from stretchguide.safety.suitability import effort_cap

    cap = effort_cap(profile, known)
    if cap is None:
        return known.safety.effort
    return f"Go to a mild pull, at most {cap} out of 10, and stay there. It never hurts, and you can talk and breathe easily."


@dataclass(frozen=True, slots=True)
class Mark:
    """How an entry suits the person at this machine: for lists and pages."""

    suits: "Suits"
    words: tuple[str, ...] = ()
    """What does not suit or would be changed, in sentences."""


def marks(library: Library, profile: "Profile | None") -> Callable[[Entry], Mark | None]:
    """A function that says how a routine or a stretch suits; None where nothing speaks against it, or its file is wrong."""
    if profile is None:
        return lambda entry: None
    from stretchguide.cli.knowledge import knowledge
    from stretchguide.safety.substitution import ChangeKind, fit, told
    from stretchguide.safety.suitability import Suits, nothing_suits, suitability

    known = knowledge(library)
    nothing = nothing_suits(profile, known)

    def mark(entry: Entry) -> Mark | None:
        try:
            if nothing:
                return Mark(Suits.NOT, (f"Why: {known.safety.conditions[nothing[0]].name}.",))
            if entry.kind is Kind.STRETCH:
                found = suitability(library.stretch(entry), profile, known)
                return Mark(found.suits, (f"Why: {'; '.join(found.reasons)}.",)) if found.reasons else None
            fitted = fit(*library.parts(entry), profile, known)
        except StretchguideError:
            return None
        if all(change.kind is ChangeKind.HOLD for change in fitted.changes):
            return None
        return Mark(Suits.NOT if fitted.is_empty else Suits.WITH_CARE, told(fitted.changes))

    return mark


def _unsure(profile: "Profile", safety: "Safety") -> Iterator[str]:
    if profile.unsure:
        names = "; ".join(safety.conditions[condition].name for condition in profile.unsure)
        yield f"You were not sure about: {names}. It counts as if you had it. Ask a doctor or physiotherapist."


def _nothing_left(entry: Entry, fitted: "Fitted") -> str:
    from stretchguide.safety.substitution import told

    why = " ".join(told(fitted.changes)[:2])
    return f"Nothing of '{entry.id}' suits your profile. {why} Run 'stretchguide list' to see what does."
