import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, *, username: str, name: str, password: str | None) -> "Account":
        account = self.model(username=username, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """職員アカウント. Opens the door, nothing else: no flag here grants a right to any record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField("利用者ID", max_length=64, unique=True)
    name = models.CharField("氏名", max_length=80)
    is_active = models.BooleanField("利用できる", default=True)
    second_factor_required = models.BooleanField("二要素認証が必要", default=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    stopped_at = models.DateTimeField("停止日時", null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = "職員アカウント"
        verbose_name_plural = "職員アカウント"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Without Django's new hash on the way: nobody writes one before they are known."""
        return check_password(raw_password, self.password)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's permissions are not used: rights hang on appointments and grants."""
        return False
