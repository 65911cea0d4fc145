"""What a drawing shows beyond the joints: which parts move, what is in front, and what stands around the body."""

from math import dist

import pytest

from stretchguide.body.props import Scene, body_at
from stretchguide.body.shapes import Disc, Figure, Role, Stroke
from stretchguide.body.strokes import draw, moving_parts
from stretchguide.library.files import Kind
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Equipment, Side
from stretchguide.model.pose import Pose


def pose_of(library: Library, name: str) -> tuple[Pose, tuple[Equipment, ...]]:
    stretch = library.stretch(library.find(name))
    assert stretch.pose is not None
    return stretch.pose, stretch.equipment


def drawn(library: Library, name: str, progress: float = 1.0, side: Side = Side.LEFT) -> Figure:
    pose, equipment = pose_of(library, name)
    return draw(pose, progress=progress, side=side, equipment=equipment)


def head(figure: Figure) -> Disc:
    return next(shape for shape in figure.shapes if isinstance(shape, Disc))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("seated-hamstring", {"left_shank", "left_foot"}),
        ("leg-swing", {"left_thigh", "left_shank", "left_foot"}),
        ("calf-raise", {"left_foot", "right_foot"}),
        ("neck-turns", {"head"}),
        ("neck-side-tilt", {"head"}),
        ("ankle-circles", {"left_foot"}),
        ("wrist-circles", {"left_hand", "right_hand"}),
        ("wrist-flexor", {"left_hand"}),
        ("pelvic-tilt", {"trunk"}),
        ("cat-camel", {"trunk", "head", "left_upper_arm", "right_upper_arm", "left_forearm", "right_forearm"}),
        ("doorway-chest", {"left_upper_arm", "left_forearm", "left_hand"}),
    ],
)
def test_the_parts_that_move_are_named(library: Library, name: str, parts: set[str]) -> None:
    assert moving_parts(pose_of(library, name)[0]) == parts


def test_the_other_side_moves_the_other_leg(library: Library) -> None:
    assert moving_parts(pose_of(library, "seated-hamstring")[0], Side.RIGHT) == {"right_shank", "right_foot"}


def test_in_a_bend_from_the_hips_the_legs_stay(library: Library) -> None:
    parts = moving_parts(pose_of(library, "hip-hinge")[0])
    assert {"trunk", "head", "left_upper_arm", "right_upper_arm"} <= parts
    assert not {"left_thigh", "left_shank", "left_foot", "right_thigh", "right_shank", "right_foot"} & parts


@pytest.mark.parametrize("name", ["seated-hamstring", "wall-calf", "prone-quad", "open-book"])
def test_a_change_of_side_flips_a_figure_seen_from_the_side(library: Library, name: str) -> None:
    left, right = (drawn(library, name, side=side) for side in (Side.LEFT, Side.RIGHT))
    assert head(right).center == pytest.approx((-head(left).center[0], head(left).center[1]))
    assert (right.low[0], right.high[0]) == pytest.approx((-left.high[0], -left.low[0]))
    assert drawn(library, name, side=Side.BOTH) == left


def test_the_head_tilts_away_from_the_side_that_is_stretched(library: Library) -> None:
    # From the front, the left of the person is on the right of the drawing.
    assert head(drawn(library, "neck-side-tilt")).center[0] < -0.02
    assert head(drawn(library, "neck-side-tilt", side=Side.RIGHT)).center[0] > 0.02


def test_ground_and_props_are_painted_first_and_the_near_leg_after_the_trunk(library: Library) -> None:
    roles = [shape.role for shape in drawn(library, "seated-hamstring").shapes]
    body = [index for index, role in enumerate(roles) if role not in (Role.GROUND, Role.PROP)]
    assert roles[0] is Role.GROUND
    assert body == list(range(body[0], len(roles)))
    assert max(index for index, role in enumerate(roles) if role is Role.FAR) < roles.index(Role.MOVING)


@pytest.mark.parametrize("name", ["wall-calf", "wall-calf-bent-knee", "knee-to-wall", "standing-quad"])
def test_no_part_of_the_body_goes_through_the_wall(library: Library, name: str) -> None:
    for progress in (0.0, 0.25, 0.5, 0.75, 1.0):
        figure = drawn(library, name, progress)
        walls = [shape for shape in figure.shapes if isinstance(shape, Stroke) and shape.role is Role.PROP and len(shape.points) == 2]
        wall = max(shape.points[0][0] for shape in walls)
        body = [shape for shape in figure.shapes if isinstance(shape, Stroke) and shape.role not in (Role.PROP, Role.GROUND)]
        assert max(x for shape in body for x, _ in shape.points) <= wall


def test_a_hand_keeps_its_length_on_the_wall(library: Library) -> None:
    hands = [shape for shape in drawn(library, "wall-calf").shapes if isinstance(shape, Stroke) and shape.width == pytest.approx(0.026)]
    assert [dist(*hand.points) for hand in hands] == pytest.approx([0.108])


def test_props_stay_where_they_are(library: Library) -> None:
    for name in ("calf-raise", "half-kneeling-quad", "edge-of-bed-hip-flexor", "heel-on-step-hinge"):
        start, hold = (
            [shape for shape in drawn(library, name, progress).shapes if shape.role in (Role.PROP, Role.GROUND)] for progress in (0.0, 1.0)
        )
        assert start == hold
        assert len(start) > 1


def test_a_strap_reaches_from_the_hand_to_the_foot(library: Library) -> None:
    strap = drawn(library, "lying-strap-hamstring").shapes[-1]
    assert isinstance(strap, Stroke)
    assert strap.role is Role.PROP
    assert strap.points[1][1] > 0.4


def gaps(figure: Figure) -> list[Disc]:
    return [shape for shape in figure.shapes if isinstance(shape, Disc) and shape.role is Role.GAP]


def test_a_close_up_leaves_out_what_does_not_matter(library: Library) -> None:
    bust, above, whole = (drawn(library, name) for name in ("neck-turns", "shoulder-rolls", "arm-circles"))
    heights = [figure.high[1] - figure.low[1] for figure in (bust, above, whole)]
    assert heights[0] < heights[1] < heights[2] / 1.5
    for figure in (bust, above):
        assert not {Role.PROP, Role.GROUND} & {shape.role for shape in figure.shapes}


def test_the_eyes_go_where_the_head_turns(library: Library) -> None:
    front, turned, other = (drawn(library, "neck-turns", *moment) for moment in ((0.0,), (1.0,), (1.0, Side.RIGHT)))
    assert len(gaps(front)) == 2
    assert sum(eye.center[0] for eye in gaps(front)) == pytest.approx(0)
    assert all(eye.center[0] > 0.02 for eye in gaps(turned))
    assert all(eye.center[0] < -0.02 for eye in gaps(other))


def test_nobody_looks_at_us_with_the_back_of_the_head(library: Library) -> None:
    assert gaps(drawn(library, "adductor-rock-back")) == []


@pytest.mark.parametrize("name", ["seated-calf", "seated-hamstring", "seated-chest-opener", "slumped"])
def test_no_thigh_goes_through_a_seat(library: Library, name: str) -> None:
    pose = library.avoided(library.find("slumped-seated-hamstring", (Kind.AVOID,))).pose if name == "slumped" else pose_of(library, name)[0]
    assert pose is not None
    for progress in (0.0, 0.5, 1.0):
        shapes = draw(pose, progress=progress, equipment=(Equipment.CHAIR,)).shapes
        seat = next(shape for shape in shapes if isinstance(shape, Stroke) and shape.role is Role.PROP and len(shape.points) == 3)
        (_, height), (front, _), _ = seat.points
        body = body_at(pose, progress, Side.LEFT, ())
        for side in ("left", "right"):
            (x1, y1), (x2, y2) = body.at("hip"), body.at(f"{side}_knee")
            assert y1 + (min(front, x2) - x1) / (x2 - x1) * (y2 - y1) > height


def test_the_wall_before_the_step_is_within_reach(library: Library) -> None:
    pose, equipment = pose_of(library, "heel-on-step-hinge")
    scene = Scene.of(pose, Side.LEFT, equipment)
    assert scene.wall is not None
    assert scene.body(1.0).at("right_fingers")[0] == pytest.approx(scene.wall, abs=0.03)


def test_the_chair_behind_a_kneeling_person_carries_the_foot(library: Library) -> None:
    pose, equipment = pose_of(library, "half-kneeling-quad")
    body = body_at(pose, 1.0, Side.LEFT, equipment)
    seat = next(shape for shape in draw(pose, equipment=equipment).shapes if isinstance(shape, Stroke) and len(shape.points) == 3)
    assert seat.points[0][1] > 0.2
    assert seat.points[0][0] < body.at("left_toe")[0] < seat.points[1][0]
    assert seat.points[0][1] == pytest.approx(body.at("left_toe")[1], abs=0.03)


def test_an_arm_before_the_chest_is_set_off_from_it(library: Library) -> None:
    roles = [shape.role for shape in drawn(library, "seated-trunk-rotation").shapes if isinstance(shape, Stroke)]
    assert roles.count(Role.GAP) == 2
    assert Role.GAP not in [shape.role for shape in drawn(library, "standing-quad").shapes if isinstance(shape, Stroke)]
