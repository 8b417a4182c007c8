"""The door: nobody reads unrecorded, nothing is shown that cannot be recorded.

Real commits throughout: the record must stand before the bytes leave.
"""

import threading
import time
import uuid

import pytest
from django.db import connection, connections
from django.db.utils import InternalError
from django.test import Client, override_settings
from structlog.testing import capture_logs

from ikue.audit.models import ReadEvent, ReadLine, Seen, SentForm
from ikue.directory.domain.appointments import end_appointment
from ikue.drafts.models import Draft
from ikue.ui.static_pages import page_bytes
from tests import database
from tests.audit.urls import CIRCLE, GRANT, PERSON, SECRET
from tests.cast import assemble

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tiny_site"),
    pytest.mark.sampled,
    pytest.mark.every_server,
]


@pytest.fixture
def tiny_site():
    with override_settings(ROOT_URLCONF="tests.audit.urls"):
        yield


@pytest.fixture
def cast():
    return assemble()


BACKEND = "ikue.accounts.backend.StaffBackend"


def at_the_desk(cast, name="desk", **options) -> Client:
    client = Client(REMOTE_ADDR="10.0.0.7", **options)
    appointment = cast.appointment(name)
    client.force_login(appointment.account, backend=BACKEND)
    session = client.session
    session["appointment"] = str(appointment.pk)
    session.save()
    return client


@pytest.fixture
def client(cast):
    return at_the_desk(cast)


def recorded(cast, name="desk") -> list[tuple[str, str, int]]:
    with cast.acting(name):
        rows = ReadEvent.objects.order_by("number")
        return [(row.screen, row.act, row.lines.count()) for row in rows]


def drafts(cast) -> int:
    with cast.acting("desk"):
        return Draft.objects.count()


class TestReading:
    def test_one_event_with_one_line_per_person_basis_and_grant(self, cast, client):
        response = client.get("/shows/")
        assert (response.status_code, response.content.decode()) == (200, SECRET)
        with cast.acting("desk") as viewer:
            event = ReadEvent.objects.get()
            assert (event.number, event.account_id, event.appointment_id, event.terminal) == (
                1, viewer.account_id, viewer.appointment_id, "10.0.0.7",
            )  # fmt: skip
            assert (event.screen, event.act) == ("shows", "read")
            lines = ReadLine.objects.order_by("basis")
            assert [
                (row.circle_id, row.person_id, row.classes, row.basis, row.grant_id)
                for row in lines
            ] == [
                (CIRCLE, PERSON, 2, "consent", GRANT),
                (CIRCLE, PERSON, 1 | 2 | 8, "own_duty", None),
            ]
            assert list(Seen.objects.values_list("record_id", flat=True)) == [CIRCLE]

    def test_twice_looked_is_two_events_and_one_seen_mark(self, cast, client):
        client.get("/shows/")
        client.get("/shows/")
        assert recorded(cast) == [("shows", "read", 2), ("shows", "read", 2)]
        with cast.acting("desk"):
            assert Seen.objects.count() == 1

    def test_a_page_without_persons_leaves_no_event(self, cast, client):
        assert client.get("/nobody/").status_code == 200
        assert recorded(cast) == []

    def test_whatever_only_leads_on_is_no_look(self, cast, client):
        assert client.get("/leads-on/").status_code == 302
        with cast.acting("desk"):
            assert not Seen.objects.exists()
        assert recorded(cast) == []
        assert client.post("/again/", {"_key": str(uuid.uuid4())}).status_code == 422
        assert len(recorded(cast)) == 1

    def test_words_in_an_answer_are_a_look_whatever_its_status(self, cast, client):
        answer = client.get("/leads-on-with-words/")
        assert (answer.status_code, answer.content.decode()) == (302, SECRET)
        assert len(recorded(cast)) == 1

    def test_a_search_is_a_post_and_is_recorded(self, cast, client):
        assert client.get("/search/").status_code == 405
        assert client.post("/search/").status_code == 200
        assert len(recorded(cast)) == 1

    def test_a_read_that_writes_fails_and_shows_nothing(self, cast, client):
        with pytest.raises(InternalError):
            client.get("/writes/")
        client.raise_request_exception = False
        response = client.get("/writes/")
        assert (response.status_code, response.content) == (500, page_bytes(500))
        assert (recorded(cast), drafts(cast)) == ([], 0)

    def test_the_database_knows_the_viewer_only_inside(self, cast, client):
        viewer = cast["desk"]
        shown = client.get("/who/").content.decode()
        assert shown == f"{viewer.account_id}|{viewer.appointment_id}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.account()")
            assert cursor.fetchone() == (None,)

    @pytest.mark.parametrize("address", ["/shows/", "/nobody/", "/absent/"])
    def test_no_copy_is_kept(self, client, address):
        assert client.get(address).headers["Cache-Control"] == "no-store"


class TestRecordImpossible:
    def test_nothing_is_shown_and_nobody_waits_long(self, cast, client):
        with database.superuser(database.own_name()) as other, other.transaction():
            other.execute("SELECT * FROM wall.chain FOR UPDATE")
            began = time.monotonic()
            response = client.get("/shows/")
            waited = time.monotonic() - began
        assert (response.status_code, response.content) == (503, page_bytes(503))
        assert waited < 3.5, waited
        assert recorded(cast) == []

    def test_a_redisplayed_form_is_a_read_as_well(self, cast, client):
        with database.superuser(database.own_name()) as other, other.transaction():
            other.execute("SELECT * FROM wall.chain FOR UPDATE")
            response = client.post("/again/", {"_key": str(uuid.uuid4())})
        assert (response.status_code, response.content) == (503, page_bytes(503))


class TestRefusal:
    def test_absent_and_forbidden_are_the_same_bytes(self, cast, client):
        absent, forbidden = client.get("/absent/"), client.get("/forbidden/")
        assert (absent.status_code, absent.content) == (404, page_bytes(404))
        assert (forbidden.status_code, forbidden.content) == (404, page_bytes(404))
        assert absent.headers.items() == forbidden.headers.items()
        assert recorded(cast) == []

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_read_is_for_looking(self, client, method):
        assert getattr(client, method)("/shows/").status_code == 405

    @pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
    def test_a_write_is_a_post(self, client, method):
        assert getattr(client, method)("/keeps/").status_code == 405

    def test_strangers_are_sent_to_the_login(self, cast):
        response = Client().get("/shows/")
        assert (response.status_code, response["Location"]) == (
            302, "/accounts/login/?next=/shows/",
        )  # fmt: skip

    def test_a_part_of_a_page_does_not_swallow_the_login_page(self, cast):
        response = Client().get("/shows/", headers={"HX-Request": "true"})
        assert (response.status_code, response.content) == (401, b"")

    def test_without_an_appointment_one_is_chosen_first(self, cast, client):
        session = client.session
        del session["appointment"]
        session.save()
        response = client.get("/shows/")
        assert (response.status_code, response["Location"]) == (302, "/desk/choose/")

    def test_an_appointment_that_ended_shows_nothing_from_the_next_request_on(self, cast, client):
        assert client.get("/shows/").status_code == 200
        appointment = cast.appointment("desk")
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            now = cursor.fetchone()[0]
        end_appointment(appointment=appointment, at=now)
        response = client.get("/shows/")
        assert (response.status_code, response["Location"]) == (302, "/desk/choose/")
        assert "appointment" not in client.session

    def test_an_appointment_of_somebody_else_opens_nothing(self, cast, client):
        session = client.session
        session["appointment"] = str(cast.appointment("elderly").pk)
        session.save()
        assert client.get("/shows/")["Location"] == "/desk/choose/"
        shown = client.get("/who/")
        assert shown["Location"] == "/desk/choose/"

    def test_a_missing_second_factor_is_set_up_first(self, cast, client):
        account = cast.appointment("desk").account
        account.second_factor_required = True
        account.save()
        response = client.get("/shows/")
        assert (response.status_code, response["Location"]) == (
            302, "/accounts/2fa/totp/activate/",
        )  # fmt: skip


class TestWriting:
    def test_commits_on_a_redirect_alone(self, cast, client):
        assert client.post("/keeps/", {"_key": str(uuid.uuid4())})["Location"] == "/there/"
        assert drafts(cast) == 1

    def test_a_form_shown_again_keeps_nothing_and_is_recorded(self, cast, client):
        response = client.post("/again/", {"_key": str(uuid.uuid4())})
        assert (response.status_code, response.content.decode()) == (422, SECRET)
        assert (drafts(cast), len(recorded(cast))) == (0, 1)

    def test_a_row_the_wall_refuses_is_absence_outside_and_a_fault_in_the_log(self, cast, client):
        with capture_logs() as lines:
            response = client.post("/walled/", {"_key": str(uuid.uuid4())})
        assert (response.status_code, response.content) == (404, page_bytes(404))
        assert [(line["event"], line["log_level"], line["path"]) for line in lines] == [
            ("refused_by_the_wall", "error", "/walled/")
        ]
        assert (drafts(cast), recorded(cast)) == (0, [])

    def test_another_mistake_of_ours_stays_one(self, cast, client):
        client.raise_request_exception = False
        assert client.post("/mistaken/", {"_key": str(uuid.uuid4())}).status_code == 500

    def test_autosave_answers_without_an_event(self, cast, client):
        response = client.post("/auto/")
        assert (response.status_code, response.content) == (204, b"")
        assert (drafts(cast), recorded(cast)) == (1, [])

    @pytest.mark.parametrize("key", [{}, {"_key": ""}, {"_key": "1"}], ids=["no", "empty", "odd"])
    def test_a_form_without_a_key_is_not_carried_out(self, cast, client, key):
        response = client.post("/keeps/", key)
        assert (response.status_code, response.content) == (400, page_bytes(400))
        assert drafts(cast) == 0

    def test_sent_twice_is_done_once(self, cast, client):
        key = {"_key": str(uuid.uuid4())}
        answers = [client.post("/keeps/", key)["Location"] for _ in range(3)]
        assert (answers, drafts(cast)) == (["/there/"] * 3, 1)

    def test_sent_five_times_at_once_is_done_once(self, cast):
        key, answers = {"_key": str(uuid.uuid4())}, []
        clients = [at_the_desk(cast) for _ in range(5)]
        ready = threading.Barrier(len(clients))

        def send(client):
            ready.wait()
            answers.append(client.post("/keeps/", key)["Location"])
            connections.close_all()

        threads = [threading.Thread(target=send, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (answers, drafts(cast)) == (["/there/"] * 5, 1)
        with cast.acting("desk"):
            assert SentForm.objects.count() == 1

    def test_the_key_of_one_account_answers_no_other(self, cast, client):
        key = {"_key": str(uuid.uuid4())}
        client.post("/keeps/", key)
        other = at_the_desk(cast, "elderly")
        other.raise_request_exception = False
        assert other.post("/keeps/", key).status_code == 500
        assert drafts(cast) == 1
