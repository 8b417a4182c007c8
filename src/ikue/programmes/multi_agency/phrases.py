"""Sentences said on more than one page of 多機関協働."""

from ikue.programmes.multi_agency.enums import Conference

LEFT = "（手を離した世帯）"
"""How a household is called whose circle the window has left."""
BADGES: dict[str, str] = {
    Conference.SUPPORT.value: "支援会議・106条の6",
    Conference.MULTILAYER.value: "重層的支援会議・同意",
}
"""The legal basis of an item, beside its name."""

WITHIN = "読めるのは、この案件に載せたものだけです。世帯のほかの記録は読めません。"
ENDS_HERE = "この瞬間から、構成員はこの案件を読めなくなります。"
MAY_DECIDE: dict[str, str] = {
    Conference.SUPPORT.value: "決められるのは、役割分担・見守り・緊急の対応・次の一歩です。"
    "プランの適否や終結は、重層的支援会議で話し合います。",
    Conference.MULTILAYER.value: "決められるのは、"
    "プランの適否・経過の評価・終結や中断の判断・社会資源の不足です。"
    "役割は支援プランの中で決めます。",
}
