"""Movements recognized by their words. The sentences are our own; what public texts say was measured elsewhere."""

import pytest

from conftest import ROOT
from stretchguide.model.stretch import Stretch
from stretchguide.safety.words import recognize_text

AVOID = sorted((ROOT / "routines" / "avoid").glob("*.yaml"))
STRETCHES = sorted((ROOT / "routines" / "stretches").rglob("*.yaml"))

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
    ],
    "seated-toe-reach": [
        "Sit on the floor with your legs straight. Reach for your toes.",
        "Sit with both legs extended in front of you and lean forward as far as possible.",
        "Sit down. Legs out in front. Grab your feet and bring your head to your knees.",
        "Sit on a mat, one leg stretched out, the other sole against the thigh. Reach toward the foot and hold.",
        "Sit with the legs spread wide apart and fold forward, chest toward the floor.",
        "In long sitting with straight knees, slide your hands to your ankles. Sit still.",
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
    ],
    "hands-pull-head": [
        "Clasp your hands behind your head and pull the head down.",
        "Place both hands on the back of your head. Gently pull your chin toward your chest.",
    ],
    "kneeling-lean-back": [
        "Kneel and sit on your heels. Lean back until the thighs pull.",
        "Sit between your feet and recline backward.",
    ],
    "locked-cobra": [
        "Lie face down, hands under the shoulders. Push up until your arms are straight.",
        "Lie on your stomach. Press the chest up and lock your elbows.",
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
    "Hug one knee to the chest.",
    "Lie face down and rest on your forearms.",
    "Get into a lunge with both hands on the floor beside the foot.",
    "Bounce lightly on the balls of your feet.",
    "Squat down and touch the floor.",
    "Sit cross-legged and lean forward with the hands on the floor.",
    "Point your toes and let the big toes touch.",
    "Have a partner hold your wrists while you pull.",
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
