"""Jobs of the record of looking. Thin: each loads what it needs and calls one function."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from ikue.audit.chain import export_head


@app.periodic(cron="* * * * *")
@app.task(queue="house", queueing_lock="keep_head_outside")
def keep_head_outside(timestamp: int) -> None:
    """Once a minute the head of the chain is written outside the database."""
    export_head(connection, settings.VAR, at=datetime.fromtimestamp(timestamp, UTC))
