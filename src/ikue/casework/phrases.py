"""Sentences said on more than one page of the thread."""

from ikue.casework.enums import Escalation

ESCALATED: dict[str, str] = {
    Escalation.NONE.value: "",
    Escalation.SENDER.value: "返事の期限が過ぎ、送り元に戻りました。",
    Escalation.MANAGER.value: "返事の期限が過ぎ、送り元の課長にも上がっています。",
    Escalation.COORDINATOR.value: "返事の期限が過ぎ、課長と包括化推進員にも上がっています。",
    Escalation.NIGHT_DUTY.value: "「今日中」の期限が過ぎ、夜間当番にも上がっています。",
}
"""Where an unanswered referral has gone, said to both ends alike."""

PARTNER_VERBS: dict[str, str] = {
    "accept": "引き受けてもらえた",
    "hold": "返事を待ってほしいと言われた",
    "decline": "引き受けられないと言われた",
}
"""The buttons of a referral whose answer the sender writes down."""

NEXT_FOR_SENDER = (
    "まず電話で確かめ、「電話で確かめた」に書いてください。"
    "待てないときは、取り下げて別の先へつなげます。"
)
NEXT_FOR_RECEIVER = "いま返事をするか、保留の理由と期限を伝えてください。"
