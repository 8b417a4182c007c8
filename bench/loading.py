"""Fill an empty ward: who works where, then circle after circle, as the keeper and by COPY."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from psycopg import Connection

from bench.consents import ask
from bench.coordination import FULL_COURSE, Course, Desk, coordinate, courses, open_desk
from bench.households import Home, begin_home, grams_of, support
from bench.names import COMMONEST, family
from bench.sizes import Size
from bench.staff import appoint, coordinating_window, open_windows
from bench.stock import Stock
from bench.threads import Asking, case, reception, referral
from ikue.casework.enums import ReferralState
from ikue.kernel import clock
from ikue.kernel.wall import KEEPER_ROLE
from ikue.kernel.wareki import fiscal_code, fiscal_year
from ikue.synth.names import Family
from ikue.synth.ward import OPENING

SEED = 20_000
YOUNGEST_DAYS = 20
"""Every household has been known that long at least."""
HOUSEHOLDS = ((1, 50), (2, 25), (3, 15), (4, 7), (5, 3))
"""(members, of a hundred)."""
REFERRALS_PER_CASE = 0.3
SHORT, LONG = 0, 1
SHORT_NOTES, LONG_NOTES = 5, 200
"""The first two circles are the reader's own, with one open case each and so many entries."""


@dataclass(frozen=True)
class Plan:
    """What one circle holds; `referrals` are the states of its つなぎ."""

    members: int
    cases: int
    notes: int
    is_open: bool
    is_fresh: bool
    referrals: tuple[str, ...] = ()
    is_asked: bool = False
    """For consent; without anything coming of it."""
    course: Course | None = None
    """Of a household that 多機関協働 coordinates, or did."""


def case_number(place: int, now: datetime) -> str:
    """The number of the only case of circle SHORT or LONG."""
    return _number(place + 1, now)


def load(connection: Connection, size: Size, *, now: datetime, seed: int = SEED) -> int:
    """`connection` is the owner's, to a prepared ward. Returns how many rows were copied."""
    connection.execute(f"SET ROLE {KEEPER_ROLE}")
    random = Random(seed)
    stock = Stock(connection, random=random, now=now, grams=grams_of)
    places, coordinating = open_windows(connection), coordinating_window(connection)
    connection.commit()
    appoint([*places, coordinating], stock.table, random=random, clerks=size.clerks)
    stock.send()
    desk = open_desk(stock, coordinating, places, size, OPENING)
    _fill(stock, desk, plan(size, random))
    stock.finish()
    _continue_numbers(connection, size, now, meetings=desk.meetings)
    connection.execute("RESET ROLE")
    connection.commit()
    return stock.rows


def _fill(stock: Stock, desk: Desk, plans: Sequence[Plan]) -> None:
    numbers = (_number(running, stock.now) for running in range(1, sys.maxsize))
    for number, wanted in enumerate(plans):
        _circle(stock, desk, number, wanted, numbers)
        stock.send_if_full()
        if number % 2_000 == 0:
            print(f"\rcircles: {number} of {len(plans)}", end="", file=sys.stderr)
    print(file=sys.stderr)


def plan(size: Size, random: Random) -> list[Plan]:
    """Shares the numbers of the set out over the circles: most have little, a few have much."""
    measured = [
        Plan(2, 1, notes, is_open=True, is_fresh=False, course=FULL_COURSE)
        for notes in (SHORT_NOTES, LONG_NOTES)
    ]
    members = _households(size.persons - 2 * len(measured), random)
    others = range(len(members))
    weights = [_skew(random) for _ in others]
    cases = Counter(others)
    cases.update(_drawn(random, weights, size.cases - len(measured) - len(members)))
    weights = [weight * cases[circle] for circle, weight in enumerate(weights)]
    notes = Counter(_drawn(random, weights, size.notes - SHORT_NOTES - LONG_NOTES))
    opened = set(random.sample(others, size.open_cases - len(measured)))
    fresh = set(random.sample([one for one in others if one not in opened], size.fresh))
    referrals = _referrals(size, random, sorted(opened), others)
    single = [circle for circle in others if cases[circle] == 1]
    coordinated = courses(
        size, random, measured=len(measured),
        going_on=[circle for circle in single if circle in opened],
        over=[circle for circle in single if circle not in opened],
    )  # fmt: skip
    rest = [circle for circle in others if circle not in coordinated]
    asked = set(random.sample(rest, size.asked - size.coordinated))
    return measured + [
        Plan(
            members[circle], cases[circle], notes[circle], circle in opened, circle in fresh,
            tuple(referrals.get(circle, ())), circle in asked, coordinated.get(circle),
        )
        for circle in others
    ]  # fmt: skip


def _households(persons: int, random: Random) -> list[int]:
    sizes, weights = zip(*HOUSEHOLDS, strict=True)
    members: list[int] = []
    left = persons
    while left > 0:
        members.append(min(left, random.choices(sizes, weights)[0]))
        left -= members[-1]
    return members


def _skew(random: Random) -> float:
    return min(random.paretovariate(1.1), 120)


def _drawn(random: Random, weights: Sequence[float], count: int) -> Iterable[int]:
    return random.choices(range(len(weights)), weights, k=max(count, 0))


def _referrals(
    size: Size, random: Random, opened: Sequence[int], everywhere: Sequence[int]
) -> dict[int, list[str]]:
    """Living ones belong to open cases, whatever the set; the rest is history."""
    living = (
        *[ReferralState.SENT.value] * size.waiting,
        *[ReferralState.ACCEPTED.value] * size.waiting,
        *[ReferralState.ARRIVED.value] * size.waiting * 4,
    )
    found: dict[int, list[str]] = {}
    for state in living:
        found.setdefault(random.choice(opened), []).append(state)
    past = (ReferralState.DONE.value, ReferralState.DECLINED.value, ReferralState.RECALLED.value)
    for _ in range(round(size.cases * REFERRALS_PER_CASE) - len(living)):
        state = random.choices(past, (86, 10, 4))[0]
        found.setdefault(random.choice(everywhere), []).append(state)
    return found


def _circle(stock: Stock, desk: Desk, number: int, wanted: Plan, numbers: Iterator[str]) -> None:
    random, places = stock.random, desk.others
    measured = number in (SHORT, LONG)
    place = places[0] if measured else random.choices(places, [one.share for one in places])[0]
    clerk = place.clerks[0] if measured else place.somebody(random)
    began = stock.between(OPENING, stock.now - timedelta(days=YOUNGEST_DAYS))
    home = begin_home(
        stock, place=place, clerk=clerk, began=began, members=wanted.members,
        family=Family(*COMMONEST) if measured else family(random),
    )  # fmt: skip
    support(stock, home, place=place, clerk=clerk, at=began)
    for state in wanted.referrals:
        to = random.choice([one for one in places if one is not place])
        named = to.somebody(random)
        asking = Asking(to=to, named=named, state=state, sent=_sent(stock, home, state))
        referral(stock, home, asking)
    last_case = _cases(stock, home, wanted, numbers)
    if wanted.course:
        coordinate(stock, desk, home, last_case, wanted.course)
    elif wanted.is_asked:
        ask(stock, home, places, stock.between(began, stock.now - timedelta(days=1)))
    if wanted.is_fresh:
        state = "received" if random.random() < 0.7 else "pre_consent"
        received = stock.now - timedelta(days=random.random() * 3)
        reception(stock, home, number=f"F{number}", at=received, state=state)


def _cases(stock: Stock, home: Home, wanted: Plan, numbers: Iterator[str]) -> str:
    """One after another; the last may be open. Entries fall to them as it happens. Returns the
    last one's identifier."""
    steps = sorted(stock.between(home.began, stock.now) for _ in range(wanted.cases - 1))
    moments = [home.began, *steps, stock.now]
    notes = Counter(stock.random.choices(range(wanted.cases), k=wanted.notes))
    last = ""
    for place in range(wanted.cases):
        stays_open = wanted.is_open and place == wanted.cases - 1
        last = case(
            stock, home, number=next(numbers), opened=moments[place], notes=notes[place],
            ended=None if stays_open else moments[place + 1],
        )  # fmt: skip
    return last


SENT_WITHIN_DAYS = {
    ReferralState.SENT.value: 4,
    ReferralState.ACCEPTED.value: 10,
    ReferralState.ARRIVED.value: 18,
}


def _sent(stock: Stock, home: Home, state: str) -> datetime:
    days = SENT_WITHIN_DAYS.get(state)
    if days is None:
        return stock.between(home.began, stock.now - timedelta(days=8))
    ago = timedelta(days=stock.random.random() * days)
    answered = timedelta() if state == ReferralState.SENT else timedelta(hours=62)
    return stock.now - ago - answered


def _number(running: int, now: datetime) -> str:
    return f"{fiscal_code(fiscal_year(clock.today(now)))}-{running:05d}"


def _continue_numbers(connection: Connection, size: Size, now: datetime, *, meetings: int) -> None:
    """So that the next reception of the year gets a number of its own."""
    received = size.cases + size.fresh
    for kind, last in (("case", received), ("consultation", received), ("meeting", meetings)):
        connection.execute(
            "INSERT INTO wall.numbers (kind, year, last) VALUES (%s, %s, %s)",
            [kind, fiscal_year(clock.today(now)), last],
        )
