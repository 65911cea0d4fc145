"""Which stretches do what another one does: the order in which they are offered in its place."""

from collections.abc import Mapping

from stretchguide.model.stretch import Stretch


def nearest(stretch: Stretch, candidates: Mapping[str, Stretch]) -> list[str]:
    """The ids of the candidates that work on the same muscle, the most alike first.

    Alike means, in this order: the same position, more muscles in common, the same method, the same sides.
    The stretch itself is not among them.
    """
    wanted = set(stretch.targets.primary)

    def unlike(id: str) -> tuple[bool, int, bool, bool, str]:
        other = candidates[id]
        shared = wanted & {*other.targets.primary, *other.targets.secondary}
        return (
            other.position is not stretch.position,
            -len(shared),
            other.method is not stretch.method,
            other.sides is not stretch.sides,
            id,
        )

    return sorted((id for id, other in candidates.items() if other != stretch and wanted & set(other.targets.primary)), key=unlike)
