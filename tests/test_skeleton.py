"""Joints where a ruler would find them, and every bundled pose on its feet, seat or back."""

from collections import Counter
from collections.abc import Mapping
from math import dist, isfinite, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from stretchguide.body.angles import SIDES, between
from stretchguide.body.ground import KNEE_DEPTH
from stretchguide.body.props import body_at
from stretchguide.body.shapes import Disc, Point, Role, Stroke
from stretchguide.body.skeleton import BALL, FOOT, HEAD_RADIUS, mirrored_anchor, skeleton
from stretchguide.body.strokes import draw
from stretchguide.body.vectors import Vector
from stretchguide.library.files import Entry, Kind, Origin, Root, entries
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Equipment, Side
from stretchguide.model.pose import Anchor, Angles, Pose, View

LIBRARY = Library([Root(ROOT / "routines", Origin.BUNDLED)])
DRAWN = [entry for entry in entries(LIBRARY.roots[0]) if entry.kind in (Kind.STRETCH, Kind.AVOID)]

FLOOR = -0.025
"""In body heights: a line in the terminal is thicker than that."""


def pose_of(entry: Entry) -> tuple[Pose, tuple[Equipment, ...]]:
    if entry.kind is Kind.AVOID:
        pose = LIBRARY.avoided(entry).pose
        assert pose is not None
        return pose, ()
    stretch = LIBRARY.stretch(entry)
    assert stretch.pose is not None
    return stretch.pose, stretch.equipment


def standing(**angles: object) -> Pose:
    return Pose.model_validate({"anchor": "standing", "hold": {"trunk": 0, "hip": 0, "knee": 0, **angles}})


def at(pose: Pose, joint: str, progress: float = 1.0, side: Side = Side.LEFT) -> tuple[float, float]:
    anchor = mirrored_anchor(pose.anchor) if side is Side.RIGHT else pose.anchor
    return skeleton(between(pose, progress, side), anchor, pose.view).at(joint)


def test_standing_straight_has_the_heights_of_the_table() -> None:
    pose = standing()
    assert at(pose, "left_ankle")[1] == pytest.approx(0.039, abs=1e-3)
    assert at(pose, "left_knee")[1] == pytest.approx(0.285, abs=1e-3)
    assert at(pose, "hip")[1] == pytest.approx(0.530, abs=1e-3)
    assert at(pose, "c7")[1] == pytest.approx(0.530 + 0.0576 + 0.105 + 0.165, abs=1e-3)
    assert {round(at(pose, joint)[0], 6) for joint in ("hip", "l5s1", "t12", "c7", "head")} == {round(at(pose, "hip")[0], 6)}


def test_a_leg_raised_on_the_back_points_where_its_angle_says() -> None:
    pose = Pose.model_validate({"anchor": "supine", "support": 1, "hold": {"trunk": -90, "hip": {"left": 60, "right": 0}, "knee": 0}})
    hip, knee, ankle = at(pose, "left_hip"), at(pose, "left_knee"), at(pose, "left_ankle")
    assert knee[0] - hip[0] == pytest.approx(0.245 * 0.5, abs=1e-3)
    assert knee[1] - hip[1] == pytest.approx(0.245 * sqrt(3) / 2, abs=1e-3)
    assert ankle[1] - hip[1] == pytest.approx((0.245 + 0.246) * sqrt(3) / 2, abs=1e-3)
    assert at(pose, "right_knee")[1] == pytest.approx(hip[1], abs=1e-3)


def test_a_rounded_back_bends_between_pelvis_and_chest() -> None:
    straight, round_ = standing(trunk=40, hip=40), standing(trunk=40, lumbar=40)
    assert at(straight, "t12")[0] - at(straight, "hip")[0] > at(round_, "t12")[0] - at(round_, "hip")[0]
    assert at(round_, "l5s1")[0] == pytest.approx(at(round_, "hip")[0], abs=1e-6)


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.id)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_nothing_of_a_body_is_below_the_floor(entry: Entry, side: Side) -> None:
    pose, _ = pose_of(entry)
    if pose.anchor is Anchor.SIDE_LYING:
        return  # seen from above: there is no floor line
    anchor = mirrored_anchor(pose.anchor) if side is Side.RIGHT else pose.anchor
    for progress in (0.0, 0.5, 1.0):
        joints = skeleton(between(pose, progress, side), anchor, pose.view).joints
        low = {
            name: round(place[1], 3)
            for name, place in joints.items()
            if place[1] < (FLOOR if "toe" not in name and "heel" not in name else -0.04)
        }
        assert low == {}, f"at {progress}"


@pytest.mark.parametrize("entry", [entry for entry in DRAWN if entry.kind is Kind.STRETCH], ids=lambda entry: entry.id)
def test_what_carries_the_body_touches_its_support(entry: Entry) -> None:
    pose, _ = pose_of(entry)
    joints = skeleton(between(pose, 1.0), pose.anchor, pose.view).joints
    feet = [joints[f"{side}_{part}"][1] for side in ("left", "right") for part in ("heel", "toe")]
    if pose.anchor in (Anchor.STANDING, Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT):
        assert min(feet) == pytest.approx(0, abs=0.02)
    if pose.anchor is Anchor.CHAIR:
        assert joints["hip"][1] == pytest.approx(0.285, abs=0.05)
    if pose.anchor in (Anchor.SUPINE, Anchor.PRONE):
        assert joints["hip"][1] == pytest.approx(0.05, abs=0.03)
    if pose.anchor in (Anchor.QUADRUPED, Anchor.HALF_KNEEL):
        assert min(joints["left_knee"][1], joints["right_knee"][1]) < 0.12


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.id)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_bounds_hold_every_moment_and_stay_the_same(entry: Entry, side: Side) -> None:
    pose, equipment = pose_of(entry)
    figures = [draw(pose, progress=n / 10, side=side, equipment=equipment) for n in range(11)]
    assert len({(figure.low, figure.high) for figure in figures}) == 1
    for figure in figures:
        for shape in figure.shapes:
            for x, y in (shape.center,) if isinstance(shape, Disc) else shape.points:
                assert figure.low[0] <= x <= figure.high[0]
                assert figure.low[1] <= y <= figure.high[1]


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.id)
def test_something_moves_and_it_has_the_accent(entry: Entry) -> None:
    pose, equipment = pose_of(entry)
    start, hold = (draw(pose, progress=progress, equipment=equipment) for progress in (0.0, 1.0))
    assert start.shapes != hold.shapes
    assert any(shape.role is Role.MOVING for shape in hold.shapes)


def test_in_the_seated_hamstring_stretch_only_the_shank_and_foot_move(library: Library) -> None:
    stretch = library.stretch(library.find("seated-hamstring"))
    assert stretch.pose is not None
    start, hold = (draw(stretch.pose, progress=progress, equipment=stretch.equipment) for progress in (0.0, 1.0))
    still = [shape for shape in start.shapes if shape.role is not Role.MOVING]
    assert still == [shape for shape in hold.shapes if shape.role is not Role.MOVING]
    moving = [shape for shape in hold.shapes if isinstance(shape, Stroke) and shape.role is Role.MOVING]
    assert 1 <= len(moving) <= 4


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.id)
def test_the_right_side_is_the_mirror_image_of_the_left(entry: Entry) -> None:
    pose, _ = pose_of(entry)
    left = between(pose, 1.0, Side.LEFT)
    right = between(pose, 1.0, Side.RIGHT)
    assert (left.left.hip, left.left.knee, left.left.ankle) == (right.right.hip, right.right.knee, right.right.ankle)
    assert (left.right.shoulder, left.right.elbow) == (right.left.shoulder, right.left.elbow)
    assert (left.trunk, left.neck) == (right.trunk, right.neck)


def joints_of(library: Library, name: str, progress: float = 1.0) -> Mapping[str, Vector]:
    stretch = library.stretch(library.find(name))
    assert stretch.pose is not None
    return body_at(stretch.pose, progress, Side.LEFT, stretch.equipment).joints


def test_with_the_heel_up_the_toes_stay_flat_on_the_floor(library: Library) -> None:
    for name, side in (("calf-raise", "left"), ("calf-raise", "right"), ("knee-to-wall", "right"), ("split-stance-hip-flexor", "left")):
        joints = joints_of(library, name)
        heel, ball, toe = (joints[f"{side}_{part}"] for part in ("heel", "ball", "toe"))
        assert heel[1] > 0.04, name
        assert ball[1] == pytest.approx(0, abs=0.01), name
        assert toe[1] == pytest.approx(0, abs=1e-6), name
        assert dist(ball, toe) == pytest.approx(FOOT - BALL), name


def test_a_foot_in_the_air_stays_straight(library: Library) -> None:
    joints = joints_of(library, "heel-flicks")
    heel, ball, toe = (joints[f"left_{part}"] for part in ("heel", "ball", "toe"))
    assert dist(heel, ball) + dist(ball, toe) == pytest.approx(dist(heel, toe))


@pytest.mark.parametrize("name", ["bird-dog", "cat-camel", "kneeling-lat", "childs-pose", "half-kneeling-hip-flexor", "half-kneeling-quad"])
@pytest.mark.parametrize("progress", [0.0, 0.5, 1.0])
def test_who_kneels_has_a_knee_down_and_no_foot_through_the_floor(library: Library, name: str, progress: float) -> None:
    joints = joints_of(library, name, progress)
    cushion = 0.03 if name.startswith("half") else 0.0
    assert min(joints["left_knee"][1], joints["right_knee"][1]) == pytest.approx(KNEE_DEPTH + cushion, abs=0.012)
    assert min(joints[f"{side}_{part}"][1] for side in SIDES for part in ("heel", "ball", "toe")) > -0.001
    if name.startswith("half"):
        assert joints["right_ball"][1] == pytest.approx(0, abs=0.012)


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.id)
def test_no_head_goes_into_the_floor(entry: Entry) -> None:
    pose, equipment = pose_of(entry)
    if pose.anchor is not Anchor.SIDE_LYING:
        assert all(body_at(pose, n / 4, Side.LEFT, equipment).joints["head"][1] > HEAD_RADIUS - 0.012 for n in range(5))


@pytest.mark.parametrize(
    ("name", "hands", "held", "moments"),
    [
        ("knee-hug", SIDES, ("left_knee", "left_ankle"), (1.0,)),
        ("single-knee-to-chest", SIDES, ("left_knee", "left_ankle"), (1.0,)),
        ("knee-to-opposite-shoulder", SIDES, ("left_knee", "left_ankle"), (1.0,)),
        ("edge-of-bed-hip-flexor", SIDES, ("right_knee", "right_ankle"), (0.0, 1.0)),
        ("lying-hamstring", SIDES, ("left_hip", "left_knee"), (0.0, 1.0)),
        ("lying-knee-straightener", SIDES, ("left_hip", "left_knee"), (0.0, 1.0)),
        ("lying-figure-four", SIDES, ("right_hip", "right_knee"), (1.0,)),
        ("half-kneeling-hip-flexor", SIDES, ("right_hip", "right_knee"), (0.0, 1.0)),
        ("half-kneeling-quad", SIDES, ("right_hip", "right_knee"), (0.0, 1.0)),
        ("seated-hamstring", SIDES, ("left_hip", "left_knee"), (0.0, 1.0)),
        ("standing-quad", ("left",), ("left_ankle", "left_toe"), (1.0,)),
        ("cross-body-shoulder", ("right",), ("left_elbow", "left_wrist"), (1.0,)),
        ("overhead-triceps", ("right",), ("left_shoulder", "left_elbow"), (1.0,)),
        ("wrist-flexor", ("right",), ("left_wrist", "left_fingers"), (1.0,)),
        ("wrist-extensor", ("right",), ("left_wrist", "left_fingers"), (1.0,)),
    ],
)
def test_a_hand_that_holds_something_touches_it(
    library: Library, name: str, hands: tuple[str, ...], held: tuple[str, str], moments: tuple[float, ...]
) -> None:
    stretch = library.stretch(library.find(name))
    assert stretch.pose is not None
    for progress in moments:
        body = body_at(stretch.pose, progress, Side.LEFT, stretch.equipment)
        begin, end = (body.at(joint) for joint in held)
        between_them = [(begin[0] + n / 20 * (end[0] - begin[0]), begin[1] + n / 20 * (end[1] - begin[1])) for n in range(21)]
        for side in hands:
            gap = min(dist(body.at(f"{side}_{part}"), place) for part in ("wrist", "fingers") for place in between_them)
            assert gap < 0.06, f"{side} at {progress}"


def test_the_face_stays_level_while_the_head_glides_back(library: Library) -> None:
    pose = library.stretch(library.find("chin-tuck")).pose
    assert pose is not None
    start, hold = (body_at(pose, progress, Side.LEFT, ()) for progress in (0.0, 1.0))
    assert start.joints["head"][0] - hold.joints["head"][0] > 0.015
    for body in (start, hold):
        assert abs(body.head.forward[1]) < 0.2


def test_collarbones_lift_the_shoulders_and_nothing_else() -> None:
    low, high = standing(), standing(out_of_plane={"shoulder-elevation": 30})
    assert at(high, "left_shoulder")[1] - at(low, "left_shoulder")[1] == pytest.approx(0.105 / 2, abs=1e-3)
    assert at(high, "head") == at(low, "head")


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.id)
def test_the_drawing_of_the_right_side_is_the_mirror_image(entry: Entry) -> None:
    def lines(side: Side, sign: int) -> Counter[tuple[Role, frozenset[Point]]]:
        return Counter(
            (shape.role, frozenset((round(sign * x, 4) + 0.0, round(y, 4) + 0.0) for x, y in points))
            for shape in draw(pose, side=side, equipment=equipment).shapes
            for points in ((shape.center,) if isinstance(shape, Disc) else shape.points,)
        )

    pose, equipment = pose_of(entry)
    assert lines(Side.LEFT, 1) == lines(Side.RIGHT, -1)


angles = st.fixed_dictionaries(
    {
        "trunk": st.floats(-90, 120),
        "lumbar": st.floats(-30, 60),
        "hip": st.floats(-20, 130),
        "knee": st.floats(0, 150),
        "ankle": st.floats(-60, 32),
        "shoulder": st.floats(-80, 180),
        "elbow": st.floats(0, 150),
        "neck": st.floats(-70, 70),
    }
)


@given(angles, angles, st.sampled_from(Anchor), st.sampled_from(View), st.floats(0, 1), st.sets(st.sampled_from(Equipment)))
def test_any_pose_can_be_drawn(
    hold: dict[str, float], start: dict[str, float], anchor: Anchor, view: View, progress: float, equipment: set[Equipment]
) -> None:
    pose = Pose(anchor=anchor, view=view, hold=Angles.model_validate(hold), start=Angles.model_validate(start))
    figure = draw(pose, progress=progress, equipment=sorted(equipment))
    for shape in figure.shapes:
        for x, y in (shape.center,) if isinstance(shape, Disc) else shape.points:
            assert isfinite(x)
            assert isfinite(y)


def test_moving_a_little_changes_the_drawing_a_little(bundled: Path) -> None:
    for entry in DRAWN:
        pose, equipment = pose_of(entry)
        before, after = (draw(pose, progress=progress, equipment=equipment) for progress in (0.5, 0.51))
        assert len(before.shapes) == len(after.shapes), entry.id
