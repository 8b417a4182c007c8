"""Two colleagues answer in the same second: one wins, the other is told, nothing happens twice."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from ikue.casework.domain.referrals import Acceptance, accept_referral
from ikue.casework.models import Case, Referral
from ikue.kernel.transitions import NotPossible
from tests.cast import assemble
from tests.factories.referrals import sent_8050

TOO_LATE = (
    "このつなぎは今「引き受けた」です。「引き受ける」はできません。"
    "ほかの人が先に進めたかもしれません。画面を開き直して確かめてください。"
)


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once():
    cast = assemble()
    referral = sent_8050(cast)
    start = Barrier(2, timeout=60)
    answers: dict[str, str] = {}

    def accept(name: str) -> None:
        try:
            with cast.acting(name) as viewer, connection.cursor() as cursor:
                # A busy machine must not turn the wait for the winner into another answer.
                cursor.execute("SET LOCAL lock_timeout = '30s'")
                cursor.execute("SET LOCAL statement_timeout = '60s'")
                record = Referral.objects.get(pk=referral.pk)
                start.wait()
                acceptance = Acceptance(
                    named=cast.appointment(name), first_contact_on=date(2026, 11, 26)
                )
                accept_referral(referral=record, acceptance=acceptance, by=viewer, at=cast.at)
            answers[name] = "accepted"
        except NotPossible as failure:
            answers[name] = str(failure)
        finally:
            connection.close()

    threads = [Thread(target=accept, args=(name,)) for name in ("elderly", "elderly_manager")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers.values()) == sorted(
        [
            "accepted",
            TOO_LATE,
        ]
    )
    winner = next(name for name, said in answers.items() if said == "accepted")
    with cast.acting("elderly"):
        assert Referral.objects.get().named_id == cast.appointment(winner).pk
        assert Case.objects.get().responsible_id == cast.appointment(winner).pk
