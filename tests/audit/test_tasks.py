from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from ikue.audit.chain import Head, export_head, heads_outside
from ikue.audit.tasks import keep_head_outside

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.mark.django_db
def test_the_application_writes_the_head_outside(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR", tmp_path)
    keep_head_outside(int(NOON.timestamp()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM wall.chain_head()")
        present = Head(*cursor.fetchone())
    assert heads_outside(tmp_path) == (present,)


@pytest.mark.django_db
def test_a_head_that_stood_still_is_written_once(tmp_path):
    export_head(connection, tmp_path, at=NOON)
    export_head(connection, tmp_path, at=NOON)
    assert len(heads_outside(tmp_path)) == 1
