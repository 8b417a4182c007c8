"""Named recipes of conferences: a household that 多機関協働 coordinates, a meeting, items."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ikue.casework.models import Case
from ikue.directory.models import Agency
from ikue.kernel.clock import TOKYO
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.answers import Answers, answer_item
from ikue.programmes.multi_agency.domain.items import Preparation, prepare_item
from ikue.programmes.multi_agency.domain.meetings import Sitting, plan_meeting
from ikue.programmes.multi_agency.domain.members import add_member, add_partner, invite_item
from ikue.programmes.multi_agency.domain.recording import Discussion, record_item
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, Meeting
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.models import Consent
from tests.cast import Cast
from tests.factories.coordination import BOTH, coordinated_8050

SITS_AT = datetime(2026, 12, 1, 14, 0, tzinfo=TOKYO)
"""A week after the cast's morning."""
RECEIVERS = ("support_center_arakawa", "core_consultation_center", "education", "hospital")


@dataclass
class Round:
    """The cast around one household, and the verbs of a conference in few words."""

    cast: Cast
    circle_id: UUID
    case_id: UUID

    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def persons(self, *names: str) -> tuple[UUID, ...]:
        rows = Person.objects.filter(circle_id=self.circle_id, given_name__in=names)
        return tuple(rows.order_by("birth_year").values_list("pk", flat=True))

    def meeting(self, *, starts_at: datetime = SITS_AT, deputy: str = "") -> Meeting:
        chair = self.cast.appointment("coordinator")
        deputy_chair = self.cast.appointment(deputy) if deputy else None
        sitting = Sitting(
            starts_at=starts_at, place="区役所 402会議室", chair=chair, deputy_chair=deputy_chair
        )
        with self.cast.acting("coordinator") as by:
            return plan_meeting(sitting=sitting, by=by, at=by.at)

    def item(
        self,
        conference: Conference = Conference.SUPPORT,
        *,
        names: tuple[str, ...] = BOTH,
        meeting: Meeting | None = None,
    ) -> AgendaItem:
        with self.cast.acting("coordinator") as by:
            preparation = Preparation(
                purpose="母の受診と、息子の孤立について役割を決める",
                person_ids=self.persons(*names), household_image="母と息子の二人暮らし",
                done_now="サポートデスクが家計の相談を続けている", points="だれが訪ねるか",
            )  # fmt: skip
            return prepare_item(
                case=self.case(), conference=conference, preparation=preparation,
                meeting=meeting, by=by, at=by.at,
            )  # fmt: skip

    def list_member(self, item: AgendaItem, name: str) -> ItemMember:
        with self.cast.acting("coordinator") as by:
            return add_member(
                item=self.now(item), appointment=self.cast.appointment(name), by=by, at=by.at
            )

    def list_partner(self, item: AgendaItem, agency: str = "hospital") -> ItemMember:
        with self.cast.acting("coordinator") as by:
            return add_partner(
                item=self.now(item), agency=Agency.objects.get(code=agency), name="山本 相談員",
                secrecy="電話で口頭、11月24日", by=by, at=by.at,
            )  # fmt: skip

    def invite(self, item: AgendaItem, *names: str) -> AgendaItem:
        for name in names:
            self.list_member(item, name)
        with self.cast.acting("coordinator") as by:
            return invite_item(item=self.now(item), by=by, at=by.at)

    def invited(
        self, *names: str, conference: Conference = Conference.SUPPORT, persons=BOTH
    ) -> AgendaItem:
        item = self.item(conference, names=persons, meeting=self.meeting())
        return self.invite(item, *(names or ("elderly",)))

    def answer(self, item: AgendaItem, name: str, **words: str) -> None:
        with self.cast.acting(name) as by:
            member = ItemMember.objects.get(item=item, appointment_id=by.appointment_id)
            said = Answers(**(words or {"knows": "月に一度、母が来る"}))
            answer_item(member=member, answers=said, by=by, at=by.at)

    def record(
        self, item: AgendaItem, *, attended: tuple[str, ...] | None = None, **words
    ) -> AgendaItem:
        """At the meeting's hour, or now where it is past; everybody came unless some are named."""
        self.cast.at = max(self.cast.at, SITS_AT + timedelta(hours=1))
        with self.cast.acting("coordinator") as by:
            present = item.members.filter(left_at=None)
            if attended is not None:
                came = [self.cast.appointment(name).pk for name in attended]
                present = present.filter(appointment_id__in=came)
            discussion = Discussion(
                discussed_at=words.pop("discussed_at", by.at), minutes="受診の同行を相談した",
                attended=frozenset(present.values_list("pk", flat=True)), **words,
            )  # fmt: skip
            return record_item(item=self.now(item), discussion=discussion, by=by, at=by.at)

    def consent(
        self, *names: str, codes: tuple[str, ...] = RECEIVERS, until: date = date(2027, 3, 31)
    ) -> None:
        with self.cast.acting("desk") as by:
            for person_id in self.persons(*names):
                asked = ask_consent(person_id=person_id, circle_id=self.circle_id, by=by, at=by.at)
                give_consent(
                    consent=asked, answer=ConsentAnswer(words="はい、話していいです"), by=by,
                    at=by.at,
                    scope=ConsentScope(window_codes=codes, purpose="支援の調整", until=until),
                )  # fmt: skip

    def withdraw(self, name: str) -> None:
        with self.cast.acting("desk") as by:
            (person_id,) = self.persons(name)
            given = Consent.objects.get(person_id=person_id, state="given")
            withdraw_consent(consent=given, by=by, at=by.at)

    def now(self, item: AgendaItem) -> AgendaItem:
        return AgendaItem.objects.get(pk=item.pk)


def coordinated(cast: Cast) -> Round:
    """髙橋さん世帯: led by the self-reliance desk, taken up by 多機関協働."""
    coordination = coordinated_8050(cast)
    return Round(cast=cast, circle_id=coordination.circle_id, case_id=coordination.case_id)
