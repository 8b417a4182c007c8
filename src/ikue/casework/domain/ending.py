"""終結とその後: a case ends with somebody who accompanies, and is asked after; death and a move
end it otherwise.

Seed 第3節(2): 「部門における支援に切れ目があり」— an end is a hand-back, not a silence.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from ikue.audit.perform import lock, perform
from ikue.casework.domain.cases import CaseNotPossible, count_case, end_next_action, record_act
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.obstacles import obstacle_to_ending
from ikue.casework.enums import (
    WITHOUT_FOLLOW_UP,
    CaseState,
    CompleteReason,
    Counterpart,
    EntryKind,
    EntryMethod,
    ReferralState,
)
from ikue.casework.models import Case, Entry, Referral
from ikue.casework.rules import leads
from ikue.casework.states import CASE
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.people.domain import deaths
from ikue.people.models import Person
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.lapsing import lapse_consents
from ikue.sharing.enums import Basis

OTHER_MUNICIPALITY = "other_municipality"
TRANSFER_BASES = (Basis.CONSENT, Basis.OTHER_PUBLIC_BODY)
NOBODY_TO_ASK = (CompleteReason.DIED, CompleteReason.MISREGISTERED)
NOT_PASSED_ON = (ReferralState.DECLINED, ReferralState.RECALLED)


@dataclass(frozen=True, kw_only=True)
class Completion:
    """終結: why, and who looks after the household from now on.

    `not_transferred`: of a household that moved, why nothing is passed on to where it went.
    """

    reason: str
    lead_afterwards: str = ""
    follow_up_on: date | None = None
    not_transferred: str = ""

    @property
    def afterwards(self) -> str:
        return f"引き継がない（{self.not_transferred}）" if self.not_transferred else (
            self.lead_afterwards
        )  # fmt: skip


def complete_case(*, case: Case, completion: Completion, by: Viewer, at: datetime) -> Case:
    """終結. Needs a lead afterwards and a follow-up date, but for 死亡・転出・誤登録・辞退.

    Raises NotAllowed, NotPossible, CaseNotPossible.
    """
    CASE.check("complete", record=case, viewer=by)
    _check_completion(case, completion, at)
    case.completed_reason = completion.reason
    case.lead_afterwards = completion.afterwards
    case.follow_up_on = None if completion.reason in NOBODY_TO_ASK else completion.follow_up_on
    case.completed_at = at
    case.next_on = None
    perform(machine=CASE, name="complete", record=case, by=by, at=at)
    end_next_action(case, at)
    count_case("case_completed", case=case, by=by, at=at, outcome=completion.reason)
    return case


def _check_completion(case: Case, completion: Completion, at: datetime) -> None:
    if completion.reason not in CompleteReason.values:
        raise CaseNotPossible("終結の理由を選んでください。")
    if _runs_plan(case):
        raise CaseNotPossible(
            "実施中の支援プランがあります。先に評価をして、プランを終えてください。"
        )
    if completion.reason not in WITHOUT_FOLLOW_UP:
        _require_follow_up(completion, at)
        _require_nothing_left(case)
    elif completion.reason == CompleteReason.DIED:
        _require_nobody_left(case)
    elif completion.reason == CompleteReason.MOVED:
        _require_transfer(case, completion)


def _runs_plan(case: Case) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.runs_plan(%s)", [case.pk])
        runs: bool = cursor.fetchone()[0]
    return runs


def _require_follow_up(completion: Completion, at: datetime) -> None:
    if not completion.lead_afterwards:
        raise CaseNotPossible("終えた後に見守るところを書いてください。")
    if completion.follow_up_on is None or completion.follow_up_on <= clock.today(at):
        raise CaseNotPossible("フォローの日は、きょうより後の日にしてください。")


def _require_nothing_left(case: Case) -> None:
    obstacle = obstacle_to_ending(case)
    if obstacle is not None:
        raise CaseNotPossible(obstacle)


def _require_nobody_left(case: Case) -> None:
    if deaths.somebody_lives(case.circle_id):
        raise CaseNotPossible(
            "支援している方がほかにいます。亡くなった方は「死亡を記録する」で書き、"
            "ケースは続けるか、ほかの理由で終えてください。"
        )


def _require_transfer(case: Case, completion: Completion) -> None:
    if not completion.not_transferred and not is_transferred(case):
        raise CaseNotPossible(
            "転出先の自治体へまだ引き継いでいません。先にその自治体へつなぐか、"
            "「転出を引き継ぐ」の画面で「引き継がない」を選んで理由を書いてください。"
        )


def is_transferred(case: Case) -> bool:
    """Passed on to the municipality they moved to, by the own window, with consent or as the law
    lets a public body be told (個人情報保護法 69条2項1号・3号)."""
    sent = Referral.objects.filter(
        circle_id=case.circle_id, to_agency_code=OTHER_MUNICIPALITY,
        ground__basis__in=TRANSFER_BASES,
    )  # fmt: skip
    return sent.exclude(state__in=NOT_PASSED_ON).exists()


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """終結後のフォロー: what was found, and when to ask again; without a date it ends here."""

    found: str
    method: str = EntryMethod.PHONE
    counterpart: str = Counterpart.PERSON
    next_on: date | None = None


def follow_up(*, case: Case, follow_up: FollowUp, by: Viewer, at: datetime) -> Entry:
    """フォローを記録する. Who needs support again is taken up by 再開する.

    Raises NotAllowed, CaseNotPossible, EntryNotPossible, NotPossible (an older copy).
    """
    # A window that has left the circle writes nothing there, also where it led to the end.
    if not (leads(by, case) and rights_of(by, [case.circle_id]).on_duty_in(case.circle_id)):
        raise NotAllowed("follow_up")
    lock(case)
    _check_follow_up(case, follow_up, at)
    case.follow_up_done_at = None if follow_up.next_on else at
    case.follow_up_on = follow_up.next_on or case.follow_up_on
    case.version += 1
    case.save(update_fields=["follow_up_on", "follow_up_done_at", "version"])
    record_act("follow_up", "終結後の様子を確かめた", "case_followed_up", case=case, by=by, at=at)
    facts = EntryFacts(
        at=at, method=follow_up.method, counterpart=follow_up.counterpart, body=follow_up.found,
        kind=EntryKind.FOLLOW_UP,
    )  # fmt: skip
    return write_entry(circle_id=case.circle_id, case=case, facts=facts, by=by, at=at)


def close_follow_up(*, case: Case, by: Viewer, at: datetime) -> Case:
    """Nobody stands in the circle any more who could ask: said in the record, not left to lapse."""
    if not leads(by, case):
        raise NotAllowed("close_follow_up")
    lock(case)
    case.follow_up_done_at = at
    case.version += 1
    case.save(update_fields=["follow_up_done_at", "version"])
    record_act(
        "close_follow_up", "フォローする窓口がなくなり、終えた", "case_followed_up", case=case,
        by=by, at=at,
    )  # fmt: skip
    return case


def _check_follow_up(case: Case, follow_up: FollowUp, at: datetime) -> None:
    if case.state != CaseState.COMPLETED:
        raise CaseNotPossible(
            "このケースは終結していません。様子は「経過」に書いてください。入力した内容は残っています。"
        )
    if not case.awaits_follow_up:
        raise CaseNotPossible("このケースに、残っているフォローはありません。")
    if not follow_up.found:
        raise CaseNotPossible("分かったことを書いてください。")
    if follow_up.next_on is not None and follow_up.next_on <= clock.today(at):
        raise CaseNotPossible("次のフォローの日は、きょうより後の日にしてください。")


def record_death(*, person: Person, on: date, by: Viewer, at: datetime) -> Person:
    """死亡を記録する: no letter and no reminder goes to them any more, and their consents end.

    Raises NotAllowed, DeathNotPossible.
    """
    _require_duty_for(person, by)
    deaths.record_death(person=person, on=on, by=by, at=at)
    lapse_consents(person_id=person.pk, circle_id=person.circle_id, by=by, at=at)
    return person


def take_back_death(*, person: Person, reason: str, by: Viewer, at: datetime) -> Person:
    """誤って記録した死亡を取り消す, by any window that supports the person: the living wait for
    their letters. Consents stay ended and are asked for anew; a case is taken up by 再開する.

    Raises NotAllowed, DeathNotPossible.
    """
    _require_duty_for(person, by)
    return deaths.take_back_death(person=person, reason=reason, by=by, at=at)


def _require_duty_for(person: Person, by: Viewer) -> None:
    if not (by.works_with_cases and rights_of(by, [person.circle_id]).on_duty_in(person.circle_id)):
        raise NotAllowed("death")
