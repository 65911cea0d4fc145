"""Text as it is spoken: numbers, units, signs and abbreviations as words. English, as all texts of the library are."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_ONES += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_FRACTIONS = {(1, 2): "one half", (1, 3): "one third", (2, 3): "two thirds", (1, 4): "one quarter", (3, 4): "three quarters"}

NUMBER_MOST = 999_999
"""Larger numbers are read digit by digit."""

_UNITS = {
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "m": ("meter", "meters"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "mm": ("millimeter", "millimeters"),
    "cm": ("centimeter", "centimeters"),
    "km": ("kilometer", "kilometers"),
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "lb": ("pound", "pounds"),
    "ft": ("foot", "feet"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "x": ("time", "times"),
}
_ABBREVIATIONS = {
    "and/or": "or",
    "e.g.": "for example",
    "i.e.": "that is",
    "approx.": "about",
    "etc.": "and so on",
    "vs.": "versus",
    "incl.": "including",
    "max.": "at most",
    "min.": "at least",
    "reps": "repetitions",
    "rep": "repetition",
    "secs": "seconds",
    "sec": "second",
    "mins": "minutes",
}
_SIGNS = {
    "&": "and",
    "+": "plus",
    "=": "equals",
    "~": "about",
    "≈": "about",
    "±": "plus or minus",
    "→": "to",
    "×": "times",
    "%": "percent",
    "°": "degrees",
    "½": "one half",
    "¼": "one quarter",
    "¾": "three quarters",
    "⅓": "one third",
    "⅔": "two thirds",
    "@": "at",
}

_ABBREVIATION = re.compile(
    r"(?<!\w)(" + "|".join(re.escape(short) for short in sorted(_ABBREVIATIONS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"({_NUMBER})\s?({_UNIT})(?![^\W_])")
_MINUTES = re.compile(r"(\d+)\s?m(?:in)?\s?(\d+)\s?s(?:ec)?\b")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,4}):([0-5]\d)(?![\d:])")
_RANGE = re.compile(rf"({_NUMBER})\s?[-\u2013\u2014]\s?(?={_NUMBER})")
_RATIO = re.compile(r"(?<![\w/])(\d+)\s?/\s?(\d+)(?![\d/])")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")  # some engines spell them
_GROUPS = re.compile(r"(?<!\d)(\d{1,3})((?:,\d{3})+)(?!\d)")


@lru_cache(maxsize=1024)
def spoken(text: str) -> str:
    """A text in words that every engine reads alike: letters, spaces, hyphens, apostrophes and `.,;:?!` only.

    What stands in parentheses is shown, not spoken. A text that is all parentheses and signs gives an empty one.
    """
    text = unicodedata.normalize("NFKC", _without_fractions(text)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = _without_parentheses(text)
    text = _MINUTES.sub(lambda found: f"{found[1]} min {found[2]} s", text)
    text = _MEASURE.sub(lambda found: f"{found[1]} {_unit(found[1], found[2])} ", text)
    text = _ABBREVIATION.sub(lambda found: f" {_ABBREVIATIONS[found[0].lower()]} ", text)
    text = _GROUPS.sub(lambda found: found[1] + found[2].replace(",", ""), text)
    text = _CLOCK.sub(_clock, text)
    text = _RATIO.sub(_ratio, text)
    text = _RANGE.sub(lambda found: f"{found[1]} to ", text)
    text = _ORDINAL.sub(lambda found: f" {_ordinal(_words(found[1]))} ", text)
    text = re.sub(_NUMBER, lambda found: f" {_words(found[0])} ", text)
    text = re.sub(r"(?<=\w)\s*/\s*(?=\w)", " or ", text)
    text = "".join(_heard(char) for char in text)
    return _tidy(text)


class Cut(StrEnum):
    """How much of a text may be left out."""

    NONE = "none"
    SENTENCES = "sentences"
    CLAUSES = "clauses"


def phrasings(text: str, cut: Cut = Cut.CLAUSES) -> list[str]:
    """The ways to say a spoken text, from the longest on: all of it, fewer sentences, then fewer clauses of the first one.

    A clause is not offered where it would mean something else: at the start of a list, and where it depends on what follows
    ("If it hurts, ...").
    """
    sentences = re.findall(r"[^.?!]+[.?!]", text)
    said = ["".join(sentences[:count]).strip() for count in range(len(sentences), 0, -1)]
    if cut is not Cut.CLAUSES or not said:
        return said if cut is Cut.SENTENCES else said[:1]
    parts = re.split(r"[;:] " if re.search(r"\b(and|or)\b", said[-1]) else r"[,;:] ", said[-1])
    if not _DEPENDS.match(parts[0]):
        said += [", ".join(parts[:count]) + "." for count in range(len(parts) - 1, 0, -1)]
    return said


_DEPENDS = re.compile(
    r"(if|when|while|as|after|before|with|without|until|unless|once|from|for|to|in|on|at|not|do not|keeping)\b", re.IGNORECASE
)


def _without_fractions(text: str) -> str:
    return "".join(f" {_SIGNS[char]} " if char in "½¼¾⅓⅔" else char for char in text)


def _without_parentheses(text: str) -> str:
    """The text without what stands in round, square or curly brackets, nested ones, too; a bracket left over goes alone."""
    bracketed = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
    while (shorter := bracketed.sub(" ", text)) != text:
        text = shorter
    return text


def _unit(number: str, unit: str) -> str:
    one, many = _UNITS[unit]
    return one if _value(number) == "1" else many


def _clock(found: re.Match[str]) -> str:
    minutes, rest = int(found[1]), int(found[2])
    parts = [f"{minutes} {'minute' if minutes == 1 else 'minutes'}"] if minutes else []
    parts += [f"{rest} {'second' if rest == 1 else 'seconds'}"] if rest or not minutes else []
    return " ".join(parts)


def _ratio(found: re.Match[str]) -> str:
    part, whole = int(found[1]), int(found[2])
    if (part, whole) in _FRACTIONS:
        return f" {_FRACTIONS[part, whole]} "
    if part == whole and part > 1:
        return f"{part} {whole}"  # ninety ninety is the name of a position
    return f"{part} out of {whole}"


def _value(number: str) -> str:
    """The number with a point, without leading zeros, in the digits of ASCII."""
    whole, _, rest = number.replace(",", ".").partition(".")
    digits = "".join(str(int(digit)) for digit in whole).lstrip("0") or "0"
    return f"{digits}.{''.join(str(int(digit)) for digit in rest)}" if rest else digits


def _words(number: str) -> str:
    whole, _, rest = _value(number).partition(".")
    said = _whole(int(whole)) if len(whole) <= len(str(NUMBER_MOST)) else " ".join(_ONES[int(digit)] for digit in whole)
    return " ".join([said, "point", *(_ONES[int(digit)] for digit in rest)]) if rest else said


def _whole(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    size, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    many, rest = divmod(number, size)
    return f"{_whole(many)} {name}" + (f" {_whole(rest)}" if rest else "")


def _ordinal(words: str) -> str:
    head, mark, last = re.fullmatch(r"(.*?)([ -]?)([a-z]+)", words).groups()  # type: ignore[union-attr]  # words end in one
    return head + mark + (_ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))


def _heard(char: str) -> str:
    if char in _SIGNS:
        return f" {_SIGNS[char]} "
    if char in "-\u2010\u2011":
        return "-"
    if char in "\u2013\u2014\u2026":
        return ", "
    return char if char.isalpha() or char in " '.,;:?!" or unicodedata.combining(char) else " "


def _tidy(text: str) -> str:
    """One space between words, one sign behind a word, a capital at the start and a full stop at the end."""
    text = re.sub(r"(?<![^\W\d_])[-']+|[-']+(?![^\W\d_])", " ", text)  # hyphens and apostrophes belong between letters
    text = " ".join(text.split())
    text = re.sub(r"\s?([.,;:?!])(?:\s?[.,;:?!])*", r"\1 ", text)
    text = " ".join(text.split()).lstrip(".,;:?! ").rstrip(",;: ")
    if not text:
        return ""
    text = _SHOUTED.sub(lambda found: found[0].lower(), text[0].upper() + text[1:])
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")
