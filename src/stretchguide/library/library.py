"""The library: finds files by name, loads them once, and says everything that is wrong with them at once."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from stretchguide.errors import DataError, InvalidError, NotFoundError
from stretchguide.library.files import ENDINGS, ID, Entry, Kind, Origin, Root, catalog, entries, is_path, slug
from stretchguide.library.kinds import kind_of, model_of
from stretchguide.library.problem import InvalidFileError, Problem
from stretchguide.library.source import Location, Source, read
from stretchguide.model.routine import Routine, StretchStep
from stretchguide.model.stretch import Stretch
from stretchguide.model.units import ROUTINE_SECONDS_MAX, format_duration
from stretchguide.timeline import STANDARD, Timeline, Timing, compile

if TYPE_CHECKING:
    from stretchguide.model.measurement import Measurements
    from stretchguide.model.safety import Avoid, Safety, Sources

ModelType = TypeVar("ModelType", bound=BaseModel)


class Library:
    """Every routine and stretch there is: the bundled ones, and the user's own over them."""

    def __init__(self, roots: Sequence[Root], names: Callable[[], Mapping[str, list[Entry]]] | None = None) -> None:
        """A library of some folders. `names` gives what people call its entries; it is asked only where an id is not enough."""
        self.roots = tuple(roots)
        self._names = names
        self._catalog = catalog(roots)
        self._loaded: dict[Path, tuple[Source, BaseModel | InvalidFileError]] = {}

    # --- looking up -------------------------------------------------------------------------------------------------

    def entries(self, *kinds: Kind) -> list[Entry]:
        """The entries of these kinds, by id."""
        return sorted((e for e in self._catalog.values() if e.kind in kinds), key=lambda e: (kinds.index(e.kind), e.id))

    def find(self, name: str, kinds: Sequence[Kind] = (Kind.ROUTINE, Kind.STRETCH)) -> Entry:
        """The entry meant by an id, a name, another name for it, the beginning of just one id, or the path of a file.

        Raises:
            NotFoundError: there is none, or more than one could be meant; the message names the nearest.
        """
        if is_path(name):
            return self._file(Path(name), kinds)
        wanted = slug(name)
        for id in (name, wanted):
            for kind in kinds:
                if (kind, id) in self._catalog:
                    return self._catalog[kind, id]
        known = {entry.id: entry for entry in reversed(self.entries(*kinds))}
        beginning = sorted(id for id in known if wanted and id.startswith(wanted))
        if len(beginning) == 1:
            return known[beginning[0]]
        called = self._names() if self._names is not None else {}
        meant = {entry.id: entry for entry in called.get(wanted, ()) if entry.kind in kinds}
        if len(meant) == 1:
            return next(iter(meant.values()))
        if len(meant or beginning) > 1:
            raise NotFoundError(f"'{name}' could be {_either(list(meant or beginning)[:6])}. Write more of the name.")
        for entry in called.get(wanted, ()):
            if entry.kind is Kind.AVOID:
                raise NotFoundError(
                    f"'{name}' is left out of stretchguide. Run 'stretchguide show {entry.id}' to read why. "
                    f"Instead, try {_either(self.avoided(entry).instead)}."
                )
        others = {word: entry for word, meant_by in called.items() for entry in meant_by if entry.kind in kinds}
        near = self._near(wanted, known | others)
        hint = f"Did you mean {_either(near)}?" if near else "Run 'stretchguide list' to see what there is."
        what = f"no {' or '.join(kinds)}" if len(kinds) < 3 else "nothing"
        raise NotFoundError(f"There is {what} called '{name}'. {hint}")

    def _near(self, wanted: str, names: Mapping[str, Entry]) -> list[str]:
        """The ids of up to three entries whose names are like the one that was wanted."""
        alike = difflib.get_close_matches(wanted, names, n=6, cutoff=0.6)
        words = {word for word in wanted.split("-") if len(word) > 2}
        alike += sorted((name for name in names if words & set(name.split("-"))), key=lambda name: -len(words & set(name.split("-"))))
        return list(dict.fromkeys(names[name].id for name in alike))[:3]

    def _file(self, path: Path, kinds: Sequence[Kind]) -> Entry:
        source = read(path)
        kind = kind_of(path, source.data)
        if source.readable and kind not in kinds:
            raise InvalidError(f"{path}: this is a {kind} file. A {' or '.join(kinds)} is needed here.")
        return Entry(kind, path.stem, path, Origin.FILE)

    def _stretches(self, entry: Entry) -> dict[str, Entry]:
        """The stretches an entry can name, by id. A file that is handed around can bring its own in a folder beside it."""
        known = {found.id: found for found in self._catalog.values() if found.kind is Kind.STRETCH}
        if entry.origin is Origin.FILE and entry.kind is Kind.ROUTINE:
            known |= {found.id: found for found in entries(Root(entry.path.parent, Origin.FILE)) if found.kind is Kind.STRETCH}
        return known

    # --- loading ----------------------------------------------------------------------------------------------------

    def stretch(self, entry: Entry) -> Stretch:
        """The stretch of an entry.

        Raises:
            InvalidFileError: with every problem of the file.
        """
        return self._load(entry, Stretch)

    def routine(self, entry: Entry) -> Routine:
        """The routine of an entry, whether or not its stretches are right."""
        return self._load(entry, Routine)

    def avoided(self, entry: Entry) -> "Avoid":
        """The avoid entry."""
        from stretchguide.model.safety import Avoid

        return self._load(entry, Avoid)

    def safety(self) -> "Safety":
        """The safety texts."""
        from stretchguide.model.safety import Safety

        return self._load(self._catalog[Kind.SAFETY, "safety"], Safety)

    def measurements(self) -> "Measurements":
        """What can be measured at home, and how."""
        from stretchguide.model.measurement import Measurements

        return self._load(self._catalog[Kind.MEASUREMENTS, "measurements"], Measurements)

    def sources(self) -> "Sources":
        """The citations of every folder. A file of them that is wrong has none: it is reported on its own."""
        from stretchguide.model.safety import Source as Citation
        from stretchguide.model.safety import Sources

        found: dict[str, Citation] = {}
        for root in self.roots:
            path = root.path / f"{Kind.SOURCES}{ENDINGS[0]}"
            if path.is_file():
                with suppress(DataError, NotFoundError):
                    loaded = self._read(Entry(Kind.SOURCES, path.stem, path, root.origin))
                    found |= loaded.sources if isinstance(loaded, Sources) else {}
        return Sources.model_construct(sources=found)

    def timeline(self, entry: Entry, timing: Timing = STANDARD) -> Timeline:
        """The timeline of a routine; of a single stretch, a routine made of it alone.

        Raises:
            InvalidFileError: with every problem of the routine and of the stretches it names.
        """
        return compile(*self.parts(entry), timing)

    def parts(self, entry: Entry) -> tuple[Routine, dict[str, Stretch]]:
        """A routine, and by id the stretches it names; for a single stretch, a routine made of it alone.

        Raises:
            InvalidFileError: with every problem of the routine and of the stretches it names.
        """
        problems = self._problems(entry)
        if problems:
            raise InvalidFileError(problems)
        if entry.kind is Kind.STRETCH:
            stretch = self.stretch(entry)
            step = StretchStep.model_construct(stretch=entry.id)  # a file outside the library can be called anything
            return Routine(name=stretch.name, summary=stretch.why or stretch.name, level=stretch.level, steps=(step,)), {entry.id: stretch}
        routine = self.routine(entry)
        return routine, {id: self.stretch(found) for id, found in self.named(entry).items()}

    def named(self, entry: Entry) -> dict[str, Entry]:
        """The entries of the stretches that a routine without problems names, by id, in order."""
        known = self._stretches(entry)
        return {id: known[id] for id in stretch_ids(self.routine(entry))}

    def easier(self, entry: Entry, stretches: Iterable[Stretch]) -> dict[str, Entry]:
        """The entries of the easier stretches that some of an entry name, by id."""
        named = [stretch.easier.stretch for stretch in stretches if stretch.easier is not None]
        known = self._stretches(entry)
        return {id: known[id] for id in named if id is not None and id in known}

    def _load(self, entry: Entry, model: type[ModelType]) -> ModelType:
        loaded = self._read(entry)
        if isinstance(loaded, InvalidFileError):
            raise loaded
        assert isinstance(loaded, model)
        return loaded

    def _read(self, entry: Entry) -> BaseModel | InvalidFileError:
        if entry.path not in self._loaded:
            source = read(entry.path)
            result: BaseModel | InvalidFileError
            try:
                result = source.validate(model_of(entry.kind))
            except InvalidFileError as error:
                result = error
            self._loaded[entry.path] = (source, result)
        return self._loaded[entry.path][1]

    # --- checking ---------------------------------------------------------------------------------------------------

    def check(self, entry: Entry) -> list[Problem]:
        """Everything wrong with one file, in the order of its lines; nothing of the files it refers to."""
        try:
            problems = [*self._problems(entry), *self._cited(entry)]
        except (DataError, NotFoundError) as error:
            # A file of the library that cannot be read, or is gone by now.
            return [Problem(entry.path, 1, 1, "", str(error).removeprefix(f"{entry.path}: "))]
        return sorted({problem for problem in problems if problem.path == entry.path})

    def check_all(self) -> list[Problem]:
        """Everything wrong with any file of the library, the shadowed ones included."""
        everything = [entry for root in self.roots for entry in catalog([root]).values()]
        return sorted({problem for entry in everything for problem in self.check(entry)})

    def locate(self, entry: Entry, where: Location, message: str) -> Problem:
        """Something to say about a field of a file that has been loaded, with its line and column."""
        return self._loaded[entry.path][0].problem(where, message)

    def _problems(self, entry: Entry) -> list[Problem]:
        loaded = self._read(entry)
        source, known = self._loaded[entry.path][0], self._stretches(entry)
        problems = list(loaded.problems) if isinstance(loaded, InvalidFileError) else []
        if not ID.fullmatch(entry.id) and entry.kind in (Kind.STRETCH, Kind.AVOID) and entry.origin is not Origin.FILE:
            problems.append(
                Problem(entry.path, 1, 1, "", f"'{entry.id}' is not an id: name the file in lower-case words joined by hyphens")
            )
        if isinstance(loaded, InvalidFileError):
            # What is right in a routine can still name stretches that are not there: everything comes out at once.
            return problems + (self._step_problems(_steps_that_stand(source), source, known)[0] if entry.kind is Kind.ROUTINE else [])
        if isinstance(loaded, Routine):
            problems += self._routine_problems(loaded, source, known)
        elif isinstance(loaded, Stretch):
            others = [(name, getattr(loaded, name)) for name in ("easier", "harder")]
            problems += _references(
                source, known, [((name, "stretch"), v.stretch) for name, v in others if v is not None and v.stretch is not None]
            )
            problems += self._circle(entry, loaded, source, known)
        if isinstance(instead := getattr(loaded, "instead", None), tuple):
            problems += _references(source, known, [(("instead", index), id) for index, id in enumerate(instead)])
        return problems

    def _circle(self, entry: Entry, stretch: Stretch, source: Source, known: Mapping[str, Entry]) -> Iterator[Problem]:
        """Easier versions that lead back to where they began: whoever needs one would go round without end."""
        passed = [entry.id]
        id = stretch.easier.stretch if stretch.easier is not None else None
        while id is not None and id in known:
            if id in passed:
                if id == entry.id:
                    circle = ", ".join([*passed, id])
                    yield source.problem(("easier", "stretch"), f"easier versions go round in a circle: {circle}")
                return
            passed.append(id)
            loaded = self._read(known[id])
            id = loaded.easier.stretch if isinstance(loaded, Stretch) and loaded.easier is not None else None

    def _routine_problems(self, routine: Routine, source: Source, known: Mapping[str, Entry]) -> list[Problem]:
        steps = [(index, step) for index, step in enumerate(routine.steps) if isinstance(step, StretchStep)]
        problems, stretches = self._step_problems(steps, source, known)
        if not problems and not stretches:
            problems.append(source.problem(("steps",), "a routine needs at least one stretch"))
        if not problems:
            seconds = compile(routine, stretches).seconds
            if seconds > ROUTINE_SECONDS_MAX:
                message = f"all steps together take {format_duration(seconds)}: 3 hours are the limit"
                problems.append(source.problem(("steps",), message))
        return problems

    def _step_problems(
        self, steps: Iterable[tuple[int, StretchStep]], source: Source, known: Mapping[str, Entry]
    ) -> tuple[list[Problem], dict[str, Stretch]]:
        """What is wrong with the steps when seen beside their stretches, and those stretches."""
        problems: list[Problem] = []
        stretches: dict[str, Stretch] = {}
        for index, step in steps:
            at: Location = ("steps", index)
            found = _references(source, known, [((*at, "stretch"), step.stretch)])
            if found:
                problems += found
                continue
            loaded = self._read(known[step.stretch])
            if isinstance(loaded, InvalidFileError):
                problems.append(source.problem((*at, "stretch"), f"the file of '{step.stretch}' has problems of its own"))
                problems += loaded.problems
            elif isinstance(loaded, Stretch):
                stretches[step.stretch] = loaded
                wrong = step.dose.over(loaded.dose).problems(loaded.method, loaded.sides)
                problems += [source.problem((*at, *where), message) for where, message in wrong]
        return problems, stretches

    def _cited(self, entry: Entry) -> list[Problem]:
        """Citations of sources that are not there. A session plays without them."""
        keys: Sequence[str] = getattr(self._read(entry), "sources", ())
        if entry.kind is Kind.SOURCES or not keys:
            return []
        known = self.sources().sources
        source = self._loaded[entry.path][0]
        problems = []
        for index, key in enumerate(keys):
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                problems.append(source.problem(("sources", index), f"there is no source called '{key}'.{hint}"))
        return problems


def _steps_that_stand(source: Source) -> Iterator[tuple[int, StretchStep]]:
    """The steps of a routine that are right in themselves although something else in the file is not."""
    steps = source.data.get("steps") if isinstance(source.data, dict) else None
    for index, step in enumerate(steps if isinstance(steps, list) else []):
        with suppress(ValidationError):
            yield index, StretchStep.model_validate(step)


def _references(source: Source, known: Mapping[str, Entry], references: Iterable[tuple[Location, str]]) -> list[Problem]:
    """A problem for each stretch that is named but not there, with the nearest that are."""
    problems = []
    for location, id in references:
        if id not in known:
            near = difflib.get_close_matches(id, known, n=3, cutoff=0.5)
            hint = f"Did you mean {_either(near)}?" if near else "'stretchguide list --stretches' names the ones there are."
            problems.append(source.problem(location, f"there is no stretch called '{id}'. {hint}"))
    return problems


def stretch_ids(routine: Routine) -> list[str]:
    """The stretches a routine names, each once, in order."""
    return list(dict.fromkeys(step.stretch for step in routine.steps if isinstance(step, StretchStep)))


def _either(words: Sequence[str]) -> str:
    quoted = [f"'{word}'" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
