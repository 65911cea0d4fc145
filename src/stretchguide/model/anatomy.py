"""The fixed words: muscles, positions, methods, sides, equipment, conditions. Values are what people write in YAML."""

from enum import StrEnum


class Region(StrEnum):
    """The part of the body a stretch is filed under: the folder it lies in."""

    WARM_UP = "warm-up"
    HAMSTRINGS = "hamstrings"
    QUADRICEPS = "quadriceps"
    HIP_FLEXORS = "hip-flexors"
    GLUTES = "glutes"
    ADDUCTORS = "adductors"
    CALVES_ANKLES = "calves-ankles"
    LOWER_BACK = "lower-back"
    THORACIC = "thoracic"
    CHEST = "chest"
    SHOULDERS = "shoulders"
    NECK = "neck"
    WRISTS = "wrists"


class Muscle(StrEnum):
    """What a stretch works on: a muscle, a group of muscles, or the movement of a joint."""

    HAMSTRINGS = "hamstrings"
    QUADRICEPS = "quadriceps"
    RECTUS_FEMORIS = "rectus-femoris"
    HIP_FLEXORS = "hip-flexors"
    GLUTES = "glutes"
    PIRIFORMIS = "piriformis"
    ADDUCTORS = "adductors"
    GASTROCNEMIUS = "gastrocnemius"
    SOLEUS = "soleus"
    TIBIALIS_ANTERIOR = "tibialis-anterior"
    ANKLE_MOBILITY = "ankle-mobility"
    LUMBAR_EXTENSORS = "lumbar-extensors"
    LUMBAR_MOBILITY = "lumbar-mobility"
    THORACIC_MOBILITY = "thoracic-mobility"
    ABDOMINALS = "abdominals"
    CORE = "core"
    PECTORALS = "pectorals"
    LATS = "lats"
    TRICEPS = "triceps"
    POSTERIOR_SHOULDER = "posterior-shoulder"
    ROTATOR_CUFF = "rotator-cuff"
    SCAPULAR_MUSCLES = "scapular-muscles"
    UPPER_TRAPEZIUS = "upper-trapezius"
    LEVATOR_SCAPULAE = "levator-scapulae"
    DEEP_NECK_FLEXORS = "deep-neck-flexors"
    NECK_ROTATORS = "neck-rotators"
    WRIST_FLEXORS = "wrist-flexors"
    WRIST_EXTENSORS = "wrist-extensors"
    WHOLE_BODY = "whole-body"


class Position(StrEnum):
    """How the body rests while stretching."""

    STANDING = "standing"
    CHAIR = "chair"
    FLOOR_SEATED = "floor-seated"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    HALF_KNEELING = "half-kneeling"
    KNEELING = "kneeling"
    QUADRUPED = "quadruped"

    @property
    def on_floor(self) -> bool:
        """Whether getting into it means getting down to the floor."""
        return self not in (Position.STANDING, Position.CHAIR)


class Method(StrEnum):
    """How the stretch works: held still, moved, contract-relax, or a gentle push held."""

    STATIC = "static"
    DYNAMIC = "dynamic"
    PNF = "pnf"
    ISOMETRIC = "isometric"


class Sides(StrEnum):
    """Whether both sides work at once, one after the other, or by turns."""

    BOTH = "both"
    EACH = "each"
    ALTERNATING = "alternating"


class Side(StrEnum):
    """The side that works in one phase of a session."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Equipment(StrEnum):
    """What has to be at hand."""

    MAT = "mat"
    CHAIR = "chair"
    WALL = "wall"
    STRAP = "strap"
    TOWEL = "towel"
    CUSHION = "cushion"
    STEP = "step"
    DOWEL = "dowel"
    DOORWAY = "doorway"
    BED = "bed"


class Context(StrEnum):
    """When a routine is meant to be done."""

    ANY = "any"
    BEFORE = "before"
    AFTER = "after"
    DESK = "desk"
    MORNING = "morning"
    BEDTIME = "bedtime"


class Occasion(StrEnum):
    """What a routine can be done before."""

    RUN = "run"
    LIFT = "lift"
    RIDE = "ride"
    DESK = "desk"
    BED = "bed"


class Level(StrEnum):
    """How much experience a stretch or routine asks for."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Condition(StrEnum):
    """A health condition that changes what to do. Plain-language names are in `routines/safety.yaml`."""

    ACUTE_RADICULAR = "acute-radicular"
    FLEXION_INTOLERANT = "flexion-intolerant-back-pain"
    EXTENSION_INTOLERANT = "extension-intolerant"
    OSTEOPOROSIS = "osteoporosis"
    HIP_REPLACEMENT_POSTERIOR = "hip-replacement-posterior"
    HIP_REPLACEMENT_ANTERIOR = "hip-replacement-anterior"
    HIP_IMPINGEMENT = "hip-impingement"
    KNEE_REPLACEMENT = "knee-replacement"
    KNEE_LIGAMENT = "knee-ligament"
    PATELLOFEMORAL = "patellofemoral"
    HAMSTRING_TENDINOPATHY = "hamstring-tendinopathy"
    ACHILLES_INSERTIONAL = "achilles-insertional"
    RECENT_MUSCLE_STRAIN = "recent-muscle-strain"
    PREGNANCY = "pregnancy"
    PELVIC_GIRDLE_PAIN = "pelvic-girdle-pain"
    HYPERMOBILITY = "hypermobility"
    HIGH_BLOOD_PRESSURE = "high-blood-pressure"
    GLAUCOMA = "glaucoma"
    SHOULDER_IMPINGEMENT = "shoulder-impingement"
    SHOULDER_INSTABILITY = "shoulder-instability"
    NECK_VASCULAR_VERTIGO = "neck-vascular-vertigo"
    NECK_RADICULAR = "neck-radicular"
    DVT_SUSPECTED = "dvt-suspected"
    WRIST_PAIN = "wrist-pain"
    FLOOR_TRANSFER_LIMITED = "floor-transfer-limited"
    BALANCE_LIMITED = "balance-limited"


class ConditionGroup(StrEnum):
    """What a condition is about. The questions of the profile are asked group by group."""

    BACK = "back"
    HIPS = "hips"
    LEGS = "legs"
    NECK_AND_ARMS = "neck-and-arms"
    CIRCULATION = "circulation"
    WHOLE_BODY = "whole-body"
