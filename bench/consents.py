"""同意 of a household's person at the centre, as its own window asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bench.copying import fresh
from bench.households import Home, grant, ground
from bench.staff import Place
from bench.stock import Stock
from bench.threads import next_date
from ikue.kernel import clock
from ikue.sharing.domain.consents import CONSENT_ENDS
from ikue.sharing.enums import Act, Basis, ConsentGiver, ConsentMethod, ConsentState, FieldClass

REFUSED: Final = 0.15
WITHDRAWN: Final = 0.04
"""Of a hundred answers, invented: how many decline, how many take it back later."""
DAYS: Final = (180, 364)
"""For how long it is given; the ward's longest term is a year."""
ANSWERED_AFTER: Final = timedelta(minutes=20)
SAID: Final = {"words": "ひとりでは無理なので、手伝ってほしい。", "language": "日本語"}
AGREED: Final = FieldClass.F1 | FieldClass.F3


def ask(stock: Stock, home: Home, places: Sequence[Place], at: datetime) -> None:
    """One that is answered in one of three ways, about one to three other windows."""
    random, lot = stock.random, stock.random.random()
    if lot < REFUSED:
        _refused(stock, home, at)
        return
    others = [one for one in places if one is not home.place]
    told = random.sample(others, random.randint(1, 3))
    withdrawn = stock.between(at + timedelta(hours=1), stock.now)
    give(
        stock, home, told, at, days=random.randint(*DAYS),
        withdrawn=withdrawn if lot < REFUSED + WITHDRAWN else None,
    )  # fmt: skip


def give(
    stock: Stock,
    home: Home,
    told: Sequence[Place],
    at: datetime,
    *,
    days: int = DAYS[1],
    withdrawn: datetime | None = None,
) -> str:
    """Given in writing, with what it opens to each window that it names."""
    consent_id, until = fresh(stock.random), clock.today(at) + timedelta(days=days)
    answered = at + ANSWERED_AFTER
    ground_id = ground(
        stock, basis=Basis.CONSENT, what="本人同意", at=answered, ended=withdrawn,
        purpose="いっしょに支えるため", **home.lying(answered),
    )  # fmt: skip
    state = ConsentState.WITHDRAWN if withdrawn else ConsentState.GIVEN
    stock.add(
        "sharing.Consent", id=consent_id, person_id=home.principal_id, state=state,
        ground_id=ground_id, asked_at=at, answered_at=answered, giver=ConsentGiver.PERSON,
        method=ConsentMethod.WRITTEN, explained_by_id=home.clerk.appointment_id,
        class_names=[one.name for one in AGREED], until=until, withdrawn_at=withdrawn,
        **home.lying(at),
    )  # fmt: skip
    for place in told:
        stock.add(
            "sharing.ConsentReceiver",
            consent_id=consent_id,
            code=place.code,
            **home.lying(answered),
        )
        _open_to(stock, home, place, ground_id, answered, clock.end_of(until))
    _note(stock, home, consent_id, answered, **SAID)
    _changes(stock, home, consent_id, at, ConsentState.GIVEN, "give", "同意を得た")
    if withdrawn:
        stock.change(
            home, "同意", consent_id, "withdraw", ConsentState.GIVEN, state, "同意が撤回された",
            withdrawn,
        )  # fmt: skip
    return consent_id


def _open_to(
    stock: Stock, home: Home, place: Place, ground_id: str, at: datetime, ends_at: datetime
) -> None:
    beside = {
        "window_id": place.window_id, "at": at, "ends_at": ends_at, "end_event": CONSENT_ENDS,
        **home.lying(at),
    }  # fmt: skip
    grant(stock, ground_id, classes=AGREED, person_id=home.principal_id, **beside)
    if place is not home.place:
        grant(stock, ground_id, classes=FieldClass.F0, acts=Act.READ, **beside)


def _refused(stock: Stock, home: Home, at: datetime) -> None:
    """Few are to be asked again these days, as with every other date."""
    consent_id, answered = fresh(stock.random), at + ANSWERED_AFTER
    stock.add(
        "sharing.Consent", id=consent_id, person_id=home.principal_id, state=ConsentState.REFUSED,
        asked_at=at, answered_at=answered, explained_by_id=home.clerk.appointment_id,
        ask_again_on=next_date(stock), **home.lying(at),
    )  # fmt: skip
    _note(stock, home, consent_id, answered, refused_reason="ほかの人には知られたくない。")
    _changes(stock, home, consent_id, at, ConsentState.REFUSED, "refuse", "同意は得られなかった")


def _note(stock: Stock, home: Home, consent_id: str, at: datetime, **said: str) -> None:
    stock.add("sharing.ConsentWords", consent_id=consent_id, **said, **home.lying(at))


def _changes(
    stock: Stock, home: Home, consent_id: str, at: datetime, state: str, name: str, sentence: str
) -> None:
    asked = ConsentState.ASKED
    stock.change(home, "同意", consent_id, "ask", "", asked, "同意をお願いした", at)
    stock.change(home, "同意", consent_id, name, asked, state, sentence, at + ANSWERED_AFTER)
