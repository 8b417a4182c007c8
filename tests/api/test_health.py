import pytest
from django.db import connection


def test_the_process_is_up_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})


@pytest.mark.django_db
def test_ready_as_the_application_role(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.django_db(transaction=True)
def test_not_ready_where_the_record_of_looking_cannot_be_written(client):
    connection.close()
    user = connection.settings_dict["USER"]
    connection.settings_dict["USER"] = "ikue_owner"
    try:
        answer = client.get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["USER"] = user
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
