"""The other households: by plan for the demo ward, drawn by weight for a ward at scale."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ikue.drafts.keeping import save_draft
from ikue.programmes.consultation.domain.advice import ask_advice, give_advice
from ikue.programmes.consultation.enums import ConsentVariant
from ikue.programmes.consultation.phrases import DRAFT_FORM
from ikue.synth.fates import FATES
from ikue.synth.home import Home, consent_variant, receive_home
from ikue.synth.stories import Story, stories
from ikue.synth.ward import Ward

PLAN = Path(__file__).parent / "data" / "plan.csv"
WITHOUT_CASES = (
    "childcare_concierge", "disability_desk", "support_center_nishiogu",
    "support_center_higashiogu", "support_center_nishinippori", "public_assistance_ogu",
)  # fmt: skip
"""Windows where nothing has happened yet: their empty screens are part of the demo."""
ANSWERED = {
    "refused": ConsentVariant.REFUSED,
    "consent_withdrawn": ConsentVariant.GIVEN,
}
"""Fates that need this answer about consent at the reception; for others the dice say it."""


@dataclass(frozen=True)
class Line:
    fate: str
    story: str
    window: str


def planned() -> tuple[Line, ...]:
    with PLAN.open(encoding="utf-8", newline="") as file:
        return tuple(Line(**row) for row in csv.DictReader(file))


def fill_by_plan(ward: Ward) -> None:
    """The households of the plan, in its order, two questions for advice, a call half written."""
    for index, line in enumerate(planned()):
        _write(ward, line, today=line.fate == "fresh" and index % 2 == 0)
    _ask_for_advice(ward)
    _begin_a_reception(ward)


def fill_at_scale(ward: Ward, households: int) -> Iterator[Line]:
    """So many households, each written when it is asked for."""
    names = [name for name, fate in FATES.items() if fate.weight]
    weights = [FATES[name].weight for name in names]
    told = list(stories().values())
    for _ in range(households):
        fate = ward.random.choices(names, weights)[0]
        story = ward.random.choice(told)
        if FATES[fate].links and not story.to:
            fate = "supported"
        line = Line(fate, story.code, ward.random.choice(story.windows))
        _write(ward, line)
        yield line


def _write(ward: Ward, line: Line, *, today: bool = False) -> Home:
    fate, story = FATES[line.fate], stories()[line.story]
    town = ward.random.choice(_towns(ward, line.window, story))
    home = receive_home(
        ward, story, window=ward.branch(line.window, town), town=town,
        days=0 if today else ward.random.randint(*fate.days), variant=_variant(ward, line, story),
    )  # fmt: skip
    fate.act(home)
    return home


def _variant(ward: Ward, line: Line, story: Story) -> str:
    return ANSWERED.get(line.fate) or consent_variant(ward, story)


def _towns(ward: Ward, window: str, story: Story) -> list[str]:
    """町丁目 that the window serves, and whose branches are not left empty on purpose."""
    routed = ward.windows[window].parent_id is not None
    return [
        town
        for town, branches in ward.places.items()
        if (window in branches.values() if routed else True)
        and not {branches.get(code) for code in (window, *story.to)} & set(WITHOUT_CASES)
    ]


def _ask_for_advice(ward: Ward) -> None:
    """助言だけ: one answered, one waiting at the coordinator's window."""
    window = ward.windows["multi_agency"]
    with ward.acting("minowa.jun", ward.ago(6, 14, 0)) as viewer:
        advice = ask_advice(
            to_window=window, by=viewer, at=viewer.at,
            question="父の借金と子の不登校が重なる世帯。どちらから関わると続きやすいでしょうか。",
        )  # fmt: skip
    with ward.acting("hibari.tsunagu", ward.ago(5, 10, 0)) as viewer:
        give_advice(
            advice=advice, by=viewer, at=viewer.at,
            answer="会えている人（お子さん）の困りごとから一つだけ。借金は法テラスの日を先に押さえて。",
        )  # fmt: skip
    with ward.acting("hinata.yoko", ward.ago(1, 16, 0)) as viewer:
        ask_advice(
            to_window=window, by=viewer, at=viewer.at,
            question="通訳を入れても家族が同席を望む場合、本人だけと話す工夫を教えてください。",
        )  # fmt: skip


def _begin_a_reception(ward: Ward) -> None:
    """書きかけ: the caller hung up, and what was said is kept for the one who typed it."""
    subject = UUID(int=ward.random.getrandbits(128), version=4)
    with ward.acting("minowa.jun", ward.minutes_ago(40)) as viewer:
        save_draft(
            by=viewer, form=DRAFT_FORM, subject=str(subject),
            content={"complaint": "電気が止まりそう。払う順番が分からない、と話の途中で切れた。"},
        )  # fmt: skip
