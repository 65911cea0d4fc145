"""What a description asks of the body: the position of every sentence, and how the back bends in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from stretchguide.model.anatomy import Position
from stretchguide.safety.reading import Place, Sentence, mentioned, sentences


class Posture(Enum):
    """What carries the body."""

    STANDING = auto()
    SITTING = auto()
    CHAIR = auto()
    KNEELING = auto()
    BRACED = auto()
    """Lunges, squats, planks: on bent legs, or on hands and feet."""
    SUPINE = auto()
    PRONE = auto()
    SIDE = auto()


POSTURES = {
    Position.STANDING: Posture.STANDING,
    Position.FLOOR_SEATED: Posture.SITTING,
    Position.CHAIR: Posture.CHAIR,
    Position.SUPINE: Posture.SUPINE,
    Position.PRONE: Posture.PRONE,
}
"""The position of a stretch as the posture its text begins in, where that says enough."""

_SIGNS: tuple[tuple[Posture, str], ...] = (
    (Posture.PRONE, "lie ~4 (chest|prone)|lie ~2 (head ~1 down|forward)|prone|head down|lie ~2 head"),
    (Posture.SIDE, "lie ~4 side"),
    (Posture.SUPINE, "shoulderstand|shoulder stand|lie -3 (back|flat|down|to)|lie ~3 back|supine|lie (?=hamstring)|^to ~1 back"),
    (Posture.KNEELING, "kneel|fours|hand and knee|(sit|hip|buttock) ~5 heel|(sit|buttock) ~8 between ~2 foot|hero"),
    (Posture.BRACED, "braced|dog|push up pose"),
    (Posture.CHAIR, "sit ~7 chair|chair (?=stretch|forward|lean|bend|fold)"),
    (Posture.SITTING, "sit(?! bone)|seated_pose|^head to knee"),
    (Posture.STANDING, "stand"),
)

_NO_INSTRUCTION = ("mistakes", "safety", "why")

_FEET = "(toe|foot|ankle|shin)(?! together| to ~2 (floor|wall|sky|chest|body|head|shin|knee|buttock|foot))"
BEND = (
    "(?<!leg|knee|arm)(bend|fold|lean|hinge) -4 (forward|front|down|over)",
    "(stretch|reach) -4 (down|over)",
    "(bend|fold|lean|hinge) ~2 (trunk|chest|body) ~3 (forward|down|over|to)",
    "(bend|fold|hinge|lean) ~2 (at|from) ~2 (waist|hip)",
    "(lean|bend|fold) -2 to -3 (leg|thigh|foot|toe|floor)",
    "(put|down|hang|relax|roll) ~2 (trunk|chest) ~4 (forward|down|to|over)",
    "forward (fold|bend|lean)|fold_pose|fold (?=in|at|to)",
    "roll ~3 (down|forward)|down ~2 vertebra",
)
"""The upper body goes forward."""
TO_FEET = (
    f"(reach|stretch|extend|hang|put|walk|down) +5 to ~3 {_FEET}",
    f"touch ~2 {_FEET}|reach ~1 {_FEET}(?! up| forward| front| back)",
    f"(touch|reach) ~1 (left|right|opposite|one) {_FEET}",
    "hand ~5 (to|touch|reach) ~2 (toe|foot|ankle|shin)",
    "reach ~2 (left|right|one)? leg",
    f"reach ~2 past ~2 {_FEET}",
    "hand down ~1 (leg|shin|thigh)",
)
"""The hands go to the feet."""
HOLD_FEET = (f"grab ~2 {_FEET}", f"grab ~1 (left|right|opposite|one) {_FEET}")
"""The hands are at the feet, whether the upper body went there or the foot came up."""
TO_FLOOR = (
    "(reach|stretch|hang) +5 (to|down) ~3 floor",
    "(put|walk|down) ~3 (hand|arm) ~5 (to|down|over|flat) ~3 floor",
    "touch ~2 floor",
    "(hand|arm|head) (to|down|flat|by)? ~2 to ~1 floor",
)
"""The hands go to the floor."""
HANGS = ("hang", "relax ~2 (trunk|back)", "ragdoll", "weight of ~3 (trunk|body|head|arm)")
"""The upper body lets go."""
_NOT_TURNED = "(?<!rotate)(?<!rotate.)"
"""In front of what is not turned: "turn the trunk", "turn your trunk"."""
TO_LEGS = (
    f"{_NOT_TURNED}(chest|head|chin|trunk|body) ~5 (to|at|over) ~4 (knee|thigh|leg|shin|foot|toe)",
    "(head|chin) ~5 to ~4 floor",
)
"""The upper body goes as far as the legs, which rounds the back."""
OVER_LEGS = ("(fold|bend|lean) -3 (over|to) ~3 (leg|thigh|knee)",)
"""The upper body goes over the legs."""
ROUNDS = (
    "(round|curl) ~4 (back|trunk|body|forward|down)",
    "(back|trunk) ~3 round",
    "vertebra",
    "back ~6 relax",
)
"""The back bends."""
_FLAT = (
    "(flat|straight|lifted) ~2 (back|trunk)(?! ~2 (leg|knee|foot|arm))",
    "(back|trunk) -5 (flat|straight|lifted|arch)",
    "back and (leg|knee|neck|head) -2 (flat|straight|lifted)",
    "keep ~3 (back|trunk) -5 long",
    "chest ~3 (up|lifted)",
    "(lift|extend) ~2 (chest|back|trunk)",
    "sit ~1 (flat|long) and ~1 (lean|bend|fold|hinge)",
    "arch ~4 back|back ~3 arch",
    "lead ~2 chest",
)
_LONG = ("long ~2 (back|trunk)", "(back|trunk) -5 (long|extend)")
_HINGES = (
    "hinge",
    "(bend|fold|lean|forward|down|reach|over) ~5 (at|from|to|by|in|of) ~3 hip",
)
EXTENDED_LEG = (
    "(leg|knee) ~5 (straight|extend)|leg ~4 apart",
    "(straight|extend) ~4 (leg|knee)(?! to ~1 chest)|(stretch|apart) ~2 leg",
)
"""A leg is said to be straight."""
STRAIGHT_LEGS = (
    *EXTENDED_LEG,
    "(not|without) ~1 (bend|straight)? ~2 knee",
    "leg(?! ~2 bend) ~4 front",
    "straddle|pancake|pike",
)
"""At least one leg is straight, said or by the nature of the position."""
BENT_KNEES = ("bend(?! ~3 straight| ~1 (forward|down|over|at|from)) ~3 (knee|leg)", "(knee|leg)(?! ~1 forward) ~2 bend", "braced")
"""The knees bend."""


@dataclass(frozen=True, slots=True)
class Description:
    """A stretch as sentences, each with the position it is done in."""

    titles: tuple[Sentence, ...]
    """The name and the aliases."""
    steps: tuple[tuple[Posture | None, Sentence], ...]
    """None: nothing was said of the position yet."""
    asides: tuple[Sentence, ...]
    """What must not be done, and why the stretch is good."""

    def within(self, *postures: Posture | None) -> list[Sentence]:
        """The instructions for these positions."""
        return [sentence for posture, sentence in self.steps if posture in postures]

    @property
    def instructions(self) -> list[Sentence]:
        """All instructions, in order."""
        return [sentence for _, sentence in self.steps]


def read(name: str, aliases: Sequence[str], texts: Sequence[tuple[Place, str]], posture: Posture | None) -> Description:
    """A description taken apart. `posture` is where it begins, if that is known."""
    titles = [sentence for place, text in _titles(name, aliases) for sentence in sentences(place, text)]
    for title in titles:
        posture = posture or _posture(title)
    steps: list[tuple[Posture | None, Sentence]] = []
    asides: list[Sentence] = []
    for place, text in texts:
        for sentence in sentences(place, text):
            if place and place[0] in _NO_INSTRUCTION:
                asides.append(sentence)
                continue
            found = _posture(sentence)
            if found is not None and not (found is Posture.SITTING and posture is Posture.CHAIR):
                posture = found
            steps.append((posture, sentence))
    return Description(tuple(titles), tuple(steps), tuple(asides))


def _titles(name: str, aliases: Sequence[str]) -> list[tuple[Place, str]]:
    return [(("name",), name), *((("aliases", index), alias) for index, alias in enumerate(aliases))]


def _posture(sentence: Sentence) -> Posture | None:
    """The position a sentence puts the body in: the one it names first, and among equals the one that is listed first."""
    found = [(span[0], posture) for posture, sign in _SIGNS if (span := sentence.find(sign)) is not None]
    return min(found, key=lambda sign: sign[0])[1] if found else None


Found = tuple[Sentence, tuple[int, int]]
"""A phrase in its sentence, from word to word."""


def first(among: Iterable[Sentence], phrases: Iterable[str], *, unless: str = "") -> Found | None:
    """The first sentence that says one of the phrases, apart from those in which the words of `unless` stand."""
    among = tuple(among)
    phrases = mentioned(among, phrases)
    for sentence in among:
        for phrase in phrases:
            span = sentence.find(phrase)
            if span is not None and not (unless and sentence.mentions(unless)):
                return sentence, span
    return None


def kept_flat(description: Description, among: Sequence[Sentence], ways: Sequence[str] = _FLAT) -> bool:
    """Whether the back is to stay flat in the movement, not just in sitting or standing up straight before it."""
    for sentence in among:
        if sentence.denies(*ROUNDS):
            return True
        if sentence.says(*ways) and (sentence.mentions("keep", *BEND, *TO_FEET) or not sentence.says("sit|stand|lie")):
            return True
    return any(sentence.mentions(*ROUNDS) for sentence in description.asides if sentence.where[0] == "mistakes")


def cleared(description: Description, among: Sequence[Sentence]) -> bool:
    """Whether the way of bending keeps the low back out of it."""
    if first(among, ("round ~4 back", "(back|trunk) ~3 round")):
        return False
    if kept_flat(description, among):
        return True
    if first(among, (*HANGS, *ROUNDS, *TO_LEGS)):
        return False
    return first(among, _HINGES) is not None or kept_flat(description, among, _LONG)
