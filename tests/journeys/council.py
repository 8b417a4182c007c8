"""What 多機関協働 does with a conference, in a line each."""

from tests.journeys.story import fill, follow, go, path_of, press


def plan_meeting(page, *, on: str, clock: str = "14:00") -> None:
    go(page, "会議")
    follow(page, "会議を予定する")
    fill(page, 会議の日=on, 始まる時刻=clock, 場所="区役所 402会議室")
    press(page, "会議を予定する")


def write_item(page, case: str, *, basis: str, persons: tuple[str, ...], purpose: str) -> None:
    """準備シート, written and not sent yet; it goes to the last meeting that was planned."""
    page.goto(f"{case}?tab=meetings")
    follow(page, "案件を準備する")
    page.get_by_role("radio", name=basis).check()
    for name in persons:
        page.get_by_label(name).check()
    fill(page, この案件の目的=purpose)
    meeting = page.get_by_label("話し合う会議")
    meeting.select_option(index=meeting.locator("option").count() - 1)


def prepare(page) -> str:
    """Sends it; returns the address of the item."""
    press(page, "案件を準備する")
    return path_of(page)


def lay_plan(page, edition: int) -> None:
    follow(page, "資料")
    page.get_by_label(f"支援プラン 第{edition}版").check()
    press(page, "この資料を入れる")


def invite(page, *names: str) -> None:
    """By name, each heard to know of their secrecy."""
    follow(page, "構成員を決めて招く")
    for name in names:
        follow(page, "職員を加える")
        choice = page.get_by_label("招く職員")
        (label,) = [one for one in choice.locator("option").all_inner_texts() if name in one]
        choice.select_option(label=label)
        press(page, "名簿に入れる")
    for name in names:
        page.get_by_label(name).check()
    press(page, "構成員を招く")


def open_record(page, item: str, *, minutes: str) -> None:
    """話し合いの記録, begun: what this conference may decide is for the story to add."""
    page.goto(item)
    follow(page, "話し合いを記録する")
    fill(page, 話し合いの記録=minutes)
