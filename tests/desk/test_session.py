import pytest
from django.urls import reverse

from tests.cast import assemble
from tests.client import sign_in

pytestmark = pytest.mark.django_db


def test_whoever_is_logged_in_gets_the_token_of_now(client):
    sign_in(client, assemble(), "desk")
    answer = client.get(reverse("desk:session"))
    assert list(answer.json()) == ["token"]
    assert answer["Cache-Control"] == "no-store"


def test_a_login_that_ended_is_told_by_a_redirect(client):
    answer = client.get(reverse("desk:session"))
    assert (answer.status_code, answer.content) == (302, b"")


@pytest.mark.parametrize(("name", "searches"), [("desk", True), ("auditor", False)])
def test_only_case_work_is_offered_a_search(client, name, searches):
    sign_in(client, assemble(), name)
    page = client.get(reverse("desk:home")).content.decode()
    assert (f'action="{reverse("desk:search")}"' in page) is searches
