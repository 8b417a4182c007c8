"""The hand-written stories and the plan fit the ward."""

from random import Random

from ikue.casework.enums import Counterpart, EntryMethod
from ikue.programmes.consultation.enums import Caller, Channel, Issue
from ikue.synth import staff
from ikue.synth.fates import FATES
from ikue.synth.filler import planned
from ikue.synth.names import address, draw_family, draw_person, phone
from ikue.synth.stories import draw_cast, stories

HIDDEN = ("child_family_center", "women", "mental_health")


def test_stories_use_the_words_of_the_form():
    for story in stories().values():
        assert set(story.issues) | {story.worst} <= set(Issue.values), story.code
        assert story.channel in Channel.values
        assert story.caller in Caller.values
        for method, counterpart, body, outcome in story.entries:
            assert method in EntryMethod.values, story.code
            assert counterpart in Counterpart.values, story.code
            assert body
            assert outcome


def test_plan_names_stories_and_fates():
    for line in planned():
        assert line.fate in FATES, line
        assert line.story in stories(), line
        if FATES[line.fate].links:
            assert stories()[line.story].to != (), line


def test_nothing_leaves_a_window_whose_involvement_is_hidden():
    for story in stories().values():
        if set(story.windows) & set(HIDDEN):
            assert story.to == (), story.code


def test_same_seed_same_people():
    story = stories()["debt_and_drink"]
    first, again, other = (
        draw_cast(story, random=Random(seed), town="荒川二丁目", year=2026) for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


def test_names_from_abroad_carry_three_forms():
    random = Random(1)
    person = draw_person(
        random, family=draw_family(random, "nepali"), sex="female", age=30, year=2026,
        interpreted=True,
    )  # fmt: skip
    assert person.latin_name.startswith(person.family_name + " ")
    assert (person.language, person.interpreter) == ("ネパール語", "language")


def test_invented_address_and_number():
    assert "番" in address(Random(1), "荒川二丁目")
    assert phone(Random(1)).startswith("03-0000-")


def test_staff_names_are_once_each():
    names = [one.username for one in staff.members()]
    assert len(names) == len(set(names)) == 76
