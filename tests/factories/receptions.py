"""Named recipes of receptions, written through the verb that a desk uses."""

from datetime import datetime

from ikue.directory.viewers import Viewer
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import (
    MemberFacts,
    Principal,
    Reception,
    receive,
)
from ikue.programmes.consultation.enums import Caller, Channel
from ikue.programmes.consultation.models import Consultation


def household_8050(*, by: Viewer, at: datetime) -> Consultation:
    """八〇五〇: a mother of 82 whose memory fails and her son of 53 who has not left his room."""
    return receive(
        reception=Reception(
            received_at=at,
            complaint="母の物忘れがひどく、息子は二十年部屋から出ない。お金のことも心配。",
            channel=Channel.PHONE,
            caller=Caller.NEIGHBOUR,
            issues=("dementia", "withdrawal", "income"),
            worst_issue="dementia",
        ),
        principal=Principal(
            facts=PersonFacts(
                family_name="髙橋", given_name="トメ", family_kana="たかはし", given_kana="とめ",
                sex=Sex.FEMALE, birth=PartialDate(1944, 3, 2),
            ),
            safe_contact=SafeContactFacts(hours="午前中", no_message=True),
            contact_points=((ContactKind.ADDRESS.value, "荒川二丁目999番1号"),
                            (ContactKind.PHONE.value, "03-0000-0001")),
        ),
        members=(
            MemberFacts(
                facts=PersonFacts(
                    family_name="髙橋", given_name="一郎", family_kana="たかはし",
                    given_kana="いちろう", sex=Sex.MALE, birth=PartialDate(1973, 6, 15),
                ),
                relationship=Relationship.CHILD,
            ),
        ),
        by=by,
        at=at,
    )  # fmt: skip
