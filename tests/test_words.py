"""Movements recognized by their words. The sentences are our own; what public texts say was measured elsewhere."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from stretchguide.library.files import Kind
from stretchguide.library.library import Library
from stretchguide.model.stretch import Stretch
from stretchguide.safety.reading import mentioned
from stretchguide.safety.words import Match, recognize, recognize_text

ASKED = {
    "standing-toe-touch": [
        "Stand with the feet together. Keep the knees straight, bend down and touch your toes.",
        "With both legs locked, reach for the ground until the thighs pull.",
        "Stand tall. Fold forward and let the arms dangle.",
        "From standing, roll down one vertebra at a time and bring your hands to the floor.",
        "Stand with feet hip-width. Hinge at the hips and let your head and arms hang heavy.",
        "Stand upright. Lower your chest toward your thighs. Bend from the waist and grab your ankles.",
        "Bend over without bending your knees and place your palms on the ground.",
        "Stand up. Bend forward at the waist as far as you can.",
        "Stand with the legs wide. Bend at the waist. Walk the hands to the floor.",
        "Stand. Knees slightly bent. Reach down toward your shins and relax the back.",
        "Hands on the hips, bend forward from the waist. Then reach for the ground, knees straight.",
        "Cross one ankle over the other, then touch your toes.",
        "Stand up and reach for your toes.",
        "Stand, bend forward and reach for your toes to loosen the hamstrings.",
        "Stand. Lean your chest forward and fold the upper body over straight legs, hands clasped behind you, head toward the floor.",
    ],
    "seated-toe-reach": [
        "Sit on the floor with your legs straight. Reach for your toes.",
        "Sit with both legs extended in front of you and lean forward as far as possible.",
        "Sit down. Legs out in front. Grab your feet and bring your head to your knees.",
        "Sit on a mat, one leg stretched out, the other sole against the thigh. Reach toward the foot and hold.",
        "Sit on the floor, feet together, and reach for your feet.",
        "Sit with the legs spread wide apart and fold forward, chest toward the floor.",
        "In long sitting with straight knees, slide your hands to your ankles. Sit still.",
        "Sit with your legs in a V. Crawl your hands out in front of you.",
        "Sit with the legs spread wide and sink the chest to the floor.",
        "Sit tall with outstretched legs, then slide your hands down your legs.",
        "Sit on the mat and reach past your toes.",
    ],
    "slumped-seated-hamstring": [
        "Sit on a chair, straighten one leg, and reach for your toes.",
        "Sit at the edge of a chair with one leg extended. Round your back over the leg.",
    ],
    "leg-on-high-bar": [
        "Stand in front of a table. Put one leg on the table and bend forward over it.",
        "Rest your heel on a bar at hip height. Lean forward and reach for the foot.",
    ],
    "windmill-toe-touch": [
        "Stand with the legs apart. Bend and touch your right hand to your left foot, then swap.",
        "Feet wide. Twist and reach the left hand down to the right ankle, again and again.",
    ],
    "hurdler": [
        "Sit with one leg straight. Bend the other knee so that the foot lies behind you.",
        "Sit on the floor, left leg extended, right leg folded back beside the hip. Lean forward.",
    ],
    "ballistic-bounce": [
        "Sit with soles together and bounce the knees.",
        "Bend a little more with each bounce.",
        "Stand, bend forward and pulse down toward the floor.",
    ],
    "full-neck-circles": [
        "Roll your head in a full circle.",
        "Slowly circle the head to the left, then to the right.",
        "Move your neck clockwise, then counter-clockwise.",
        "Roll your head all the way around.",
        "Let the chin sink to the chest. Roll the right ear over the right shoulder, tip the head back and roll on to the left.",
        "Roll the head to the side, up to the ceiling, to the other side and down again.",
    ],
    "hands-pull-head": [
        "Clasp your hands behind your head and pull the head down.",
        "Place both hands on the back of your head. Gently pull your chin toward your chest.",
        "Interlace the fingers behind the head, then gently pull forward.",
    ],
    "kneeling-lean-back": [
        "Kneel and sit on your heels. Lean back until the thighs pull.",
        "Sit between your feet and recline backward.",
    ],
    "locked-cobra": [
        "Lie face down, hands under the shoulders. Push up until your arms are straight.",
        "Lie on your stomach. Press the chest up and lock your elbows.",
        "Lie face down and raise your chest (cobra pose).",
    ],
    "plough": [
        "Lie on your back and lift your legs over your head.",
        "Lie down flat. Swing the feet up and over until the toes touch the floor behind you.",
    ],
    "forced-partner-push": [
        "Lie on your back. Your partner pushes the leg toward you.",
        "Sit with straight legs while a partner gently presses on your upper back.",
    ],
    "standing-quad-pull-arched": [
        "Stand on one leg, pull the heel to the buttock and arch your back.",
    ],
}

NOT_ASKED = [
    # denied, or named only to be ruled out
    "Stand tall. Do not bend over to touch your toes.",
    "Stand with straight legs. Never reach for the floor.",
    "Sit with straight legs. There is no need to reach for your toes.",
    "Hold still, do not bounce.",
    "Stretch slowly without bouncing.",
    "Avoid bouncing and keep breathing.",
    "Bouncing can cause injury.",
    "Resist the urge to bounce.",
    "Turn the head to one side instead of rolling it in a circle.",
    "Never circle your head.",
    "Lie on your front. Press up, but don’t straighten your arms.",
    "Lie on your back. Do not let the legs go over your head.",
    "Kneel tall. Do not lean back.",
    "Stand, take the heel to the buttock and do not arch your back.",
    # the back is kept, or only the hips bend
    "Stand and hinge at the hips with a flat back. Reach toward the shins.",
    "Sit with one leg straight. Keep your back straight and lean forward over the leg.",
    "Sit with your legs straight. Lean forward from the hips. Avoid rounding your back.",
    "Sit on a chair, straighten one leg and lean forward with the chest lifted. Reach toward the foot.",
    "Put one heel on a bench. Keep the spine neutral and bend forward.",
    "Stand. Bend from the hips until the hamstrings pull.",
    "Sit with straight legs. Keep your back and knees straight and fold forward.",
    "Sit with straight legs. Hinge forward with your chest moving to your feet. Keep the spine long throughout.",
    # other movements with the same words
    "Lie on your back, loop a strap around the foot and pull the toes toward you.",
    "Lie on your back with straight legs and reach for your toes.",
    "Sit with straight legs and pull the toes toward you with a towel.",
    "Stand, grab your foot behind you and bring the heel to the buttock.",
    "Sit, bring the soles together, hold your feet and fold forward.",
    "Kneel, sit back on your heels and reach your arms forward on the floor.",
    "On all fours, round your back like a cat, then let it sink.",
    "Stand on one leg and tap your toes on the ground.",
    "Stand facing a wall, lean forward and keep the heel on the floor.",
    "Stand tall, slide one hand down to the side of the leg and bend to the side.",
    "Draw circles with your arms.",
    "Circle your ankles, then your hips.",
    "Roll your head from side to side in a half circle.",
    "Turn your head to look over the shoulder.",
    "Tilt the head toward the shoulder and rest the hand on it.",
    "Tilt the head toward the shoulder. Press down on the head with one hand for more.",
    "Stand and reach your arms out in front. Draw the chest toward the floor as you squat.",
    "Hug one knee to the chest.",
    "Lie face down and rest on your forearms.",
    "Get into a lunge with both hands on the floor beside the foot.",
    "Bounce lightly on the balls of your feet.",
    "Squat down and touch the floor.",
    "Sit cross-legged and lean forward with the hands on the floor.",
    "Point your toes and let the big toes touch.",
    "Have a partner hold your wrists while you pull.",
    # a leg comes up to the hands, and the back stays where it is
    "Stand tall. Keep the knee straight, kick the leg up and touch the toes with the other hand.",
    "Stand with one leg straight, grab your foot with the hand on the same side and draw the knee backward.",
    "Sit with both legs straight. Bend one knee, grasp the ankle and pull the heel to the buttock.",
    "Hug both knees to the chest, then bring the forehead to the knees.",
    # what bends is a leg
    "Sit with one leg bent in front of you and the other straight out to the side. Sway from side to side.",
    "Sit in a pike position and cross one leg over the other. Turn to the side.",
    # the chest sinks between the arms
    "Reach out in front of you and let the chest sink to the floor.",
    "Hold on to a table, walk backward with straight legs and let the chest sink between the arms until the back is flat.",
    "Place both hands on a desk, step back and sink the upper body toward the floor.",
    # the trunk turns
    "Sit with straight legs. Bend one knee over the other leg and turn your trunk toward the knee.",
    # only the head moves
    "Drop the chin to the chest and let the weight of the head stretch the neck.",
    "Tip the head forward and hold. Then to the left, to the right, and hold again.",
    "Tilt your head so that the left ear comes to the left shoulder. Pull the head down a little with the left hand.",
]


def found(text: str, name: str = "Stretch", aliases: tuple[str, ...] = ()) -> set[str]:
    return {match.movement for match in recognize_text(name, aliases, [(("steps", 0), text)])}


def stretch(**fields: object) -> Stretch:
    base: dict[str, object] = {
        "name": "Evening stretch",
        "targets": {"primary": ["hamstrings"]},
        "position": "standing",
        "method": "static",
        "sides": "both",
        "dose": {"hold": "30s"},
        "setup": "Find a quiet place.",
        "steps": ["Breathe."],
        "breathing": "Breathe slowly.",
        "safety": ["Stop if it hurts."],
    }
    return Stretch.model_validate(base | fields)


@pytest.mark.parametrize(("movement", "text"), [(movement, text) for movement, texts in ASKED.items() for text in texts])
def test_a_text_that_asks_for_a_movement_is_recognized(movement: str, text: str) -> None:
    assert movement in found(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_text_that_does_not_ask_is_left_alone(text: str) -> None:
    assert recognize_text("Stretch", (), [(("steps", 0), text)]) == ()


NAMES = {
    "standing-toe-touch": ["Toe touches", "TOE-TOUCH", "Standing forward bend", "Rag-doll", "Ragdoll hang", "Uttānāsana"],
    "seated-toe-reach": ["Sit-and-reach", "Pike stretch", "Seated forward bend", "Paścimottānāsana", "Seated toe touch"],
    "windmill-toe-touch": ["Windmills", "Cross toe touches"],
    "hurdler": ["Hurdler’s stretch", "Hurdlers stretch"],
    "full-neck-circles": ["Neck Rolls", "Head circles", "Circling the neck"],
    "plough": ["Plow", "The plough", "Halāsana"],
    "locked-cobra": ["Cobra", "Upward-facing dog"],
    "ballistic-bounce": ["Ballistic hamstring stretch", "Bouncing stretch"],
}
OTHER_NAMES = [
    "Calf stretch with toes up",
    "Toes together",
    "Half neck rolls",
    "Arm circles",
    "Pike push-up",
    "Low cobra",
    "Sphinx",
    "Snow plough",
    "Standing quad stretch",
    "Half forward fold",
    "Hamstring stretch, no bouncing",
    "Instead of toe touches",
    "Butterfly forward fold",
    "Lying toe touch",
    "Shoulder rolls",
    "Arm windmills",
]


@pytest.mark.parametrize(("movement", "name"), [(movement, name) for movement, names in NAMES.items() for name in names])
def test_a_name_is_recognized_however_it_is_spelled(movement: str, name: str) -> None:
    assert Match(movement, ("name",), name.removeprefix("The ")) in recognize_text(name, (), ()) or movement in found("Breathe.", name)
    assert movement in found("Breathe.", "Stretch", (name,))


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_that_only_sounds_like_it_is_left_alone(name: str) -> None:
    assert recognize_text(name, (), ()) == ()


def test_every_name_of_an_avoid_entry_is_recognized(library: Library) -> None:
    for entry in library.entries(Kind.AVOID):
        avoid = library.avoided(entry)
        for name in (avoid.name, *avoid.aliases):
            assert entry.id in {match.movement for match in recognize_text(name, (), ())}, name


def test_no_stretch_of_the_library_is_recognized(library: Library) -> None:
    for entry in library.entries(Kind.STRETCH):
        assert recognize(library.stretch(entry)) == (), entry.id


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Toe touches", "Lie on your back with the legs up. Lift the shoulders and reach for the toes."),
        ("Neck rolls", "Roll the head from one shoulder to the other in a half circle."),
        ("Cobra", "Lie face down. Press up a little with the elbows bent."),
        ("Windmills", "Lie on your back and let one leg cross to the other side."),
        ("Leg on a bench", "Put one heel on a bench. Lean forward from the hips with a flat back."),
        ("Forward fold", "Sit on your heels, fold forward and rest."),
    ],
)
def test_a_text_that_is_plainly_something_else_outweighs_the_name(name: str, text: str) -> None:
    assert found(text, name) == set()


def test_a_flat_back_does_not_outweigh_the_name() -> None:
    assert found("Stand. Hinge at the hips with a flat back.", "Standing toe touch") == {"standing-toe-touch"}


def test_the_pieces_may_stand_in_different_fields() -> None:
    texts = [
        (("setup",), "Sit on the floor with both legs straight."),
        (("steps", 0), "Breathe in."),
        (("steps", 1), "Breathe out, reach toward your toes and stay."),
    ]
    assert recognize_text("Evening stretch", (), texts) == (Match("seated-toe-reach", ("steps", 1), "reach toward your toes"),)


def test_a_flat_back_in_another_sentence_clears_the_text() -> None:
    assert found("Sit with your legs straight. Lean forward toward the feet. The back stays flat.") == set()


def test_a_straight_back_to_begin_with_does_not_clear_it() -> None:
    assert found("Sit up with a straight back and straight legs. Then bend down and touch your toes.") == {"seated-toe-reach"}


def test_letting_the_upper_body_hang_undoes_the_hinge() -> None:
    assert found("Stand. Hinge at the hips and reach for the floor.") == set()
    assert found("Stand. Hinge at the hips, reach for the floor and let the head hang.") == {"standing-toe-touch"}


def test_mistakes_and_warnings_ask_for_nothing() -> None:
    for field in ("mistakes", "safety"):
        assert recognize(stretch(**{field: ["Bend over with straight legs and touch your toes.", "Roll the head in a circle."]})) == ()


def test_a_rounded_back_among_the_mistakes_counts_as_a_flat_back() -> None:
    steps = ["Bend forward with straight knees and reach for your shins."]
    assert [match.movement for match in recognize(stretch(steps=steps))] == ["standing-toe-touch"]
    assert recognize(stretch(steps=steps, mistakes=["The low back rounds."])) == ()


def test_the_position_of_a_stretch_counts_where_its_text_says_none() -> None:
    steps = ["Keep both legs straight and reach for your toes."]
    assert [match.movement for match in recognize(stretch(position="standing", steps=steps))] == ["standing-toe-touch"]
    assert [match.movement for match in recognize(stretch(position="floor-seated", steps=steps))] == ["seated-toe-reach"]
    assert [match.movement for match in recognize(stretch(position="chair", steps=steps))] == ["slumped-seated-hamstring"]
    assert recognize(stretch(position="supine", steps=steps)) == ()


def test_every_field_with_instructions_is_read() -> None:
    roll = "Roll your head in a full circle."
    fields: list[tuple[dict[str, object], tuple[str | int, ...]]] = [
        ({"setup": roll}, ("setup",)),
        ({"steps": ["Sit tall.", roll]}, ("steps", 1)),
        ({"only_movement": roll}, ("only_movement",)),
        ({"breathing": roll}, ("breathing",)),
        ({"cues": [{"at": 5, "say": roll}]}, ("cues", 0, "say")),
        ({"easier": {"say": roll}}, ("easier", "say")),
        ({"harder": {"say": roll}}, ("harder", "say")),
        ({"aliases": ["neck loosener", "neck rolls"]}, ("aliases", 1)),
    ]
    for given_fields, where in fields:
        assert [(match.movement, match.where) for match in recognize(stretch(**given_fields))] == [("full-neck-circles", where)]


def test_a_movement_is_reported_once_with_the_words_as_written() -> None:
    text = "Slowly ROLL  your\nhead in a full Circle. Roll the head in a circle again."
    assert recognize_text("Loosener", (), [(("steps", 0), text)]) == (
        Match("full-neck-circles", ("steps", 0), "ROLL your head in a full Circle"),
    )


EVERYTHING = [text for texts in ASKED.values() for text in texts] + NOT_ASKED


@given(st.text(), st.lists(st.text(), max_size=2), st.lists(st.text(), max_size=3))
def test_no_text_makes_it_fail(name: str, aliases: list[str], texts: list[str]) -> None:
    recognize_text(name, aliases, [(("steps", index), text) for index, text in enumerate(texts)])


@given(st.lists(st.sampled_from(" ".join(EVERYTHING).replace(".", " .").split()), max_size=40))
def test_no_order_of_known_words_makes_it_fail(words: list[str]) -> None:
    for match in recognize_text("Stretch", (), [(("steps", 0), " ".join(words))]):
        assert match.words in " ".join(words)


@given(st.sampled_from(EVERYTHING), st.sampled_from([str.upper, str.lower, str.title]), st.sampled_from(["  ", "\n", "\t", " \u00a0"]))
def test_case_and_space_do_not_matter(text: str, cased: type[str], space: str) -> None:
    changed = cased(text).replace(" ", space)
    assert found(changed) == found(text)


@given(st.sampled_from(EVERYTHING), st.sampled_from(["Breathe slowly.", "This takes a minute.", "Do it twice a day."]), st.booleans())
def test_an_unrelated_sentence_changes_nothing(text: str, sentence: str, before: bool) -> None:
    assert found(f"{sentence} {text}" if before else f"{text} {sentence}") == found(text)


def test_a_long_text_without_full_stops_is_read_in_time() -> None:
    assert found("never bounce " * 20_000) == set()
    assert "ballistic-bounce" in found("stretch and " * 20_000 + "bounce")


@pytest.mark.parametrize("module", ["description", "words"])
def test_every_phrase_is_made_of_known_meanings(module: str) -> None:
    tree = ast.parse((ROOT / "src" / "stretchguide" / "safety" / f"{module}.py").read_text(encoding="utf-8"))
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    phrases = [text for text in strings if re.search(r"[~|]", text) and not text.endswith(".")]
    assert len(phrases) > 40
    for phrase in phrases:
        for meaning in re.findall(r"[a-z_]+", phrase):
            mentioned((), (meaning,))
