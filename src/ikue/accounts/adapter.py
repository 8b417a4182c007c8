"""Login without mail, sign-up or the Internet: an officer makes and resets accounts."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """Sentences say what happened and what to do; none tells whether the name exists."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "利用者IDかパスワードが違います。入力し直してください。"
            "忘れたときは、所属の管理者に再設定を頼んでください。"
        ),
        "incorrect_code": (
            "確認コードが違うか、時間が過ぎています。アプリに今出ている6桁を入力してください。"
        ),
        "incorrect_password": "パスワードが違います。入力し直してください。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """axes slows a name at one terminal. The library's own limit counts a name from everywhere,
        so that anybody could keep a colleague out."""
