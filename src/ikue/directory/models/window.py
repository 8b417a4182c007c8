from django.db import models
from django.db.models import Q

from ikue.directory.enums import Confidence, RoutedBy
from ikue.directory.models.agency import Agency
from ikue.directory.models.field import Field
from ikue.directory.models.programme import Programme
from ikue.directory.models.validity import ValidityModel


class Window(ValidityModel):
    """窓口. The unit of an agency that receives people and owns rows.

    One row for the whole life of a window, because private rows name their owner by it. The
    seed's fifteen are `listed`; a listed window that is `routed_by` an address receives people
    through its branches (`parent`), and the branches own the rows.
    """

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("呼び名", max_length=30, help_text="職員が口にする言い方")
    project_name = models.CharField("事業の名称", max_length=60, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="機関", related_name="windows")
    field = models.ForeignKey(
        Field,
        models.PROTECT,
        verbose_name="分野",
        related_name="windows",
        null=True,
        blank=True,
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        verbose_name="事業",
        related_name="windows",
        null=True,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="元の窓口",
        related_name="branches",
        null=True,
        blank=True,
    )
    listed = models.BooleanField("相談窓口一覧に載せる", default=False)
    listing_order = models.PositiveSmallIntegerField("一覧の順", null=True, blank=True)
    receives_consultations = models.BooleanField("相談を受け付ける", default=False)
    hidden_involvement = models.BooleanField(
        "関わりを伏せる",
        default=False,
        help_text="この窓口が関わっていることを、支援の輪・経過・件数のどこにも出しません。",
    )
    routed_by = models.CharField(
        "担当の決まり方", max_length=16, choices=RoutedBy, default=RoutedBy.NONE
    )
    statutory_basis = models.CharField("根拠条文", max_length=120, blank=True)
    grant_eligible = models.BooleanField("交付金の対象", null=True, blank=True)
    grant_confidence = models.CharField(
        "交付金対象の確からしさ", max_length=16, choices=Confidence, blank=True
    )
    grant_confirmed_on = models.DateField("交付金対象を区が確認した日", null=True, blank=True)
    eligibility = models.TextField("対象となる人", blank=True)
    hours = models.TextField("受付時間", blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    remarks = models.TextField("備考", blank=True)

    class Meta(ValidityModel.Meta):
        verbose_name = "窓口"
        verbose_name_plural = "窓口"
        ordering = ("listing_order", "code")
        constraints = (
            *ValidityModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(listed=True, listing_order__isnull=False, parent=None)
                | Q(listed=False, listing_order=None),
                name="directory_window_listed",
                violation_error_message=(
                    "一覧に載せる窓口には順が要ります。元の窓口を持つ窓口は一覧に載せません。"
                ),
            ),
            models.UniqueConstraint(
                fields=["listing_order"],
                name="directory_window_order",
                violation_error_message="一覧の順が、ほかの窓口と重なっています。",
            ),
            models.CheckConstraint(
                condition=Q(grant_eligible=None, grant_confidence="")
                | (Q(grant_eligible__isnull=False) & ~Q(grant_confidence="")),
                name="directory_window_grant",
                violation_error_message="交付金の対象かどうかには、確からしさを添えてください。",
            ),
        )

    def __str__(self) -> str:
        return self.name
