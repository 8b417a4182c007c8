import pytest

from ikue.accounts.models import Account
from tests import cast as people


@pytest.mark.django_db
def test_the_fifteen_windows_in_seven_fields(client):
    page = client.get("/")
    fields = page.context["fields"]
    assert [len(windows) for _, windows in fields] == [2, 2, 4, 1, 1, 2, 3]
    assert page.status_code == 200


@pytest.mark.django_db
def test_no_member_of_staff_is_named(client):
    people.assemble()
    page = client.get("/").content.decode()
    assert Account.objects.count() == len(people.ROLES)
    assert [name for name, _, _ in people.ROLES.values() if name in page] == []


@pytest.mark.django_db
def test_urgent_numbers_stand_on_top(client):
    page = client.get("/").content.decode()
    assert all(f'href="tel:{number}"' in page for number in ("119", "110", "189"))


@pytest.mark.django_db
def test_staff_find_their_door(client):
    page = client.get("/").content.decode()
    assert page.count('<a href="/desk/">職員の方はこちら</a>') == 1
