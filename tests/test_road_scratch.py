from datetime import date, timedelta
import pytest
from tests.cast import assemble
from tests.factories.receptions import household_8050
from ikue.casework.domain.referrals import *
from ikue.casework.domain.cases import *
from ikue.casework.domain.responsibility import *
from ikue.casework.models import *
from ikue.people.models import *
from ikue.people.domain.queries import persons_named
from ikue.sharing.domain.showing import show_households
from ikue.sharing.enums import Basis
from ikue.programmes.consultation.models import *
from ikue.programmes.consultation.domain.screening import *
from ikue.directory.models import Window


@pytest.mark.django_db
def test_road():
    cast = assemble()
    with cast.acting("desk") as by:
        c = household_8050(by=by, at=cast.at)
        assert c.number == "R8-00001"
        assert [p.name for p in persons_named("高橋")] == ["髙橋 一郎", "髙橋 トメ"]
    for n in ("outsider", "commissioner", "retired", "elderly"):
        with cast.acting(n):
            assert Person.objects.count() == 0, n
            assert Consultation.objects.count() == 0
    cast.later(minutes=10)
    with cast.acting("desk") as by:
        c = Consultation.objects.get()
        w = Window.objects.get(code="support_center_arakawa")
        r = refer(
            consultation=c,
            sending=Sending(
                person_ids=(c.person_id,),
                basis=Basis.WARD_PURPOSE,
                to_window=w,
                words=Words(question="介護の相談を", complaint=c.complaint),
            ),
            by=by,
            at=cast.at,
        )
    cast.later(minutes=10)
    with cast.acting("elderly") as by:
        assert Person.objects.count() == 0
        r = Referral.objects.get()
        assert Packet.objects.get().persons[0]["family_name"] == "髙橋"
        accept_referral(
            referral=r,
            acceptance=Acceptance(
                named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 26)
            ),
            by=by,
            at=cast.at,
        )
        case = Case.objects.get()
        assert case.number == "R8-00001"
        assert Person.objects.count() == 1
        hh = show_households(by, case.circle_id)
        assert [m.label for m in hh[0].members] == ["髙橋 トメ", "子（50代）"]
    with cast.acting("desk") as by:
        assert Case.objects.count() == 1
        assert NextAction.objects.count() == 0
