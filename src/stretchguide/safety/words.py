"""The movements the project leaves out, recognized by their words.

For a stretch that comes without a pose. What counts, and why:

- A name decides: "standing toe touch" stays one, whatever is said about the back, unless the text is plainly about something else
  (lying down, half circles, bent elbows in a cobra). Yoga's half lift, and folds over crossed or bent legs, are none.
- A text decides by what it asks for as a whole: the position (standing, or sitting with at least one straight leg), the bend
  forward, and where it is meant to end (feet, floor, hanging, chest on the legs). The pieces may stand in different sentences.
- A flat or neutral back, kept while leaning, clears a text; so does bending from the hips, unless the upper body then hangs or rounds.
  A straight back as the way to sit down at the start does not, and neither do slightly bent knees.
- Only the upper body folds: a leg that comes up to the hands, a knee drawn to the chest, a heel pulled to the buttock, or a head that
  sinks alone are no fold. Holding a foot counts where the body bends to it.
- What is denied is not asked for ("do not reach for the toes"); "do not round the back" counts as a flat back.
- Pulling the head sideways is not pulling it down. Turning, tilting and half circles are no neck circles. A circle may be told
  step by step: the head rolls, and on its way goes back.
- Mistakes, warnings and reasons are read for a flat back only: they speak of what must not be done, or of something else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stretchguide.model.stretch import Stretch
from stretchguide.safety.description import (
    BEND,
    BENT_KNEES,
    EXTENDED_LEG,
    HANGS,
    HOLD_FEET,
    OVER_LEGS,
    POSTURES,
    ROUNDS,
    STRAIGHT_LEGS,
    TO_FEET,
    TO_FLOOR,
    TO_LEGS,
    Description,
    Found,
    Posture,
    cleared,
    first,
    kept_flat,
    read,
)
from stretchguide.safety.reading import Place


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
    return _matches(stretch.name, stretch.aliases, texts, POSTURES.get(stretch.position))


def recognize_text(name: str, aliases: Sequence[str], texts: Sequence[tuple[Place, str]]) -> tuple[Match, ...]:
    """The same for a plain description. Texts whose place begins with `mistakes`, `safety` or `why` say what is not asked for."""
    return _matches(name, aliases, texts, None)


_LEG_UP = (
    "(put|lift|one) ~3 (leg|foot|heel|ankle) ~6 to ~5 (high|chair|height|(hip|waist) lifted)",
    "(leg|foot|heel|ankle) ~3 to ~3 high",
)
_BENT_FAR = ("(bend|fold|lean) ~5 waist ~9 (far|hamstring)",)
_HEEL_TO_BUTTOCK = "(foot|ankle|heel) ~6 buttock"
_NO_STANDING_FOLD = (
    # a leg is off the floor, or behind
    "behind ~3 (foot|ankle)",
    "(leg|foot) behind(?! ~1 opposite)",
    _HEEL_TO_BUTTOCK,
    "stand ~3 one ~1 (leg|foot)",
    "lift ~3 (leg|foot)",
    "(knee|leg) -3 to ~2 chest",
    *_LEG_UP,
    # the bend goes to the side, or one arm up
    "bend ~3 side|side ~1 bend",
    "(one|top|opposite|right|left) ~1 (arm|hand) ~6 (up|sky)",
    # the arms are leant on, trained, or just hang
    "wall|roller|pendulum|exercise|push up|pull up",
    "hand -4 (chair|high)",
    "arm hang ~3 side",
)
_NO_SEATED_FOLD = (
    "sole ~5 together|sole to sole|foot ~3 sole",
    "butterfly|roller|exercise",
    "(leg|ankle|shin|knee) ~2 cross|cross ~3 (leg|ankle|knee)",
    "lean ~2 (back|backward)",
    "lift ~3 (hip|buttock)|hand ~4 behind",
)
_FORWARD_SEATED = (
    *BEND,
    *TO_LEGS,
    *OVER_LEGS,
    "chest ~5 to ~4 floor",
    "(stretch|reach|walk) -4 (forward|front)",
    "walk ~3 hand ~3 (forward|front|far)",
    "reach ~3 far",
)


def _standing_fold(description: Description) -> Found | None:
    among = description.within(Posture.STANDING, None)
    if (
        cleared(description, among)
        or first((*description.instructions, *description.titles), _NO_STANDING_FOLD)
        or first(among, BENT_KNEES, unless="slightly|if")
        or _windmill(description)
    ):
        return None
    feet, floor = first(among, TO_FEET), first(among, TO_FLOOR)
    if first(among, BEND):
        return feet or first(among, (*HOLD_FEET, *TO_FLOOR, *HANGS, *TO_LEGS, *OVER_LEGS)) or first(among, _BENT_FAR)
    if first(among, STRAIGHT_LEGS):
        return feet or floor
    return first(among, ("(touch|reach ~1 to) ~1 toe(?! to| together)",))


def _seated_reach(description: Description) -> Found | None:
    among = description.within(Posture.SITTING)
    if first(among, _NO_SEATED_FOLD) or cleared(description, among):
        return None
    if not first((*among, *description.titles), STRAIGHT_LEGS):
        return None if first(among, BENT_KNEES) else first(among, ("reach +5 (to|past) ~3 (toe|foot|ankle)",))
    reached = first(among, TO_FEET)
    if reached or first(among, ("strap",)):
        return reached
    held = None if first(among, (_HEEL_TO_BUTTOCK,)) else first(among, HOLD_FEET)
    return held or first(among, _FORWARD_SEATED, unless="slightly")


def _chair_slump(description: Description) -> Found | None:
    among = description.within(Posture.CHAIR)
    if not first(among, STRAIGHT_LEGS) or cleared(description, among):
        return None
    return first(among, (*TO_FEET, *HOLD_FEET, *ROUNDS))


def _leg_up(description: Description) -> Found | None:
    among = description.within(Posture.STANDING, Posture.CHAIR, None)
    up = first(among, _LEG_UP)
    if (
        up is None
        or first((*description.instructions, *description.titles), ("sit|lie|kneel|braced|behind|exercise",))
        or cleared(description, among)
    ):
        return None
    return first(among, (*TO_FEET, *HOLD_FEET, *BEND, *TO_LEGS, *OVER_LEGS)) and up


def _windmill(description: Description) -> Found | None:
    ends = "(toe|foot|ankle|shin)"
    crossed = (
        f"right ~1 (hand|arm) ~6 left ~2 {ends}",
        f"left ~1 (hand|arm) ~6 right ~2 {ends}",
        f"{ends} ~3 opposite ~1 (hand|arm)",
        f"(hand|arm) ~4 opposite ~1 {ends}",
        f"(touch|reach) ~6 left ~1 {ends} ~3 right ~1 hand",
        f"(touch|reach) ~6 right ~1 {ends} ~3 left ~1 hand",
    )
    among = description.within(Posture.STANDING, None)
    if not first(among, (*BEND, "apart", "rotate")) or first(among, ("behind|lift ~3 (leg|foot|knee)",)):
        return None
    return first(among, crossed)


def _folded_behind(description: Description) -> Found | None:
    among = description.within(Posture.SITTING)
    behind = (
        "(opposite|leg|knee|foot) ~3 (bend|fold) ~4 (behind|backward|beside)",
        "opposite ~3 extend ~4 (behind|backward)",
        "(leg|knee|foot) ~3 (bend|fold|extend) ~4 (behind|backward)",
        "(bend|fold) ~4 (leg|knee|foot|one) ~6 (behind|backward|beside)",
        "(foot|heel) ~4 (behind|beside|by) ~2 (hip|buttock)",
    )
    if not first(among, EXTENDED_LEG) or first((*among, *description.titles), ("cross|rotate|braced",)):
        return None
    return first(among, behind)


def _bounce(description: Description) -> Found | None:
    other = "hop|roller|harm|if ~2 bounce|bounce back|bounce ~4 (foot|heel|toe)"
    among = description.instructions
    bouncing = first(among, ("bounce",), unless=other)
    if bouncing or not first(among, (*BEND, *TO_FEET, *HOLD_FEET)):
        return bouncing
    return first(among, ("pulse",), unless=other)


_CIRCLING = (
    "(roll|circle|rotate|put) ~3 (head|neck) ~7 (circle|clock)",
    "(roll|put) ~2 (head|neck) ~4 around",
    "(head|neck) put ~1 around",
    "circle ~3 (head|neck)",
    "(head|neck) ~4 (circle|clock)",
)


def _neck_circle(description: Description) -> Found | None:
    other = "half|roller|(arm|shoulder|hip|ankle) ~2 circle|(over|behind) ~1 head"
    among = description.instructions
    rolled = first(among, ("(roll|circle) ~2 (head|neck|ear|chin)",), unless=other)
    all_ways = ("back(?! ~2 (straight|flat)| to)", "up ~2 sky", "direction|around")
    return first(among, _CIRCLING, unless=other) or (rolled if first(among, all_ways, unless=other) else None)


def _half_circle(description: Description) -> bool:
    among = description.instructions
    return first(among, ("half", "side to side")) is not None and _neck_circle(description) is None


_HEAD_PULLS = (
    "(pull|push|press) ~3 (head|chin) ~3 (down|forward|to ~2 chest)",
    "(pull|push|press) ~1 (down|forward) ~3 head",
    "hand ~6 head ~6 (pull|press|push) ~2 (down|forward)",
    "hand ~4 behind ~1 head comma ~2 (pull|press|push) ~3 (down|forward)",
    "hand to ~2 put ~3 (head|chin) ~4 (down|chest)",
)


def _pulled_head(description: Description) -> Found | None:
    if not first(description.instructions, ("hand ~6 (head|chin)", "(head|chin) ~6 hand")):
        return None
    if first(description.instructions, ("(head|neck) ~5 to ~2 shoulder", "ear ~2 to ~2 shoulder", "lean ~5 side")):
        return None
    return first(description.instructions, _HEAD_PULLS, unless="side|shoulder|opposite")


def _lean_back(description: Description) -> Found | None:
    among = description.within(Posture.KNEELING)
    if first(among, ("(hand|arm) ~4 (floor|heel)", "hip ~3 forward", "grab ~3 heel")):
        return None
    return first(among, ("lean ~4 (back|backward)(?! ~2 heel)", "(put|lie) ~3 (back|trunk) ~4 behind"))


def _cobra(description: Description) -> Found | None:
    among = description.within(Posture.PRONE)
    if first(description.titles, ("push up|exercise",)) or first(among, ("high",)):
        return None
    return first(among, _STRAIGHT_ARMS) if first(among, ("press|push",)) else None


_STRAIGHT_ARMS = ("(straight|extend) ~3 arm", "arm ~6 (straight|extend)")


def _bent_arms(description: Description) -> bool:
    if any(title.mentions("sphinx|half") for title in description.titles):
        return True
    bent = [sentence for sentence in description.instructions if sentence.says("arm ~2 bend", "bend ~2 arm", "arm ~2 to ~2 floor")]
    return bool(bent) and not any(
        sentence.mentions("arm", *_STRAIGHT_ARMS) and sentence.says("straight|extend") for sentence in description.instructions
    )


def _legs_over(description: Description) -> Found | None:
    over = (
        "(leg|foot|toe|knee) -5 (over|behind|past) -3 head",
        "(leg|foot|toe) -4 overhead",
        "(leg|foot|toe) ~8 floor (behind|past)(?! ~1 (left|right|opposite))",
        "(leg|foot|hip) ~4 over ~3 behind",
    )
    return first(description.within(Posture.SUPINE), over) or first(description.within(None), over[:1])


def _partner(description: Description) -> Found | None:
    for sentence in description.instructions:
        span = sentence.find("partner ~5 (push|pull|press|lift)")
        if span and (sentence.mentions("leg|knee|foot|ankle|thigh|trunk|hip|heel") or not sentence.mentions("arm|hand|shoulder|chest")):
            return sentence, span
    return None


def _arched_pull(description: Description) -> Found | None:
    among = description.within(Posture.STANDING, None)
    return first(among, ("arch ~2 back",)) if first(among, ("(heel|foot|ankle) ~8 buttock",)) else None


def _lying(description: Description) -> bool:
    return bool(description.steps) and not description.within(Posture.STANDING, Posture.SITTING, None, Posture.CHAIR)


def _not_straight(description: Description) -> bool:
    """On a chair, lying, or over crossed legs."""
    seated = description.within(Posture.CHAIR, Posture.SITTING)
    return _lying(description) or (
        bool(description.within(Posture.CHAIR) or first(seated, ("butterfly|cross ~2 leg|leg ~2 cross|foot together",)))
        and not first(seated, STRAIGHT_LEGS)
    )


def _not_standing(description: Description) -> bool:
    return bool(description.steps) and not description.within(Posture.STANDING, None)


def _flat_lean(description: Description) -> bool:
    return cleared(description, description.instructions)


def _never(_: Description) -> bool:
    return False


def _spared_quad(description: Description) -> bool:
    return _lying(description) or kept_flat(description, description.instructions) or first(description.instructions, ("tuck",)) is not None


@dataclass(frozen=True, slots=True)
class _Movement:
    id: str
    names: tuple[str, ...]
    other_names: str
    """What in a name makes it another movement."""
    asks: Callable[[Description], Found | None]
    """Where the text asks for it."""
    other_text: Callable[[Description], bool] = _never
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
        f"{_BENT_NAMES}|stand|hang|push|pike ~1 (press|up|hop|put)",
        _seated_reach,
        _not_straight,
    ),
    _Movement(
        "slumped-seated-hamstring",
        ("round ~2 hamstring stretch", "hamstring ~4 comma? ~3 round"),
        "lie|stand",
        _chair_slump,
    ),
    _Movement(
        "leg-on-high-bar",
        ("(leg|foot|heel) to ~2 (high|chair)", "high ~1 hamstring stretch"),
        "lie|kneel|quad|braced|exercise",
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
        "locked-cobra",
        ("cobra", "up facing? dog", "updog", "full press up"),
        "half|push up|down cobra|sphinx|stand|sit|chair|hop",
        _cobra,
        _bent_arms,
    ),
    _Movement("plough", ("plough", "leg over head", "roll to ~1 shoulder"), "snow", _legs_over),
    _Movement("forced-partner-push", ("partner ~3 (stretch|push|hamstring|help)", "help hamstring"), "arm|shoulder|chest", _partner),
    _Movement(
        "standing-quad-pull-arched",
        ("stand quad pull", "heel to buttock", "flamingo", "stand heel pull"),
        "lie|prone|kneel|hop",
        _arched_pull,
        _spared_quad,
    ),
)


def _matches(name: str, aliases: Sequence[str], texts: Sequence[tuple[Place, str]], posture: Posture | None) -> tuple[Match, ...]:
    description = read(name, aliases, texts, posture)
    matches = [(movement.id, _find(movement, description)) for movement in _MOVEMENTS]
    return tuple(Match(id, found[0].where, found[0].quote(found[1])) for id, found in matches if found is not None)


def _find(movement: _Movement, description: Description) -> Found | None:
    names = "|".join(movement.names)
    inside = f"(?<!sit|stand)(in|do) ~2 ({names})(?! back)|comma ({names}) (stretch|pose)? comma"
    named = first(description.titles, movement.names, unless=movement.other_names) or first(
        description.instructions, (inside,), unless=movement.other_names
    )
    if named is not None and not movement.other_text(description):
        return named
    return movement.asks(description)
