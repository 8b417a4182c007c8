"""A household that 多機関協働 coordinates; pages are rendered without collected files."""

import pytest

from ikue.kernel import clock
from tests.cast import assemble
from tests.client import sign_in
from tests.factories.conferences import coordinated
from tests.standing import standing


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@standing
def cast(db):
    return assemble()


@standing
def household(cast):
    return coordinated(cast)


@pytest.fixture
def visit(cast, client):
    """(name, method, address) → the answer, at the cast's moment."""

    def visit(name, method, address, data=None):
        sign_in(client, cast, name)
        with clock.frozen(cast.at):
            return getattr(client, method)(address, data or {})

    return visit
