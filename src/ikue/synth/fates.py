"""What became of a made-up household: one function per point of the road."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ikue.casework.domain.cases import (
    HandOverBook,
    Next,
    hand_over_case,
    suspend_case,
)
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.referrals import (
    PartnerAnswer,
    Refusal,
    confirm_arrival,
    decline_referral,
    finish_referral,
    hold_referral,
    recall_referral,
    record_partner_acceptance,
)
from ikue.casework.enums import CompleteReason, ReferralKind, SuspendReason
from ikue.casework.models import Referral
from ikue.programmes.consultation.domain.screening import (
    close_with_information,
    stop_before_judgement,
    work_toward_consent,
)
from ikue.sharing.domain.consents import withdraw_consent
from ikue.sharing.enums import ConsentState
from ikue.sharing.models import Consent
from ikue.synth.home import Home
from ikue.synth.staff import RETIRED
from ikue.synth.writing import accept

STAYED_UNTIL = 24
"""Business days ago at which whoever left thirty days ago was surely still there."""


def fresh(home: Home) -> None:
    """Received, nobody has decided yet; after three business days it is overdue."""


def informed(home: Home) -> None:
    with home.ward.acting(home.worker, home.at(home.days)) as viewer:
        at = max(viewer.at, home.consultation.received_at + timedelta(minutes=20))
        close_with_information(
            consultation=home.consultation, told=home.story.told, by=viewer, at=at
        )


def stopped(home: Home) -> None:
    with home.ward.acting(home.worker, home.at(home.days - 1)) as viewer:
        stop_before_judgement(
            consultation=home.consultation,
            reason="折り返しの電話に三度出られず、手紙で窓口の場所を伝えて区切った。",
            by=viewer,
            at=viewer.at,
        )


def refused(home: Home) -> None:
    """同意なし, with the day to ask again and something to do meanwhile."""
    with home.ward.acting(home.worker, home.at(home.days - 1)) as viewer:
        due_in = home.ward.random.choice((0, 2, 5, -1))
        work_toward_consent(
            consultation=home.consultation, next_what=home.story.ask,
            next_on=home.ward.on(due_in), by=viewer, at=viewer.at,
        )  # fmt: skip
    home.write_entries(home.worker)


def consent_withdrawn(home: Home) -> None:
    """Given at the reception, taken back later: what rested on it is closed."""
    home.support()
    with home.ward.acting(home.worker, home.at(2)) as viewer:
        given = Consent.objects.get(person_id=home.person_id, state=ConsentState.GIVEN)
        withdraw_consent(consent=given, by=viewer, at=viewer.at)


def supported(home: Home) -> None:
    home.support(next_on_days=home.ward.random.choice((1, 3, 5, 8)))


def due_today(home: Home) -> None:
    home.plan(home.support(), due_in=0)


def lapsed(home: Home) -> None:
    """The next action's day has gone by."""
    home.support(next_on_days=home.ward.random.choice((-1, -2, -4)))


def left_behind(home: Home) -> None:
    """Opened by somebody who has left since: the manager answers until it is handed over."""
    home.worker = RETIRED
    home.support(worker=RETIRED, next_on_days=-1, until=STAYED_UNTIL)


def handed_over(home: Home) -> None:
    case = home.support()
    colleague = home.ward.manager_at(home.window)
    with home.ward.acting(home.worker, home.at(2)) as viewer:
        hand_over_case(
            case=case, to=home.ward.appointments[colleague], reason="事務分担の変更",
            book=HandOverBook(
                promise="月初めに電話する約束。", danger="訪問は二人で。",
                unwritten="犬が苦手な方は玄関で声をかけて待つ。",
            ),
            by=viewer, at=viewer.at,
        )  # fmt: skip


def suspended(home: Home) -> None:
    case = home.support()
    with home.ward.acting(home.worker, home.at(2)) as viewer:
        suspend_case(
            case=case, reason=SuspendReason.HOSPITAL,
            look_again_on=home.ward.today + timedelta(days=20), by=viewer, at=viewer.at,
        )  # fmt: skip


def completed(home: Home) -> None:
    """終結, with who looks after them and the day to ask how they are."""
    case = home.support()
    days = home.ward.random.choice((-3, 7, 60))
    with home.ward.acting(home.worker, home.at(10)) as viewer:
        completion = Completion(
            reason=home.ward.random.choice((CompleteReason.ACHIEVED, CompleteReason.STABLE)),
            lead_afterwards=home.story.afterwards,
            follow_up_on=home.ward.today + timedelta(days=days),
        )
        complete_case(case=case, completion=completion, by=viewer, at=viewer.at)


def waiting(home: Home) -> None:
    """Linked yesterday or the day before: within the limit."""
    home.link(home.ward.random.choice((1, 2)))


def unanswered(home: Home) -> None:
    """Beyond the limit by one to four business days: sender, manager, coordinator."""
    home.link(home.ward.random.choice((4, 5, 6, 8)))


def held(home: Home) -> None:
    referral = home.link(3)
    with home.ward.acting(_receiver(home, referral), home.at(2)) as viewer:
        hold_referral(
            referral=referral, reason=home.story.hold, by=viewer, at=viewer.at,
            until=home.ward.on(home.ward.random.choice((3, 5, -1))),
        )  # fmt: skip


def declined(home: Home) -> None:
    referral = home.link(4)
    proposed = home.ward.windows[home.ward.branch(home.story.proposed, home.town)]
    with home.ward.acting(_receiver(home, referral), home.at(1)) as viewer:
        decline_referral(
            referral=referral, by=viewer, at=viewer.at,
            refusal=Refusal(
                reason=home.story.decline, proposed_window=proposed,
                proposed_note=f"{proposed.short_name}に聞いてみてください。",
            ),
        )  # fmt: skip


def recalled(home: Home) -> None:
    referral = home.link(3)
    with home.ward.acting(home.worker, home.at(2)) as viewer:
        recall_referral(
            referral=referral, reason="ご本人が「もう少し考えたい」と話されたため。",
            by=viewer, at=viewer.at,
        )  # fmt: skip


def accepted(home: Home) -> None:
    """Taken, first contact still to come or due today."""
    _accepted(home, sent=3, contact_in=home.ward.random.choice((0, 1, 2)))


def arrived(home: Home) -> None:
    _arrived(home)


def finished(home: Home) -> None:
    referral = _arrived(home)
    with home.ward.acting(_receiver(home, referral), home.at(1)) as viewer:
        finish_referral(referral=referral, outcome=home.story.outcome, by=viewer, at=viewer.at)


def at_coordinator(home: Home) -> None:
    """多機関協働 asked for, not answered yet."""
    home.link(2, kind=ReferralKind.MULTI_AGENCY, to="multi_agency")


def partner(home: Home) -> None:
    """A partner without accounts was asked; its answer is still to be written down."""
    home.support()
    home.link_partner(2)


def partner_took(home: Home) -> None:
    home.support()
    referral = home.link_partner(5)
    with home.ward.acting(home.worker, home.at(3)) as viewer:
        record_partner_acceptance(
            referral=referral, by=viewer, at=viewer.at,
            answer=PartnerAnswer(
                who="相談員", how="電話で返事をいただいた", first_contact_on=home.ward.on(-1)
            ),
        )  # fmt: skip


def _accepted(home: Home, *, sent: int, contact_in: int) -> Referral:
    referral = home.link(sent)
    accept(
        home.ward, _receiver(home, referral), referral,
        first_contact_on=home.ward.on(contact_in), at=home.at(sent - 1),
    )  # fmt: skip
    return referral


def _arrived(home: Home) -> Referral:
    referral = _accepted(home, sent=8, contact_in=-5)
    receiver = _receiver(home, referral)
    with home.ward.acting(receiver, home.at(4)) as viewer:
        confirm_arrival(
            referral=referral,
            met_at=home.at(5),
            how="ご自宅で会えた",
            by=viewer,
            at=viewer.at,
            next_action=Next(what="次の面談の日を決める", due_on=home.ward.on(0)),
        )
    home.write_entries(receiver, since=6)
    return referral


def _receiver(home: Home, referral: Referral) -> str:
    """The same person of the receiving window answers throughout."""
    code = next(
        code for code, window in home.ward.windows.items() if window.pk == referral.to_window_id
    )
    return sorted(
        username for username, viewer in home.ward.staff.items() if viewer.window_code == code
    )[0]


@dataclass(frozen=True)
class Fate:
    """`days`: how many business days ago it began; `weight`: how often at scale."""

    act: Callable[[Home], None]
    days: tuple[int, int]
    weight: int
    links: bool = False


FATES: dict[str, Fate] = {
    "fresh": Fate(fresh, (0, 6), 8),
    "informed": Fate(informed, (1, 60), 20),
    "stopped": Fate(stopped, (3, 60), 4),
    "refused": Fate(refused, (5, 20), 6),
    "consent_withdrawn": Fate(consent_withdrawn, (10, 20), 0),
    "supported": Fate(supported, (10, 70), 16),
    "due_today": Fate(due_today, (8, 40), 6),
    "lapsed": Fate(lapsed, (12, 40), 3),
    "left_behind": Fate(left_behind, (45, 60), 0),
    "handed_over": Fate(handed_over, (20, 60), 2),
    "suspended": Fate(suspended, (20, 60), 2),
    "completed": Fate(completed, (40, 90), 8),
    "waiting": Fate(waiting, (3, 4), 4, links=True),
    "unanswered": Fate(unanswered, (9, 10), 2, links=True),
    "held": Fate(held, (5, 8), 2, links=True),
    "declined": Fate(declined, (6, 9), 2, links=True),
    "recalled": Fate(recalled, (5, 9), 1, links=True),
    "accepted": Fate(accepted, (5, 8), 5, links=True),
    "arrived": Fate(arrived, (10, 20), 4, links=True),
    "finished": Fate(finished, (10, 40), 4, links=True),
    "at_coordinator": Fate(at_coordinator, (4, 8), 1, links=True),
    "partner": Fate(partner, (8, 15), 0),
    "partner_took": Fate(partner_took, (10, 20), 0),
}
