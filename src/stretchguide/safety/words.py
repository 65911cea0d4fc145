"""The movements the project leaves out, recognized by their words.

For a stretch that comes without a pose. What counts, and why:

- A name decides: "standing toe touch" stays one, whatever is said about the back, unless the text is plainly about something else (lying down,
  half circles, bent elbows in a cobra). Yoga's half lift, and folds over crossed or bent legs, are none.
- A text decides by what it asks for as a whole: the position (standing, or sitting with at least one straight leg), the bend forward, and where it is
  meant to end (feet, floor, hanging, chest on the legs). The pieces may stand in different sentences.
- A flat or neutral back, kept while leaning, clears a text; so does bending from the hips, unless the upper body then hangs or rounds.
  A straight back as the way to sit down at the start does not, and neither do slightly bent knees.
- What is denied is not asked for ("do not reach for the toes"); "do not round the back" counts as a flat back.
- Pulling the head sideways is not pulling it down. Turning, tilting and half circles are no neck circles.
- Mistakes, warnings and reasons are read for a flat back only: they speak of what must not be done, or of something else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from stretchguide.model.anatomy import Position
from stretchguide.model.stretch import Stretch
from stretchguide.safety.reading import Place, Sentence, sentences


@dataclass(frozen=True, slots=True)
class Match:
    """A movement that is left out, found in a stretch."""

    movement: str
    """The id of its entry in `routines/avoid/`."""
    where: Place
    """The field that gives it away."""
    words: str
    """The words that do, as written."""


def recognize(stretch: Stretch) -> tuple[Match, ...]:
    """The movements left out that a stretch asks for: at most one match a movement, at the most telling place, in a fixed order."""
    texts: list[tuple[Place, str]] = [(("setup",), stretch.setup)]
    texts += [(("steps", index), step) for index, step in enumerate(stretch.steps)]
    if stretch.only_movement is not None:
        texts.append((("only_movement",), stretch.only_movement))
    texts.append((("breathing",), stretch.breathing))
    texts += [(("cues", index, "say"), cue.say) for index, cue in enumerate(stretch.cues)]
    texts += [((field, "say"), way.say) for field, way in (("easier", stretch.easier), ("harder", stretch.harder)) if way is not None]
    texts += [(("mistakes", index), mistake) for index, mistake in enumerate(stretch.mistakes)]
    texts += [(("safety", index), warning) for index, warning in enumerate(stretch.safety)]
    return _matches(stretch.name, stretch.aliases, texts, _POSTURES.get(stretch.position))


def recognize_text(name: str, aliases: Sequence[str], texts: Sequence[tuple[Place, str]]) -> tuple[Match, ...]:
    """The same for a plain description. Texts whose place begins with `mistakes`, `safety` or `why` say what is not asked for."""
    return _matches(name, aliases, texts, None)


class _Posture(Enum):
    STANDING = auto()
    SITTING = auto()
    CHAIR = auto()
    KNEELING = auto()
    BRACED = auto()
    """Lunges, squats, planks: on bent legs, or on hands and feet."""
    SUPINE = auto()
    PRONE = auto()
    SIDE = auto()


_POSTURES = {
    Position.STANDING: _Posture.STANDING,
    Position.FLOOR_SEATED: _Posture.SITTING,
    Position.CHAIR: _Posture.CHAIR,
    Position.SUPINE: _Posture.SUPINE,
    Position.PRONE: _Posture.PRONE,
}

_SIGNS: tuple[tuple[_Posture, str], ...] = (
    (_Posture.PRONE, "lie ~4 (chest|prone)|lie ~2 (head ~1 down|forward)|prone|head down|lie ~2 head"),
    (_Posture.SIDE, "lie ~4 side"),
    (_Posture.SUPINE, "lie -3 (back|flat|down|to)|lie ~3 back|supine|lie (?=hamstring)|^to ~1 back"),
    (_Posture.KNEELING, "kneel|fours|hand and knee|(sit|hip|buttock) ~5 heel|(sit|buttock) ~4 between ~2 foot|hero"),
    (_Posture.BRACED, "braced"),
    (_Posture.CHAIR, "sit ~7 chair|chair (?=stretch|forward|lean|bend|fold)"),
    (_Posture.SITTING, "sit(?! bone)|seated_pose|head to knee"),
    (_Posture.STANDING, "stand"),
)

_NO_INSTRUCTION = ("mistakes", "safety", "why")

_FEET = "(toe|foot|ankle|shin)(?! together| to)"
_ENDS = "(toe|foot|ankle|shin|floor)"
_BEND = (
    "(bend|fold|lean|hinge|stretch|reach|hang) -4 (forward|front|down|over)",
    "(bend|fold|lean|hinge) ~2 (trunk|chest) ~3 (forward|down|over|to)",
    "(bend|fold|hinge|lean) ~2 (at|from) ~2 (waist|hip)",
    "(lean|bend|fold) -2 to -3 (leg|thigh|foot|toe|floor)",
    "(put|down|hang|relax|roll) ~2 (trunk|chest|head|chin) ~4 (forward|down|to|over)",
    "forward (fold|bend|lean)|fold_pose|fold (?=in|at|to)",
    "roll ~3 (down|forward)|down ~2 vertebra",
)
_TO_FEET = (
    f"(reach|stretch|extend|hang|put|down) +5 (to|down) ~3 {_FEET}",
    f"(touch|grab) ~2 {_FEET}|reach ~1 {_FEET}(?! up| forward| front| back)",
    f"(touch|grab|reach) ~1 (left|right|opposite|one) {_FEET}",
    "hand ~5 (to|touch|reach|by) ~2 (toe|foot|ankle|shin)",
    "reach ~2 (left|right|one)? leg",
)
_TO_FLOOR = (
    "(reach|stretch|hang) +5 (to|down) ~3 floor",
    "(put|down) ~3 (hand|arm) ~5 (to|down|over|flat) ~3 floor",
    "touch ~2 floor",
    "(hand|arm|head) (to|down|flat|by)? ~2 to ~1 floor",
)
_HANGS = ("hang", "relax ~2 (trunk|back)", "ragdoll", "weight of ~3 (trunk|head|arm)", "head ~2 weight")
_TO_LEGS = (
    "(chest|head|chin|trunk) ~5 (to|at|over) ~4 (knee|thigh|leg|shin|foot|toe|floor)",
    "(fold|bend|lean) -3 (over|to) ~3 (leg|thigh|knee)",
)
_ROUNDS = ("round ~4 (back|trunk|forward|down)", "(back|trunk) ~3 round", "vertebra", "round ~2 shoulder", "relax ~2 back", "back ~6 relax")
_FLAT = (
    "(flat|straight|lifted) ~2 (back|trunk)(?! ~2 (leg|knee|foot|arm))",
    "(back|trunk) -5 (flat|straight|lifted|arch)",
    "chest ~3 (up|lifted|forward)",
    "(lift|extend) ~2 (chest|back|trunk)",
    "sit ~1 (flat|long)",
    "arch ~4 back|back ~3 arch",
    "lead ~2 chest",
)
_LONG = ("long ~2 (back|trunk)", "(back|trunk) -5 (long|extend)")
_HINGES = ("hinge", "(bend|fold|lean|forward|down|reach|over) ~5 (at|from|to|by|in|of) ~3 hip", "hip ~2 (bend|fold|hinge)")
_STRAIGHT_LEGS = (
    "(leg|knee) ~5 (straight|extend)|leg ~4 apart",
    "(straight|extend) ~4 (leg|knee)(?! to ~1 chest)|(stretch|apart) ~2 leg",
    "(not|without) ~1 (bend|straight)? ~2 knee",
    "leg ~4 front",
    "apart|pancake|pike",
)
_BENT_KNEES = ("bend ~3 (knee|leg)", "(knee|leg) ~2 bend", "braced")
_STRAPS = "strap"


@dataclass(frozen=True, slots=True)
class _Description:
    """A stretch as sentences, each with the position it is done in."""

    titles: tuple[Sentence, ...]
    steps: tuple[tuple[_Posture | None, Sentence], ...]
    asides: tuple[Sentence, ...]

    def within(self, *postures: _Posture | None) -> list[Sentence]:
        return [sentence for posture, sentence in self.steps if posture in postures]

    @property
    def instructions(self) -> list[Sentence]:
        return [sentence for _, sentence in self.steps]


def _read(name: str, aliases: Sequence[str], texts: Sequence[tuple[Place, str]], posture: _Posture | None) -> _Description:
    titles = [sentence for place, text in _titles(name, aliases) for sentence in sentences(place, text)]
    for title in titles:
        posture = posture or _posture(title)
    steps: list[tuple[_Posture | None, Sentence]] = []
    asides: list[Sentence] = []
    for place, text in texts:
        for sentence in sentences(place, text):
            if place and place[0] in _NO_INSTRUCTION:
                asides.append(sentence)
                continue
            found = _posture(sentence)
            if found is not None and not (found is _Posture.SITTING and posture is _Posture.CHAIR):
                posture = found
            steps.append((posture, sentence))
    return _Description(tuple(titles), tuple(steps), tuple(asides))


def _titles(name: str, aliases: Sequence[str]) -> list[tuple[Place, str]]:
    return [(("name",), name), *((("aliases", index), alias) for index, alias in enumerate(aliases))]


def _posture(sentence: Sentence) -> _Posture | None:
    """The position a sentence puts the body in: the one it names first, and among equals the one that is listed first."""
    found = [(span[0], posture) for posture, sign in _SIGNS if (span := sentence.find(sign)) is not None]
    return min(found, key=lambda sign: sign[0])[1] if found else None


_Found = tuple[Sentence, tuple[int, int]]


def _first(among: Iterable[Sentence], phrases: Iterable[str]) -> _Found | None:
    """The first sentence that says one of the phrases."""
    phrases = tuple(phrases)
    for sentence in among:
        for phrase in phrases:
            span = sentence.find(phrase)
            if span is not None:
                return sentence, span
    return None


def _kept_flat(description: _Description, among: Sequence[Sentence], ways: Sequence[str] = _FLAT) -> bool:
    """Whether the back is to stay flat in the movement, not just in sitting or standing up straight before it."""
    for sentence in among:
        if sentence.denies(*_ROUNDS):
            return True
        if sentence.says(*ways) and (sentence.mentions("keep", *_BEND, *_TO_FEET) or not sentence.says("sit|stand|lie")):
            return True
    return any(sentence.mentions(*_ROUNDS) for sentence in description.asides if sentence.where[0] == "mistakes")


def _cleared(description: _Description, among: Sequence[Sentence]) -> bool:
    """Whether the way of bending keeps the low back out of it."""
    if _first(among, ("round ~4 back", "(back|trunk) ~3 round")):
        return False
    if _kept_flat(description, among):
        return True
    if _first(among, (*_HANGS, *_ROUNDS, *_TO_LEGS[:1])):
        return False
    return _first(among, _HINGES) is not None or _kept_flat(description, among, _LONG)


_LEG_UP = ("(put|lift|one) ~3 (leg|foot|heel|ankle) ~6 to ~5 (high|chair|height|(hip|waist) lifted)", "(leg|foot|heel|ankle) ~3 to ~3 high")
_NO_STANDING_FOLD = (
    "behind ~3 (foot|ankle)",
    "(leg|foot) behind(?! ~1 opposite)",
    "(foot|ankle|heel) ~6 buttock",
    "wall|roller|pendulum",
    "bend ~3 side|side ~1 bend",
    "stand ~3 one ~1 (leg|foot)",
    "(one|top|opposite|right|left) ~1 (arm|hand) ~6 (up|sky)",
    "arm hang ~3 side",
    *_LEG_UP,
)
_NO_SEATED_FOLD = (
    "sole ~5 together|sole to sole|foot ~3 sole",
    "butterfly|roller",
    "(leg|ankle|shin|knee) ~2 cross|cross ~3 (leg|ankle|knee)",
    "lean ~2 (back|backward)",
    "lift ~3 (hip|buttock)|hand ~4 behind",
)


def _standing_fold(description: _Description) -> _Found | None:
    among = description.within(_Posture.STANDING, None)
    bend, feet = _first(among, _BEND), _first(among, _TO_FEET)
    low = _first(among, (*_TO_FLOOR, *_HANGS, *_TO_LEGS))
    if _windmill(description):
        return None
    if bend and not low:
        low = _first(among, ("(bend|fold|lean) ~5 waist ~9 (far|hamstring)", "(bend|fold|lean) ~5 far ~5 waist"))
    straight = _first(among, _STRAIGHT_LEGS)
    if _cleared(description, among) or _first((*description.instructions, *description.titles), _NO_STANDING_FOLD):
        return None
    if any(sentence.says(*_BENT_KNEES) and not sentence.mentions("slightly") for sentence in among):
        return None
    return (feet and (feet if bend or straight else None)) or (low if bend or (straight and _first(among, _TO_FLOOR)) else None)


def _seated_reach(description: _Description) -> _Found | None:
    among = description.within(_Posture.SITTING)
    every = [*among, *description.titles]
    if not _first(every, _STRAIGHT_LEGS) or _first(among, _NO_SEATED_FOLD) or _cleared(description, among):
        return None
    return _first(among, _TO_FEET) or (
        None
        if _first(among, (_STRAPS,))
        else _first([sentence for sentence in among if not sentence.mentions("slightly")], (*_BEND, *_TO_LEGS, "reach ~3 far"))
    )


def _chair_slump(description: _Description) -> _Found | None:
    among = description.within(_Posture.CHAIR)
    if not _first(among, _STRAIGHT_LEGS) or _cleared(description, among):
        return None
    return _first(among, (*_TO_FEET, *_ROUNDS))


def _leg_up(description: _Description) -> _Found | None:
    among = description.within(_Posture.STANDING, _Posture.CHAIR, None)
    up = _first(among, _LEG_UP)
    if up is None or _first(description.instructions, ("sit|lie|kneel",)) or _cleared(description, among):
        return None
    return _first(among, (*_TO_FEET, *_BEND, *_TO_LEGS)) and up


def _windmill(description: _Description) -> _Found | None:
    ends = "(toe|foot|ankle|shin)"
    crossed = (
        f"right ~1 (hand|arm) ~6 left ~2 {ends}",
        f"left ~1 (hand|arm) ~6 right ~2 {ends}",
        f"{ends} ~3 opposite ~1 (hand|arm)",
        f"(hand|arm) ~4 opposite ~1 {ends}",
        f"(touch|reach) ~6 left ~1 {ends} ~3 right ~1 hand",
        f"(touch|reach) ~6 right ~1 {ends} ~3 left ~1 hand",
    )
    among = description.within(_Posture.STANDING, None)
    return (
        _first(among, crossed)
        if _first(among, (*_BEND, "apart", "rotate")) and not _first(among, ("behind|lift ~3 (leg|foot|knee)",))
        else None
    )


def _folded_behind(description: _Description) -> _Found | None:
    among = description.within(_Posture.SITTING)
    behind = (
        "opposite ~3 (bend|fold|extend) ~4 (behind|backward)",
        "(leg|knee|foot) ~3 (bend|fold|extend) ~4 (behind|back|backward)",
        "(bend|fold) ~4 (leg|knee|foot|one) ~6 (behind|backward|beside)",
        "(foot|heel) ~4 (behind|beside|by) ~2 (hip|buttock)",
    )
    return (
        _first(among, behind)
        if _first(among, _STRAIGHT_LEGS[:2]) and not _first((*among, *description.titles), ("cross|rotate|braced",))
        else None
    )


def _bounce(description: _Description) -> _Found | None:
    other = "hop|roller|harm|if ~2 bounce|bounce back|bounce ~4 (foot|heel|toe)"
    calm = [sentence for sentence in description.instructions if not sentence.mentions(other)]
    return _first(calm, ("bounce",)) or (_first(calm, ("pulse",)) if _first(calm, (*_BEND, *_TO_FEET)) else None)


_CIRCLING = (
    "(roll|circle|rotate|put) ~3 (head|neck) ~7 (circle|clock)",
    "roll ~2 (head|neck) ~4 around",
    "circle ~3 (head|neck)",
    "(head|neck) ~4 (circle|clock)",
)


def _neck_circle(description: _Description) -> _Found | None:
    other = "half|roller|(arm|shoulder|hip|ankle) ~2 circle|(over|behind) ~1 head"
    among = [sentence for sentence in description.instructions if not sentence.mentions(other)]
    rolled = _first(among, ("(roll|circle) ~2 (head|neck)",))
    return _first(among, _CIRCLING) or (rolled if _first(among, ("back(?! ~2 (straight|flat)| to)", "direction|around")) else None)


def _half_circle(description: _Description) -> bool:
    among = description.instructions
    return _first(among, ("half", "side to side")) is not None and _neck_circle(description) is None


_HEAD_PULLS = (
    "(pull|push|press) ~3 (head|chin) ~3 (down|forward|to ~2 chest)",
    "(pull|push|press) ~1 (down|forward) ~3 head",
    "hand ~6 head ~6 (pull|press|push) ~2 (down|forward)",
    "hand to ~2 put ~3 (head|chin) ~4 (down|chest)",
)


def _pulled_head(description: _Description) -> _Found | None:
    if not _first(description.instructions, ("hand ~6 (head|chin)", "(head|chin) ~6 hand")):
        return None
    for sentence in description.instructions:
        if not sentence.mentions("side|shoulder|opposite"):
            found = _first([sentence], _HEAD_PULLS)
            if found:
                return found
    return None


def _lean_back(description: _Description) -> _Found | None:
    among = description.within(_Posture.KNEELING)
    if _first(among, ("(hand|arm) ~4 (floor|heel)", "hip ~3 forward", "grab ~3 heel")):
        return None
    return _first(among, ("lean ~4 (back|backward)(?! ~2 heel)", "lean back"))


def _cobra(description: _Description) -> _Found | None:
    among = description.within(_Posture.PRONE)
    return _first(among, _STRAIGHT_ARMS) if _first(among, ("press|push",)) else None


_STRAIGHT_ARMS = ("(straight|extend) ~3 arm", "arm ~6 (straight|extend)")


def _bent_arms(description: _Description) -> bool:
    if any(title.mentions("sphinx|half") for title in description.titles):
        return True
    bent = [sentence for sentence in description.instructions if sentence.says("arm ~2 bend", "bend ~2 arm", "arm ~2 to ~2 floor")]
    return bool(bent) and not any(
        sentence.mentions("arm", *_STRAIGHT_ARMS) and sentence.says("straight|extend") for sentence in description.instructions
    )


def _legs_over(description: _Description) -> _Found | None:
    over = (
        "(leg|foot|toe|knee) -5 (over|behind|past) -3 head",
        "(leg|foot|toe) -4 overhead",
        "(leg|foot|toe) ~8 floor (behind|past)(?! ~1 (left|right|opposite))",
        "(leg|foot|hip) ~4 over ~3 behind",
    )
    return _first(description.within(_Posture.SUPINE, None), over)


def _partner(description: _Description) -> _Found | None:
    for sentence in description.instructions:
        span = sentence.find("partner ~5 (push|pull|press|lift)")
        if span and (sentence.mentions("leg|knee|foot|ankle|thigh|trunk|hip|heel") or not sentence.mentions("arm|hand|shoulder|chest")):
            return sentence, span
    return None


def _arched_pull(description: _Description) -> _Found | None:
    among = description.within(_Posture.STANDING, None)
    return _first(among, ("arch ~2 back",)) if _first(among, ("(heel|foot|ankle) ~8 buttock",)) else None


def _lying(description: _Description) -> bool:
    return bool(description.steps) and not description.within(_Posture.STANDING, _Posture.SITTING, None, _Posture.CHAIR)


def _not_straight(description: _Description) -> bool:
    """On a chair, lying, or over crossed legs."""
    seated = description.within(_Posture.CHAIR, _Posture.SITTING)
    return _lying(description) or (
        bool(description.within(_Posture.CHAIR) or _first(seated, ("butterfly|cross ~2 leg|leg ~2 cross|foot together",)))
        and not _first(seated, _STRAIGHT_LEGS)
    )


def _not_standing(description: _Description) -> bool:
    return bool(description.steps) and not description.within(_Posture.STANDING, None)


def _flat_lean(description: _Description) -> bool:
    return _cleared(description, description.instructions)


def _never(_: _Description) -> bool:
    return False


def _spared_quad(description: _Description) -> bool:
    return (
        _lying(description) or _kept_flat(description, description.instructions) or _first(description.instructions, ("tuck",)) is not None
    )


@dataclass(frozen=True, slots=True)
class _Movement:
    id: str
    names: tuple[str, ...]
    other_names: str
    """What in a name makes it another movement."""
    asks: Callable[[_Description], _Found | None]
    """Where the text asks for it."""
    other_text: Callable[[_Description], bool] = _never
    """Whether the text is plainly about something else than the name."""


_BENT_NAMES = "butterfly|cross leg|kneel|fours|braced|chair|half|supine|lie|exercise|modified cobra"
_MOVEMENTS = (
    _Movement(
        "standing-toe-touch",
        ("toe touch", "touch ~2 toe(?! together)", "forward (fold|bend)", "stand pike", "fold_pose", "wide_pose", "toe_pose", "ragdoll"),
        f"{_BENT_NAMES}|sit|seated_pose|hand toe_pose|windmill|(opposite|cross) toe|(head|neck|shoulder) forward",
        _standing_fold,
        _not_standing,
    ),
    _Movement(
        "seated-toe-reach",
        (
            "sit and reach",
            "sit ~3 forward (fold|bend)",
            "sit ~3 toe (touch|reach)",
            "pike",
            "pancake",
            "seated_pose",
            "head to knee",
        ),
        f"{_BENT_NAMES}|stand|pike ~1 (push|press|up|hop|put)",
        _seated_reach,
        _not_straight,
    ),
    _Movement(
        "slumped-seated-hamstring",
        ("round ~2 hamstring stretch", "hamstring.*round"),
        "lie|stand",
        _chair_slump,
    ),
    _Movement(
        "leg-on-high-bar",
        ("(leg|foot|heel) to ~2 (high|chair)", "high ~1 hamstring stretch"),
        "lie|kneel|quad",
        _leg_up,
        _flat_lean,
    ),
    _Movement("windmill-toe-touch", ("windmill", "(opposite|cross) toe touch"), "arm|shoulder|leg|exercise|lie|hip", _windmill, _lying),
    _Movement("hurdler", ("hurdler", "one leg fold back"), "modified|stand|hop|exercise", _folded_behind),
    _Movement("ballistic-bounce", ("bounce",), "hop|roller", _bounce),
    _Movement(
        "full-neck-circles",
        ("(neck|head) (roll|circle)", "circle ~1 (neck|head)", "(neck|head) rotate ~1 circle"),
        "half|roller",
        _neck_circle,
        _half_circle,
    ),
    _Movement(
        "hands-pull-head",
        ("pull ~2 head", "neck pull", "hand behind head neck", "chin to chest pull", "help neck stretch"),
        "side",
        _pulled_head,
    ),
    _Movement(
        "kneeling-lean-back",
        ("(supine|lean) (hero|kneel)", "(hero|kneel) ~2 lean", "lean back quad"),
        "forward|side|stand",
        _lean_back,
    ),
    _Movement(
        "locked-cobra", ("cobra", "up facing? braced", "updog", "full press up"), "half|down|sphinx|stand|sit|chair|hop", _cobra, _bent_arms
    ),
    _Movement("plough", ("plough", "leg over head", "roll to ~1 shoulder"), "snow", _legs_over),
    _Movement("forced-partner-push", ("partner", "help hamstring"), "arm|shoulder|chest", _partner),
    _Movement(
        "standing-quad-pull-arched",
        ("stand quad pull", "heel to buttock", "flamingo", "stand heel pull"),
        "lie|prone|kneel|hop",
        _arched_pull,
        _spared_quad,
    ),
)


def _matches(name: str, aliases: Sequence[str], texts: Sequence[tuple[Place, str]], posture: _Posture | None) -> tuple[Match, ...]:
    description = _read(name, aliases, texts, posture)
    matches = [(movement.id, _find(movement, description)) for movement in _MOVEMENTS]
    return tuple(Match(id, found[0].where, found[0].quote(found[1])) for id, found in matches if found is not None)


def _find(movement: _Movement, description: _Description) -> _Found | None:
    titles = [title for title in description.titles if not title.mentions(movement.other_names)]
    named = _first(titles, movement.names)
    if named is not None and not movement.other_text(description):
        return named
    return movement.asks(description)
