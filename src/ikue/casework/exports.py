"""つなぎ on its way out: a plain text for the window's own system, and the sheet for a partner."""

from ikue.casework.domain.packets import PacketPerson, PacketView
from ikue.casework.domain.queries import ReferralPage
from ikue.kernel import clock
from ikue.kernel.wareki import format_wareki


def paste_text(page: ReferralPage) -> str:
    """他システム貼付文: no double entry. No whereabouts: they are not in the packet either."""
    packet, referral = page.packet, page.referral
    if packet is None:
        return ""
    lines = [
        f"【つなぎ】{format_wareki(clock.today(referral.sent_at))}　{_ends(page)}",
        f"状態：{referral.get_state_display()}　根拠：{page.basis.name if page.basis else ''}",
        *(f"対象：{_person_line(person)}" for person in packet.persons),
        *_labelled(packet),
        *_answer_lines(page),
    ]
    return "\n".join(lines)


def _ends(page: ReferralPage) -> str:
    return f"{page.from_window.name}（{page.sender}）→ {page.receiver_name}"


def _person_line(person: PacketPerson) -> str:
    parts = (person.relationship, person.name, person.kana, person.age_words)
    return "　".join(part for part in parts if part)


def _labelled(packet: PacketView) -> list[str]:
    rows = (
        ("緊急の理由", packet.urgency_reason),
        ("だれから", f"{packet.caller}（{packet.channel}）" if packet.caller else ""),
        ("お願い", packet.question),
        ("主訴", packet.complaint),
        ("したこと", packet.done_already),
        ("続けること", packet.keep_doing),
        ("安全な連絡方法", packet.safe_contact),
    )
    return [f"{label}：{text}" for label, text in rows if text]


def _answer_lines(page: ReferralPage) -> list[str]:
    referral = page.referral
    lines = []
    if referral.first_contact_on is not None:
        who = page.named or referral.answered_by
        lines.append(f"担当：{who}　最初の連絡：{format_wareki(referral.first_contact_on)}")
    if referral.arrived_at is not None:
        met_on = format_wareki(clock.today(referral.arrived_at))
        lines.append(f"本人とつながった：{met_on}　{referral.arrived_how}")
    if page.outcome:
        lines.append(f"結果：{page.outcome}")
    return lines
