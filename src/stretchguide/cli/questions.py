"""The questions of the health profile: what is asked, what an answer means, what comes next. No input, no output."""

import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from stretchguide.model.anatomy import Condition, ConditionGroup, Equipment
from stretchguide.model.profile import EFFORT_MAX, AgeBand, Profile
from stretchguide.model.safety import Safety
from stretchguide.wording import equipment

WIDEST = 88


class Topic(Enum):
    """What a question is about, and so how its answer is read."""

    EMERGENCY = "emergency"
    CLINICIAN = "clinician"
    CONDITIONS = "conditions"
    WHICH_UNSURE = "which unsure"
    AGE = "age"
    EQUIPMENT = "equipment"
    EFFORT = "effort"
    NOTICE = "notice"
    SAVE = "save"


class Outcome(Enum):
    """How the questions ended."""

    SAVE = "save"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered line of a question. `value` is the word it stands for in the profile, where it does."""

    name: str
    description: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at once."""

    topic: Topic
    heading: str
    ask: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Interview:
    """Where a person is in the questions, and what the answers come to so far."""

    safety: Safety
    questions: tuple[Question, ...]
    profile: Profile
    position: int = 0
    aside: Question | None = None
    """A question or a notice that one answer brought up, before the next question."""
    hint: str = ""
    """Why the last answer made no sense. The same question stands."""
    described: bool = False
    """Whether the options are to be described although they fill more than the screen."""
    warnings: frozenset[Topic] = frozenset()
    """Which lists of warning signs were not answered with a plain no."""
    outcome: Outcome | None = None

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self.aside or self.questions[self.position]


GROUPS = {
    ConditionGroup.BACK: "Your back",
    ConditionGroup.HIPS: "Your hips and pelvis",
    ConditionGroup.LEGS: "Your knees and heels",
    ConditionGroup.NECK_AND_ARMS: "Your neck, shoulders and wrists",
    ConditionGroup.CIRCULATION: "Circulation and eyes",
    ConditionGroup.WHOLE_BODY: "The whole body",
}
AGES = {AgeBand.UNDER_18: "Under 18", AgeBand.ADULT: "18 to 64", AgeBand.OLDER: "65 or older"}
EFFORTS = ("You barely feel it.", "A light pull.", "A clear, easy pull.", "A clear, firm pull. stretchguide never asks for more.")

EMERGENCY_ADVICE = "Get emergency help now. Do not stretch. This is no diagnosis."
EMERGENCY_DOUBT = "You are not sure. With these signs, ask for emergency help now rather than later. Do not stretch. This is no diagnosis."
CLINICIAN_ADVICE = "See a doctor or physiotherapist before you stretch, and let the session wait. This is no diagnosis."
UNSURE_ADVICE = "Ask a doctor or physiotherapist about it. Until you know, sessions are careful with it."
NOTHING_ADVICE = (
    "With this, nothing is stretched until a doctor has looked at it. Have it looked at today. "
    "If you are suddenly short of breath, your chest hurts, or you cough up blood, get emergency help now."
)


def begin(safety: Safety, profile: Profile) -> Interview:
    """The first question. What `profile` says already are the answers that Enter keeps."""
    signs = [
        Question(topic, heading, "Is any of this true now?", tuple(Option(sign) for sign in texts))
        for topic, heading, texts in (
            (Topic.EMERGENCY, "First, signs that cannot wait", safety.emergency),
            (Topic.CLINICIAN, "Signs to have looked at", safety.see_clinician),
        )
    ]
    groups = [
        Question(
            Topic.CONDITIONS,
            heading,
            "Does any of this apply to you?",
            tuple(Option(text.name, text.description, condition) for condition, text in safety.conditions.items() if text.group is group),
        )
        for group, heading in GROUPS.items()
    ]
    rest = [
        Question(Topic.AGE, "Your age", "How old are you?", tuple(Option(name, value=band) for band, name in AGES.items())),
        Question(
            Topic.EQUIPMENT,
            "What you have",
            "Which of these do you have at hand?",
            tuple(Option(equipment([item]).capitalize(), value=item) for item in Equipment),
        ),
        Question(Topic.EFFORT, "How hard", "How far may a stretch go, from 0 to 10?", tuple(Option(name) for name in EFFORTS)),
        Question(Topic.SAVE, "Your profile", "Save it?"),
    ]
    return Interview(safety, (*signs, *groups, *rest), profile)


def answer(interview: Interview, typed: str) -> Interview:
    """What comes after an answer. An answer that makes no sense leaves everything as it is, with a hint."""
    interview = replace(interview, hint="", described=False)
    topic = interview.question.topic
    match typed.strip().lower():
        case "q" | "quit":
            return replace(interview, outcome=Outcome.LEAVE)
        case "b" | "back":
            return _back(interview)
        case "d" if any(option.description for option in interview.question.options):
            return replace(interview, described=True)
        case "s" | "skip" if topic is not Topic.SAVE:
            return replace(interview, position=len(interview.questions) - 1, aside=None)
        case word:
            return _READERS[topic](interview, word)


def _back(interview: Interview) -> Interview:
    """The question before this one. A notice belongs to the question that brought it up."""
    if interview.question.topic is Topic.WHICH_UNSURE:
        return replace(interview, aside=None)
    if interview.position == 0:
        return replace(interview, hint="This is the first question.")
    return replace(interview, position=interview.position - 1, aside=None)


def _onward(interview: Interview, profile: Profile, notice: Sequence[str] = (), heading: str = "") -> Interview:
    """The next question, after a notice if there is one."""
    aside = Question(Topic.NOTICE, heading, "", tuple(Option(line) for line in notice)) if notice else None
    return replace(interview, profile=profile, position=interview.position + 1, aside=aside)


# --- reading answers ------------------------------------------------------------------------------------------------

_NO = ("0", "n", "no", "none")
_YES = ("y", "yes")
_UNSURE = ("?", "not sure", "unsure")
_NUMBER = re.compile(r"(\?)?(\d{1,3})(\?)?", re.ASCII)


def _numbers(word: str, count: int) -> tuple[list[int], list[int]] | None:
    """The numbers of an answer such as `1, 3?`: those that are sure, and those with a question mark. None if it is no such answer."""
    sure: list[int] = []
    unsure: list[int] = []
    for part in re.split(r"[\s,;]+", word.strip(" ,;")):
        found = _NUMBER.fullmatch(part)
        if found is None or not 1 <= int(found[2]) <= count:
            return None
        (unsure if found[1] or found[3] else sure).append(int(found[2]))
    return sure, unsure


def _puzzled(interview: Interview, example: str) -> Interview:
    return replace(interview, hint=f"That is not clear. {example}")


def _choose(count: int) -> str:
    return f"Type numbers from 1 to {count}, such as 1,{count}, or press Enter."


def _warning(interview: Interview, word: str) -> Interview:
    question = interview.question
    numbers = _numbers(word, len(question.options))
    if not word or word in _NO:
        return _onward(replace(interview, warnings=interview.warnings - {question.topic}), interview.profile)
    if word not in (*_YES, *_UNSURE) and numbers is None:
        return _puzzled(interview, "Type y for yes, ? if you are not sure, or press Enter for no.")
    urgent = question.topic is Topic.EMERGENCY
    named = [question.options[number - 1].name for number in sorted(set(numbers[0]))] if numbers is not None else []
    if named or word in _YES:
        notice = [*named, EMERGENCY_ADVICE if urgent else CLINICIAN_ADVICE]
    else:
        notice = [EMERGENCY_DOUBT if urgent else f"You are not sure, and that is reason enough to ask. {CLINICIAN_ADVICE}"]
    heading = "Please do not stretch now" if urgent else "Please have this looked at"
    return _onward(replace(interview, warnings=interview.warnings | {question.topic}), interview.profile, notice, heading)


def _conditions(interview: Interview, word: str) -> Interview:
    question, profile = interview.question, interview.profile
    if not word:
        return _onward(interview, profile)
    if word in _UNSURE:
        return replace(interview, aside=replace(question, topic=Topic.WHICH_UNSURE, ask="Which are you not sure about?"))
    numbers = ([], []) if word in _NO else _numbers(word, len(question.options))
    if numbers is None:
        return _puzzled(interview, _choose(len(question.options)))
    return _answered(interview, *numbers)


def _which_unsure(interview: Interview, word: str) -> Interview:
    question, profile = interview.question, interview.profile
    numbers = ([], []) if word in _NO else _numbers(word, len(question.options))
    if numbers is None:
        return _puzzled(interview, f"Type numbers from 1 to {len(question.options)}, 0 for none, or b to go back.")
    unsure = {*numbers[0], *numbers[1]}
    applies = [n for n, option in enumerate(question.options, 1) if option.value in profile.conditions and n not in unsure]
    return _answered(replace(interview, aside=None), applies, sorted(unsure))


def _answered(interview: Interview, applies: Collection[int], unsure: Collection[int]) -> Interview:
    """The next question after an answer about a group of conditions, with what a doctor should know first."""
    question = interview.question
    asked = [Condition(option.value) for option in question.options]
    yes = [asked[number - 1] for number in applies]
    profile = interview.profile.answered(asked, yes=yes, unsure=[asked[number - 1] for number in unsure])
    notice = advice(interview.safety, [condition for condition in asked if condition in (*profile.conditions, *profile.unsure)], profile)
    return _onward(interview, profile, notice, "Please have this looked at")


def advice(safety: Safety, conditions: Collection[Condition], profile: Profile) -> list[str]:
    """What has to be said at once about some conditions of a profile: what is to be looked at, never what it is."""
    lines = []
    for condition in conditions:
        if condition in safety.limits.nothing_with:
            lines += [f"{safety.conditions[condition].name}.", NOTHING_ADVICE]
    unsure = [condition for condition in conditions if condition in profile.unsure and condition not in safety.limits.nothing_with]
    if unsure:
        names = "; ".join(safety.conditions[condition].name for condition in unsure)
        lines += [f"You are not sure about: {names}.", UNSURE_ADVICE]
    return lines


def _age(interview: Interview, word: str) -> Interview:
    number = _one(interview, word)
    if number is None:
        return _puzzled(interview, f"Type one number from 1 to {len(AGES)}, 0 to leave it open, or press Enter.")
    bands = [None, *AGES]
    return _onward(interview, interview.profile.model_copy(update={"age": bands[number]}) if word else interview.profile)


def _effort(interview: Interview, word: str) -> Interview:
    number = _one(interview, word)
    if number is None:
        return _puzzled(interview, f"Type one number from 1 to {EFFORT_MAX}, 0 for no limit of your own, or press Enter.")
    return _onward(interview, interview.profile.model_copy(update={"effort": number or None}) if word else interview.profile)


def _one(interview: Interview, word: str) -> int | None:
    """The one number of an answer; 0 for none, and None if it is no such answer."""
    if not word or word in (*_NO, *_UNSURE):
        return 0
    numbers = _numbers(word, len(interview.question.options))
    return numbers[0][0] if numbers is not None and len(numbers[0]) == 1 and not numbers[1] else None


def _equipment(interview: Interview, word: str) -> Interview:
    question, profile = interview.question, interview.profile
    if not word:
        return _onward(interview, profile)
    if word in ("a", "all", *_UNSURE):
        return _onward(interview, profile.model_copy(update={"equipment": None}))
    numbers = ([], []) if word in _NO else _numbers(word, len(question.options))
    if numbers is None or numbers[1]:
        return _puzzled(interview, f"Type numbers from 1 to {len(question.options)}, 0 for nothing, or press Enter.")
    chosen = tuple(Equipment(question.options[number - 1].value) for number in sorted(set(numbers[0])))
    return _onward(interview, profile.model_copy(update={"equipment": chosen}))


def _notice(interview: Interview, word: str) -> Interview:
    if word:
        return replace(interview, hint="Press Enter to go on, or type q to leave.")
    return replace(interview, aside=None)


def _save(interview: Interview, word: str) -> Interview:
    if not word or word in (*_YES, "s", "save"):
        return replace(interview, outcome=Outcome.SAVE)
    if word in _NO:
        return replace(interview, outcome=Outcome.LEAVE)
    return _puzzled(interview, "Press Enter to save, or type b to go back, q to leave.")


_READERS = {
    Topic.EMERGENCY: _warning,
    Topic.CLINICIAN: _warning,
    Topic.CONDITIONS: _conditions,
    Topic.WHICH_UNSURE: _which_unsure,
    Topic.AGE: _age,
    Topic.EQUIPMENT: _equipment,
    Topic.EFFORT: _effort,
    Topic.NOTICE: _notice,
    Topic.SAVE: _save,
}


# --- showing --------------------------------------------------------------------------------------------------------


def page(interview: Interview, width: int, height: int) -> list[str]:
    """The lines to show for the question: heading, numbered options, what is asked, and how to answer.

    On a low screen the options come without their descriptions, until the person asks for them.
    """
    lines = _page(interview, width, described=True)
    return lines if len(lines) < height or interview.described else _page(interview, width, described=False)


def _page(interview: Interview, width: int, *, described: bool) -> list[str]:
    question = interview.question
    width = min(width, WIDEST)
    lines = [""]
    if question.topic is Topic.NOTICE:
        lines += _wrapped(question.heading, width)
        for option in question.options:
            lines += _wrapped(option.name, width, "  ")
        return [*lines, "", *_wrapped("Enter goes on. b goes back, q leaves.", width)]
    number = interview.position + 1
    lines += _wrapped(f"{question.heading}  ({number} of {len(interview.questions)})", width)
    if question.topic is Topic.SAVE:
        lines += profile_lines(interview.profile, interview.safety, width)
        if interview.warnings:
            what_to_do = EMERGENCY_ADVICE if Topic.EMERGENCY in interview.warnings else CLINICIAN_ADVICE
            lines += ["", *_wrapped(f"There may be a warning sign. {what_to_do}", width)]
        return [*lines, "", *_wrapped("Enter saves it. b goes back, q leaves without saving.", width)]
    chosen = _marks(interview)
    digits = len(str(len(question.options)))
    for index, option in enumerate(question.options, 1):
        first = f"  {index:>{digits}}  "
        mark = f" [{chosen[index]}]" if index in chosen else ""
        lines += _wrapped(option.name + mark, width, first)
        if option.description and described:
            lines += _wrapped(option.description, width, " " * len(first))
    lines += ["", *_wrapped(question.ask, width), *_wrapped(_how(interview, bool(chosen)), width)]
    keys = "b back, s skip the rest, q leave."
    if not described and any(option.description for option in question.options):
        keys = f"d says more about them. {keys}"
    return [*lines, *_wrapped(keys, width)]


def hint(interview: Interview, width: int) -> list[str]:
    """The lines to show when the last answer made no sense."""
    return _wrapped(interview.hint, min(width, WIDEST))


def _marks(interview: Interview) -> dict[int, str]:
    """What the profile says already of the options, by number."""
    question, profile = interview.question, interview.profile
    marks = {}
    for index, option in enumerate(question.options, 1):
        match question.topic:
            case Topic.CONDITIONS | Topic.WHICH_UNSURE if option.value in profile.conditions:
                marks[index] = "yes"
            case Topic.CONDITIONS | Topic.WHICH_UNSURE if option.value in profile.unsure:
                marks[index] = "not sure"
            case Topic.AGE if option.value == profile.age:
                marks[index] = "yes"
            case Topic.EQUIPMENT if option.value in (profile.equipment or ()):
                marks[index] = "yes"
            case Topic.EFFORT if index == profile.effort:
                marks[index] = "yes"
    return marks


def _how(interview: Interview, marked: bool) -> str:
    """How to answer."""
    keep = "Enter keeps your answer, 0 takes it back"
    match interview.question.topic:
        case Topic.EMERGENCY | Topic.CLINICIAN:
            how = "Enter for no, y for yes, ? if you are not sure."
        case Topic.WHICH_UNSURE:
            how = "Numbers, such as 1,3, or 0 for none."
        case Topic.AGE:
            how = f"{keep}, or type a number." if marked else "Enter to leave it open, or a number."
        case Topic.EQUIPMENT if marked or interview.profile.equipment is not None:
            how = "Enter keeps your answer, a says everything, 0 nothing, or type numbers."
        case Topic.EQUIPMENT:
            how = "Enter for everything, 0 for nothing, or numbers."
        case Topic.EFFORT:
            how = f"{keep}, or type a number." if marked else "Enter for no limit of your own, or a number."
        case _:
            how = "Enter keeps your answers, 0 for none, " if marked else "Enter for none, "
            how += "or numbers, such as 1,3. ? if you are not sure."
    return how


def profile_lines(profile: Profile, safety: Safety, width: int) -> list[str]:
    """The profile in plain words."""
    width = min(width, WIDEST)
    lines = []
    for label, conditions in (("Applies to you", profile.conditions), ("Not sure", profile.unsure)):
        if conditions or label == "Applies to you":
            lines += _wrapped(f"{label}:{'' if conditions else ' nothing'}", width, "  ")
        for condition in conditions:
            lines += _wrapped(safety.conditions[condition].name, width, "    - ")
    lines += _wrapped(f"Age: {AGES[profile.age].lower() if profile.age is not None else 'not said'}", width, "  ")
    at_hand = equipment(profile.equipment) if profile.equipment is not None else "not said, so everything may be asked for"
    lines += _wrapped(f"At hand: {at_hand}", width, "  ")
    effort = f"up to {profile.effort} of 10" if profile.effort is not None else f"no limit of your own, up to {EFFORT_MAX} of 10 at most"
    return [*lines, *_wrapped(f"Effort: {effort}", width, "  ")]


def condition_lines(safety: Safety, width: int) -> Iterator[str]:
    """Every condition by group: the word for it, and what it means."""
    for group, heading in GROUPS.items():
        yield heading
        for condition, text in safety.conditions.items():
            if text.group is group:
                yield f"  {condition}"
                yield from _wrapped(f"{text.name}. {text.description}", min(width, WIDEST), "      ")


def _wrapped(text: str, width: int, first: str = "") -> list[str]:
    """A paragraph, its later lines under its first word."""
    return textwrap.wrap(
        text, max(width - 1, len(first) + 16), initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False
    ) or [""]
