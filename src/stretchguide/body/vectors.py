"""Places and directions in space: x forward, y up, z to the person's left."""

Vector = tuple[float, float, float]


def dot(a: Vector, b: Vector) -> float:
    """How far one goes along the other."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def add(a: Vector, b: Vector) -> Vector:
    """One after the other."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def difference(a: Vector, b: Vector) -> Vector:
    """The way from `b` to `a`."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def total(*terms: tuple[float, Vector]) -> Vector:
    """The sum of vectors, each with its weight."""
    return (
        sum(weight * vector[0] for weight, vector in terms),
        sum(weight * vector[1] for weight, vector in terms),
        sum(weight * vector[2] for weight, vector in terms),
    )
