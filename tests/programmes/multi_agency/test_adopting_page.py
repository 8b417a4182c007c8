"""プランを決定する on its page: by 主管課長 alone, with the reasons said beside the form."""

import pytest

from ikue.casework.models import Plan
from ikue.kernel import clock
from tests.cast import assemble
from tests.client import keyed, sign_in
from tests.factories.plans import coordinated_8050, proposed
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@standing
def cast():
    return assemble()


@standing
def plan(cast):
    return proposed(cast, coordinated_8050(cast))


@pytest.fixture
def visit(cast, client):
    def visit(name, method, address, data=None):
        sign_in(client, cast, name)
        with clock.frozen(cast.at):
            return getattr(client, method)(address, data or {})

    return visit


def address(plan):
    return f"/desk/multi-agency/plans/{plan.pk}/adopt/"


def test_the_manager_finds_it_from_the_plan(visit, plan):
    page = visit("coordination_manager", "get", f"/desk/plans/{plan.pk}/")
    assert address(plan) in page.content.decode()
    assert visit("coordination_manager", "get", address(plan)).status_code == 200


@pytest.mark.parametrize("name", ["coordinator", "desk", "elderly", "outsider"])
def test_for_others_it_is_not_there(visit, plan, name):
    assert visit(name, "get", address(plan)).status_code == 404
    sent = visit(name, "post", address(plan), keyed(decided_on="きょう"))
    assert sent.status_code == 404


def test_without_a_support_decision_the_page_says_so_and_keeps_the_day(visit, cast, plan):
    answer = visit("coordination_manager", "post", address(plan), keyed(decided_on="r8.11.24"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "支援決定がまだありません" in text
    assert "r8.11.24" in text
    with cast.acting("coordinator"):
        assert Plan.objects.get(pk=plan.pk).state == "proposed"
