from django.db.models import TextChoices


class Sex(TextChoices):
    FEMALE = "female", "女"
    MALE = "male", "男"
    OTHER = "other", "その他"
    UNKNOWN = "unknown", "不明"


class NameKind(TextChoices):
    COMMON = "common", "通称"
    FORMER = "former", "旧姓"
    VARIANT = "variant", "別の表記"
    REGISTERED = "registered", "本名"
    PSEUDONYM = "pseudonym", "仮名"


class ContactKind(TextChoices):
    """所在がわかる情報（区分 F2）: every kind of whereabouts, closed until asked for."""

    ADDRESS = "address", "住所"
    PHONE = "phone", "電話"
    MOBILE = "mobile", "携帯電話"
    MAIL = "mail", "電子メール"
    SCHOOL = "school", "学校"
    WORKPLACE = "workplace", "勤務先"
    CLINIC = "clinic", "通院先"
    USUAL_PLACE = "usual_place", "よくいる場所"


class Interpreter(TextChoices):
    NONE = "none", "いらない"
    LANGUAGE = "language", "通訳が必要"
    SIGN = "sign", "手話通訳が必要"
    WRITTEN = "written", "筆談が必要"


class Relationship(TextChoices):
    """続柄, seen from the person at the centre of the consultation."""

    SELF = "self", "本人"
    SPOUSE = "spouse", "配偶者"
    PARTNER = "partner", "事実婚の相手"
    FATHER = "father", "父"
    MOTHER = "mother", "母"
    CHILD = "child", "子"
    SIBLING = "sibling", "兄弟姉妹"
    GRANDPARENT = "grandparent", "祖父母"
    GRANDCHILD = "grandchild", "孫"
    IN_LAW = "in_law", "姻族"
    OTHER_KIN = "other_kin", "その他の親族"
    HOUSEMATE = "housemate", "同居人"
    UNKNOWN = "unknown", "不明"


class RelationKind(TextChoices):
    PARENT_OF = "parent_of", "親"
    SPOUSE_OF = "spouse_of", "配偶者"
    PARTNER_OF = "partner_of", "事実婚"
    DIVORCED_FROM = "divorced_from", "離婚"
    SIBLING_OF = "sibling_of", "兄弟姉妹"
    CARES_FOR = "cares_for", "ケアをしている"
    REPRESENTS = "represents", "代理人"
    ACQUAINTED_WITH = "acquainted_with", "知人・近隣"


class LifeEventKind(TextChoices):
    """節目: a day on which one scheme ends before another begins (制度の切れ目)."""

    DISCHARGE = "discharge", "退院"
    RELEASE = "release", "矯正施設からの退所"
    GRADUATION = "graduation", "卒業"
    EVICTION = "eviction", "退去の期限"
    TENANCY = "tenancy", "賃貸契約の期限"
    CERTIFICATE = "certificate", "手帳の期限"
    RESIDENCE = "residence", "在留期限"
    OTHER = "other", "その他の節目"
