"""The law's table is read: what a row does not name opens nothing, and within it no more than was
agreed to."""

from datetime import date, timedelta

import pytest

from ikue.casework.models import Packet, Referral
from ikue.people.models import Person
from ikue.sharing.domain.bases import NoBasis
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, change_consent
from ikue.sharing.domain.opening import Extent, opening_on
from ikue.sharing.enums import Act, Basis, FieldClass
from tests import database
from tests.cast import assemble
from tests.factories.referrals import received_8050, send, sent_8050
from tests.sharing.test_self_granting import consented

ON = date(2026, 11, 24)
F0, F1, F3, F4 = FieldClass.F0, FieldClass.F1, FieldClass.F3, FieldClass.F4
PACKET = FieldClass.PACKET
LEAVES = "入力した内容は残っています。"


def as_owner(statement, *parameters):
    with database.superuser(database.own_name()) as server:
        assert server.execute(statement, parameters).rowcount == 1


def empty_row(code):
    as_owner("UPDATE sharing_legalbasis SET class_names = '[]' WHERE code = %s", code)


class TestARowIsEmptied:
    @pytest.fixture
    def cast(self, transactional_db):
        return assemble()

    def test_of_own_duty_nobody_is_received(self, cast):
        assert received_8050(cast).pk
        empty_row("own_duty")
        with pytest.raises(NoBasis) as refusal:
            received_8050(cast)
        assert str(refusal.value) == (
            f"根拠「自窓口の相談支援」では、「関わりの事実」を伝えられません。{LEAVES}"
        )

    def test_of_consent_none_is_given(self, cast):
        reception = received_8050(cast)
        empty_row("consent")
        with pytest.raises(NoBasis, match="根拠「本人同意」では、「氏名など」「支援の内容」を"):
            consented(cast, reception)

    @pytest.mark.parametrize("basis", [Basis.WARD_PURPOSE, Basis.ABUSE_ELDER])
    def test_nothing_is_sent_on_it(self, cast, basis):
        circle_id = sent_8050(cast, basis=basis).circle_id
        empty_row(basis.value)
        with pytest.raises(NoBasis):
            send(cast, circle_id, basis=basis)

    def test_a_standing_decision_for_names_alone_carries_no_packet(self, cast):
        circle_id = sent_8050(cast).circle_id
        as_owner("""UPDATE sharing_standingdecision SET class_names = '["F0", "F1"]'""")
        with pytest.raises(NoBasis):
            send(cast, circle_id)


@pytest.mark.django_db
class TestAnOpening:
    @pytest.mark.parametrize(
        ("basis", "wanted", "acts", "agreed", "why"),
        [
            ("own_duty", FieldClass.F5, Act.READ, None, "「会議の資料」を伝えられません"),
            ("consent", F4, Act.READ, F4, "「特に慎重な内容」を伝えられません"),
            ("consent", F1 | F3, Act.READ, F1, "「支援の内容」を伝えられません"),
            ("consent", PACKET, Act.READ, F1, "「支援の内容」を伝えられません"),
            ("consent", F1, Act.READ, None, "ご本人の同意が必要です"),
            ("multilayer_conference", F1, Act.READ, None, "ご本人の同意が必要です"),
            ("other_public_body", F1, Act.READ, None, "つなぎの情報の写しだけ"),
            ("ward_purpose", PACKET, Act.PRINT, F1 | F3, "この扱い"),
            ("nothing_of_the_kind", F1, Act.READ, None, "いまは使えません"),
        ],
    )
    def test_outside_the_row_is_refused_in_a_sentence(self, basis, wanted, acts, agreed, why):
        with pytest.raises(NoBasis, match=why):
            opening_on(basis, Extent(classes=wanted, acts=acts), on=ON, agreed=agreed)

    def test_within_it_is_made_and_ends_as_the_row_says(self):
        opening = opening_on("support_conference", Extent(classes=F1 | F3, acts=Act.READ), on=ON)
        assert (opening.classes, opening.acts, opening.end_event) == (
            F1 | F3, Act.READ, "案件の終了まで",
        )  # fmt: skip

    def test_before_the_row_was_in_force_is_refused(self):
        with pytest.raises(NoBasis):
            opening_on("own_duty", Extent(classes=F0, acts=Act.READ), on=date(2026, 3, 31))


@pytest.mark.django_db
class TestAConsentToTheNameAlone:
    @pytest.fixture
    def cast(self):
        return assemble()

    def test_opens_the_name(self, cast):
        consented(cast, received_8050(cast), classes=F1)
        with cast.acting("elderly"):
            assert [person.given_name for person in Person.objects.all()] == ["トメ"]

    def test_carries_no_packet_and_says_what_to_ask(self, cast):
        reception = received_8050(cast)
        consented(cast, reception, classes=F1)
        with pytest.raises(NoBasis) as refusal:
            send(cast, reception.circle_id, basis=Basis.CONSENT)
        assert str(refusal.value) == (
            "ご本人の同意は、「氏名など」と「支援の内容」の両方には及んでいません。"
            f"両方を伝えてよいか、ご本人に聞いてください。{LEAVES}"
        )

    def test_narrowed_to_it_later_the_packet_closes(self, cast):
        reception = received_8050(cast)
        consent = consented(cast, reception)
        send(cast, reception.circle_id, basis=Basis.CONSENT)
        with cast.acting("elderly"):
            assert Packet.objects.count() == 1
        cast.later(minutes=5)
        with cast.acting("desk") as by:
            change_consent(
                consent=consent, answer=ConsentAnswer(words="名前だけなら"), by=by, at=cast.at,
                scope=ConsentScope(
                    window_codes=("support_center_arakawa",), purpose="介護の相談", classes=F1,
                    until=cast.at.date() + timedelta(days=90),
                ),
            )  # fmt: skip
        with cast.acting("elderly"):
            assert (Referral.objects.count(), Packet.objects.count()) == (1, 0)
