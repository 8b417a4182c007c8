import pytest
from django.urls import reverse

from ikue.directory.domain.appointments import appoint, end_appointment
from ikue.directory.enums import Role
from ikue.directory.models import Window
from ikue.kernel import clock
from tests import cast as people

BACKEND = "ikue.accounts.backend.StaffBackend"


@pytest.fixture
def cast(db):
    return people.assemble()


def log_in(client, cast, name):
    client.force_login(cast.appointment(name).account, backend=BACKEND)
    return client


def test_one_appointment_is_taken_at_once(client, cast):
    answer = log_in(client, cast, "desk").get(reverse("directory:choose"))
    assert answer["Location"] == reverse("desk:home")
    assert client.session["appointment"] == str(cast.appointment("desk").pk)


def test_with_two_appointments_one_is_chosen(client, cast):
    second = appoint(
        account=cast.appointment("desk").account,
        window=Window.objects.get(code="hikikomori_station"),
        role=Role.COUNSELLOR,
        starts_at=people.APPOINTED,
        concurrent=True,
        by=None,
    )
    page = log_in(client, cast, "desk").get(reverse("directory:choose"))
    assert page.status_code == 200
    assert "appointment" not in client.session
    key = "0f0f0f0f-0000-4000-8000-000000000001"
    answer = client.post(reverse("directory:choose"), {"_key": key, "appointment": str(second.pk)})
    assert answer["Location"] == reverse("desk:home")
    assert client.session["appointment"] == str(second.pk)


def test_somebody_elses_appointment_cannot_be_chosen(client, cast):
    answer = log_in(client, cast, "desk").post(
        reverse("directory:choose"),
        {
            "_key": "0f0f0f0f-0000-4000-8000-000000000002",
            "appointment": str(cast.appointment("women").pk),
        },
    )
    assert answer.status_code == 422
    assert "appointment" not in client.session


def test_the_retired_find_no_appointment(client, cast):
    page = log_in(client, cast, "retired").get(reverse("directory:choose"))
    assert page.status_code == 200
    assert "今、有効な所属がありません" in page.content.decode()


def offered(client, at):
    with clock.frozen(at):
        return "窓口を替える" in client.get(reverse("desk:home")).content.decode()


def test_only_with_two_appointments_is_there_a_window_to_change_to(client, cast):
    desk = log_in(client, cast, "desk")
    desk.get(reverse("directory:choose"))
    assert not offered(desk, cast.at)
    second = appoint(
        account=cast.appointment("desk").account,
        window=Window.objects.get(code="hikikomori_station"),
        role=Role.COUNSELLOR,
        starts_at=people.APPOINTED,
        concurrent=True,
        by=None,
    )
    assert offered(desk, cast.at)
    end_appointment(appointment=second, at=cast.at)
    assert not offered(desk, cast.at)
