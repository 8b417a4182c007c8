"""The ward's cast in every test of the thread; pages without collected static files."""

import pytest

from tests.cast import assemble
from tests.standing import standing


@standing
def cast(db):
    return assemble()


@pytest.fixture
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
