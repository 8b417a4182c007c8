"""Which pages of the desk are for whom, and what a role without case work does here instead."""

from dataclasses import dataclass

from ikue.directory.enums import Role
from ikue.directory.viewers import Viewer
from ikue.kernel.transitions import NotAllowed


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What home says to a role that answers for no household."""

    kind: str
    useful: str
    route: str = ""
    verb: str = ""


OVERSEER = Welcome(
    kind="この役割では、だれが、いつ、どの種類の記録を見たかを確かめます。",
    useful="出るのは、職員・日時・画面・情報の区分・根拠・人数です。住民は、名前のない印だけで出ます。"
    "記録の中身は出ません。",
    route="desk:looks",
    verb="閲覧記録を開く",
)
WELCOMES = {
    Role.PRIVACY_OFFICER.value: OVERSEER,
    Role.AUDITOR.value: OVERSEER,
    Role.SYSTEM_ADMINISTRATOR.value: Welcome(
        kind="この役割では、職員アカウントの利用を止められます。",
        useful="住民の記録は出ません。止めた人が担当していたものは、その窓口の課長が受け持ちます。",
        route="desk:staff",
        verb="職員の一覧を開く",
    ),
    Role.WELFARE_COMMISSIONER.value: Welcome(
        kind="いつも地域を見守ってくださり、ありがとうございます。",
        useful="気になる方のことは、これまでどおり電話か紙で、担当の窓口に伝えてください。"
        "この画面からの報告は、まだできません。",
    ),
    Role.CONFERENCE_MEMBER.value: Welcome(
        kind="いま、開いている会議はありません。",
        useful="会議に招かれると、その会議の資料だけがここに出ます。招かれる前に見られるものはありません。",
    ),
    Role.OUTSIDER.value: Welcome(
        kind="ようこそ。この所属では、世帯の記録を扱いません。",
        useful="心配な方に出会ったときは、電話か紙で相談の窓口に伝えてください。お名前がわからなくてもかまいません。",
    ),
}


def welcome_of(viewer: Viewer) -> Welcome | None:
    return None if viewer.works_with_cases else WELCOMES[viewer.role]


def require_case_work(viewer: Viewer) -> None:
    """The lists of work are for those who do it; for all others they are not there."""
    if not viewer.works_with_cases:
        raise NotAllowed("case_work")


def may_arrange_covers(viewer: Viewer) -> bool:
    """不在代理 is arranged by the window's manager or its 主任."""
    return viewer.role in (Role.SECTION_MANAGER, Role.CHIEF)
