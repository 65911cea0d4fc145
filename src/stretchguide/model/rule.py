"""The names of the safety rules."""

from enum import StrEnum


class RuleName(StrEnum):
    """A rule that files, histories or sessions are held to. What each asks for, and why, is in `safety.rules`."""

    LEFT_OUT = "left-out"
    LUMBAR_FLEXION = "lumbar-flexion"
    LUMBAR_EXTENSION = "lumbar-extension"
    AFTER_WAKING = "after-waking"
    LONG_FLEXION = "long-flexion"
    ONLY_MOVEMENT = "only-movement"
    HOLD_LENGTH = "hold-length"
    CONTRACT_RELAX = "contract-relax"
    BOUNCING = "bouncing"
    EFFORT = "effort"
    SIDE_BALANCE = "side-balance"
    CONDITION_LIMITS = "condition-limits"
    HEAD_BELOW_HIPS = "head-below-hips"
    SPINE_LOAD = "spine-load"
    SUBSTITUTE = "substitute"
    STATIC_BEFORE_WORKOUT = "static-before-workout"
    FRONT_AND_BACK = "front-and-back"
    FLOOR_CHANGES = "floor-changes"
    WARM_UP_FIRST = "warm-up-first"
    WEEKLY_DOSE = "weekly-dose"
    JOINT_LIMITS = "joint-limits"
    STOP_SIGNAL = "stop-signal"
    USELESS_ALLOWANCE = "useless-allowance"
