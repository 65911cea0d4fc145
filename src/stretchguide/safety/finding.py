"""What a rule has to say about a file: how grave it is, where, what, and what to do instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stretchguide.model.rule import RuleName
from stretchguide.model.safety import Avoid, Limits, Safety
from stretchguide.model.stretch import Stretch

Where = tuple[str | int, ...]
"""A field of a file: names of keys and numbers of entries, from the outside in."""


class Severity(StrEnum):
    """How grave a finding is. Only `block` keeps a file from being played."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found in one file."""

    rule: RuleName
    severity: Severity
    where: Where
    what: str
    """What the file says that the rule is against, in a sentence."""
    instead: str
    """What to do instead, in a sentence, with the name of a safer stretch where there is one."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What rules know besides the file: the safety texts and limits, what is left out, and the stretches to offer instead."""

    safety: Safety
    avoided: Mapping[str, Avoid]
    stretches: Mapping[str, Stretch]

    @property
    def limits(self) -> Limits:
        """How far a stretch may go."""
        return self.safety.limits
