"""Instructions as clauses of known words: what is said, and whether it is denied.

Every word becomes one character that stands for what it means: `bend`, `bending` and `bent` are one, `spine` is `back`. A phrase is
a regular expression over these meanings, written with their names:

- `~4` is up to four words of any kind, `-4` up to four that name no part of the body, `+4` up to four that name no leg or foot.
- None of them goes past a comma, a full stop or a negation.
- `(?! ...)` is "not before", `(?<!...)` "not after", and `.` any one word, as in every regular expression.

A negation reaches to the end of its clause: to punctuation, to `but` and its like, and after `without` and `avoid` to an `and` that
opens something new ("avoid bouncing and keep ..."). A phrase that brings its own negation along ("without bending the knees") is not
denied by it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

Place = tuple[str | int, ...]

_MEANINGS = {
    "instead": "instead",
    "comma": "but until while whereas though although except",
    "not": "not never cannot cant dont wont shouldnt doesnt unable impossible unlike resist urge temptation tempted",
    "without": "no avoid avoids avoiding without than nor prevent prevents preventing refrain alternative wrong mistake mistakes incorrect",
    "and": "and",
    "keep": "keep keeps keeping maintain maintaining breathe breathing",
    "from": "from",
    "at": "at",
    "of": "of",
    "in": "in into",
    "to": "to toward towards for onto on upon against near unto",
    "past": "past beyond",
    "beside": "beside next outside alongside",
    "overhead": "overhead",
    "by": "by with",
    "lead": "lead leads leading",
    "around": "around",
    "down": "down downward downwards below low",
    "forward": "forward forwards",
    "front": "front ahead out",
    "over": "over",
    "up": "up ups upward upwards urdhva",
    "behind": "behind",
    "side": "side sides sideways sideward lateral laterally",
    "bend": "bend bends bending bent",
    "fold": "fold folds folding folded",
    "lean": "lean leans leaning tip tilt tilting incline bow bowing recline reclining",
    "hinge": "hinge hinges hinging hinged pivot pivoting",
    "reach": "reach reaches reaching aim",
    "touch": "touch touches touching",
    "grab": "grab grabbing grasp grasping hold holding clasp clasping catch take taking grip gripping",
    "stretch": "stretch stretches stretching",
    "extend": "extend extends extending extended straighten straightening stretched outstretched",
    "put": "put place placing bring bringing brings slide sliding drop dropping dropped move moving rest resting"
    " run work lowering lowers draw drawing sink try trying go get lower",
    "walk": "walk walks walking crawl crawling inch creep",
    "press": "press pressing presses",
    "lift": "lift lifting lifts raise raising raised swing swinging kick kicks kicking prop",
    "hang": "hang hangs hanging dangle dangling drape droop flop collapse",
    "relax": "relax relaxing relaxed loose",
    "roll": "roll rolls rolling",
    "circle": "circle circles circling circular circumduction 360",
    "rotate": "rotate rotates rotating rotation rotations turn turning twist twisting twists spin",
    "clock": "clockwise counterclockwise anticlockwise halo",
    "half": "half semicircle semicircles semi semicircular halfway ardha baby",
    "curl": "curl curls curling",
    "round": "round rounds rounding rounded curve curving slump slumped slumping slouch slouching slouched hunch hunched",
    "vertebra": "vertebra vertebrae",
    "pull": "pull pulls pulling tug",
    "push": "push pushes pushing pushed",
    "help": "help helps helping assist assisted",
    "straight": "straight straighter straightened locked lock locking stiff unbent",
    "flat": "flat neutral erect upright natural",
    "long": "long tall elongated lengthen lengthens lengthening lengthened",
    "lifted": "high proud open lifted",
    "arch": "arch arches arching arched hollow sway",
    "slightly": "slightly slight soft softly gently little bit microbend micro small",
    "far": "far deep deeply",
    "opposite": "opposite alternate alternating alternately other",
    "cross": "cross crosses crossing crossed stack stacked stacking",
    "left": "left",
    "right": "right",
    "one": "one single",
    "bounce": "bounce bounces bouncing bouncy bob bobs bobbing ballistic ballistically",
    "pulse": "pulse pulses pulsing",
    "toe": "toe toes",
    "foot": "foot feet",
    "sole": "sole soles bottoms",
    "ankle": "ankle ankles",
    "shin": "shin shins calves",
    "heel": "heel heels",
    "floor": "floor ground mat earth",
    "knee": "knee knees",
    "thigh": "thigh thighs",
    "leg": "leg legs legged",
    "hip": "hip hips pelvis",
    "waist": "waist",
    "buttock": "buttock buttocks glute glutes bum butt bottom backside seat",
    "back": "back spine",
    "backward": "backward backwards",
    "trunk": "torso trunk upper",
    "body": "body",
    "chest": "chest sternum belly stomach abdomen ribs",
    "shoulder": "shoulder shoulders",
    "hand": "hasta hand hands fingers fingertips finger palm palms",
    "arm": "arm arms elbow elbows wrist wrists forearm forearms",
    "head": "head forehead face nose crown",
    "ear": "ear ears",
    "neck": "neck",
    "chin": "chin",
    "hamstring": "hamstring hamstrings",
    "quad": "quad quads quadriceps",
    "stand": "stand stands standing",
    "sit": "sit sits sitting seated sat",
    "lie": "lie lay lying laying lies",
    "supine": "supine supta reclined",
    "prone": "prone facedown",
    "kneel": "kneel kneels kneeling kneeled virasana",
    "fours": "fours quadruped tabletop",
    "dog": "dog svanasana",
    "braced": "lunge lunges lunging squat squats squatting plank pushup pushups dolphin pigeon lizard warrior crow split splits"
    " bridge kapotasana rajakapotasana",
    "chair": "chair stool sofa couch desk bed chairs",
    "high": "bar barre table fence railing rail counter countertop ledge bench beam",
    "height": "height level",
    "wall": "wall doorway doorframe door",
    "partner": "partner partners assistant helper friend someone",
    "strap": "strap belt towel band rope bands",
    "roller": "roller ball foam",
    "butterfly": "butterfly cobbler cobblers bound crosslegged lotus child childs figure",
    "together": "together",
    "sky": "ceiling sky",
    "top": "top",
    "apart": "apart wide wider",
    "straddle": "straddle v",
    "pancake": "pancake",
    "hop": "jump jumps jumping hop hops skip trampoline balls tiptoes",
    "pike": "pike pikes",
    "exercise": "row rows deadlift deadlifts shrug shrugs pulldown pushdown kickback cable machine smith lever sled crunch crunches"
    " rollout handstand trx dumbbell kettlebell barbell weighted vup",
    "fold_pose": "uttanasana padahastasana hastapadasana",
    "wide_pose": "prasarita padottanasana",
    "toe_pose": "padangusthasana",
    "seated_pose": "paschimottanasana pascimottanasana upavistha caterpillar janu",
    "ragdoll": "ragdoll rag",
    "plough": "plough plow halasana ploughs plows",
    "snow": "snow",
    "shoulderstand": "shoulderstand sarvangasana",
    "hurdler": "hurdler hurdlers hurdle hurdles",
    "modified": "modified reverse reversed",
    "windmill": "windmill windmills",
    "cobra": "cobra bhujangasana",
    "facing": "facing mukha",
    "sphinx": "sphinx",
    "updog": "updog",
    "full": "full complete whole entire",
    "weight": "weight gravity heavy heavily",
    "bone": "bone bones",
    "parallel": "parallel perpendicular",
    "do": "do perform performing practice",
    "if": "if",
    "harm": "injury injure injuries tear tears harm harmful damage cause causes dangerous counterproductive risk risks",
    "between": "between",
    "direction": "direction directions",
    "tuck": "tuck tucks tucking tucked",
    "pendulum": "pendulum pendulums",
    "flamingo": "flamingo",
    "hero": "hero",
    "pose": "pose position posture",
}
_CHARACTERS = {name: chr(0xE000 + number) for number, name in enumerate(_MEANINGS)}
_OTHER = "."
_LEGS = ("toe", "foot", "sole", "ankle", "shin", "heel", "knee", "thigh", "leg", "hip", "buttock")
_BODY = (*_LEGS, "back", "trunk", "body", "chest", "shoulder", "hand", "arm", "head", "neck", "chin")
_STOPS = ("comma", "instead", "not", "without", "parallel")
_WORD = re.compile(r"(?P<word>[^\W_]+(?:['’ʼ][^\W_]+)*)|(?P<end>[.!?…](?!\d))|(?P<comma>[,;:()\[\]–—/→•|])|(?P<dash>(?<=\s)-(?=\s))")


@cache
def _meanings() -> dict[str, str]:
    return {word: _CHARACTERS[name] for name, words in _MEANINGS.items() for word in words.split()}


def _characters(*names: str) -> str:
    return "".join(_CHARACTERS[name] for name in names)


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    """A phrase as a pattern over characters. Raises: KeyError for a meaning the lexicon does not have."""
    gaps = {"~": _characters(*_STOPS), "-": _characters(*_STOPS, *_BODY), "+": _characters(*_STOPS, *_LEGS)}

    def part(found: re.Match[str]) -> str:
        word = found.group()
        return f"[^{gaps[word[0]]}]{{0,{word[1:]}}}?" if word[0] in gaps else _CHARACTERS[word]

    return re.compile(re.sub(r"[~+-]\d+|[a-z_]+", part, phrase).replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text, with where it stands."""

    where: Place
    text: str
    """The whole text it is from, as written."""
    spans: tuple[tuple[int, int], ...]
    """Where each word is in it."""
    code: str
    """One character a word."""

    def find(self, phrase: str, *, denied: bool = False) -> tuple[int, int] | None:
        """The first place where a phrase is said, or with `denied`, where it is ruled out. In words."""
        for found in _compiled(phrase).finditer(self.code):
            if found.end() > found.start() and self._denies(found.start()) == denied:
                return found.span()
        return None

    def says(self, *phrases: str) -> bool:
        """Whether one of the phrases is said and not denied."""
        return any(self.find(phrase) is not None for phrase in phrases)

    def denies(self, *phrases: str) -> bool:
        """Whether one of the phrases is ruled out."""
        return any(self.find(phrase, denied=True) is not None for phrase in phrases)

    def mentions(self, *phrases: str) -> bool:
        """Whether one of the phrases is there, said or denied."""
        return any(_compiled(phrase).search(self.code) is not None for phrase in phrases)

    def quote(self, span: tuple[int, int]) -> str:
        """Words as they are written."""
        return " ".join(self.text[self.spans[span[0]][0] : self.spans[span[1] - 1][1]].split())

    def _denies(self, at: int) -> bool:
        new_part = False
        for index in range(at - 1, -1, -1):
            character = self.code[index]
            if character == _CHARACTERS["comma"]:
                return False
            if character == _CHARACTERS["not"]:
                return True
            if character == _CHARACTERS["without"]:
                return not new_part
            if character == _CHARACTERS["and"]:
                following = self.code[index + 1 : index + 2]
                if following == _CHARACTERS["keep"]:
                    return False
                word = self.text[slice(*self.spans[index + 1])] if index + 1 < len(self.spans) else ""
                new_part = new_part or not word.casefold().endswith("ing")
        return False


def mentioned(among: Sequence[Sentence], phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases that are anywhere in the sentences, said or denied. One look at all of them is quicker than one at each."""
    code = _CHARACTERS["comma"].join(sentence.code for sentence in among)
    return tuple(phrase for phrase in phrases if _compiled(phrase).search(code) is not None)


_LONGEST = 200
"""Words in a sentence before it is cut, so that a text without full stops takes no longer than one with them."""


def sentences(where: Place, text: str) -> Iterator[Sentence]:
    """The sentences of a text."""
    known = _meanings()
    code: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text):
        if found["end"] is None:
            meaning = _CHARACTERS["comma"] if found["word"] is None else _meaning(found["word"], known)
            if code and code[-1] == _CHARACTERS["instead"]:
                code[-1] = _CHARACTERS["without" if meaning == _CHARACTERS["of"] else "comma"]
            code.append(meaning)
            spans.append(found.span())
        if code and (found["end"] is not None or len(code) == _LONGEST):
            yield Sentence(where, text, tuple(spans), "".join(code))
            code, spans = [], []
    if code:
        yield Sentence(where, text, tuple(spans), "".join(code))


def _meaning(word: str, known: dict[str, str]) -> str:
    plain = word.lower() if word.isascii() else _plain(word)
    if plain in known:
        return known[plain]
    if plain.endswith("n't"):
        return _CHARACTERS["not"]
    return known.get(plain.removesuffix("'s"), _OTHER)


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).replace("’", "'").replace("ʼ", "'")
