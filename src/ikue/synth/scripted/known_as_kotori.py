"""ひきこもり: known by a pseudonym alone, nobody has met them; an elder sister telephones.

At this point: 多機関協働 was asked and returned the request with advice; the station decides.
"""

from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import Relationship
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Issue
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.coordinations import return_request
from ikue.synth.scripted.together import COORDINATOR, asking
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, note_down, take_in

DESK = "hoshino.shizuka"
COMPLAINT = (
    "妹が六年、部屋から出ていません。名前は言わないでと頼まれているので「ことり」と呼んでください。"
    "父が春に退職して、家の空気が張りつめています。わたしは別に暮らしていて、夜しか電話できません。"
)


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    assert consultation.person_id is not None
    note_down(ward, DESK, consultation.circle_id, consultation.person_id, _calls(ward))
    words = Words(
        question="父の退職で家が動きそうです。訪問に切り替えるべきか、支援会議で話せませんか。",
        done_already="姉の電話を三回受け、手紙の文案を一緒に書きました。",
        keep_doing="隔週の姉の電話と、手紙は続けます。",
        complaint=COMPLAINT,
    )
    with ward.acting(DESK, ward.ago(3, 17, 0)) as viewer:
        referral = refer(
            consultation=consultation, sending=asking(ward, (consultation.person_id,), words),
            by=viewer, at=viewer.at,
        )  # fmt: skip
    with ward.acting(COORDINATOR, ward.ago(1, 10, 30)) as viewer:
        return_request(
            referral=referral, by=viewer, at=viewer.at,
            reason="本人の気持ちも居場所もまだ分からず、関わる窓口は一つです。今は場を広げません。",
            advice="姉の電話を続け、父にも別の日に話を聞いてみてください。「ことり」の名のまま、"
            "居場所の便りを姉から渡す形が合うと思います。動きがあれば、いつでも助言だけでも聞いてください。",
        )  # fmt: skip


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(26, 16, 40), complaint=COMPLAINT, channel=Channel.PHONE,
        caller=Caller.FAMILY, caller_name="姉（名前は聞いていない）", caller_relation="姉",
        wish="妹を驚かせないでほしい（姉の言葉）", issues=(Issue.WITHDRAWAL, Issue.FAMILY),
        worst_issue=Issue.WITHDRAWAL, consent_variant=ConsentVariant.CANNOT_MEET,
        no_consent_reason="本人とまだ話せていない", next_what="姉の電話を受ける",
        next_on=ward.on(-20),
    )  # fmt: skip
    principal = Principal(
        facts=PersonFacts(known_as="仮名「ことりさん」"),
        safe_contact=SafeContactFacts(
            hours="隔週火曜の16時半（姉からかける）", secret_from_family=True,
            note="家には電話も手紙も出さない。姉を通す",
        ),
    )  # fmt: skip
    sister = MemberFacts(
        facts=PersonFacts(known_as="姉（電話の方）"), relationship=Relationship.SIBLING,
        lives_there=False,
    )  # fmt: skip
    return take_in(ward, DESK, reception, principal, (sister,))


def _calls(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(16, 16, 50), method=EntryMethod.PHONE, counterpart=Counterpart.FAMILY,
            counterpart_name="姉",
            body="姉から電話。夜中に台所で話す声が少し増えた。妹は鳥の図鑑を毎日開いている。",
            outcome="便せんに鳥の絵を入れた短い手紙を、姉が置いてみる。",
        ),
        Note(
            at=ward.ago(6, 16, 40), method=EntryMethod.PHONE, counterpart=Counterpart.FAMILY,
            counterpart_name="姉",
            body="手紙は朝には机からなくなっていた。父が「働け」と戸をたたいた日から、食事を残している。",
            outcome="訪問を急ぐべきか、多機関協働に相談する。",
        ),
    )  # fmt: skip
