"""Second factor: demanded per account (an appointment to certain roles demands it)."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from ikue.accounts.models import Account


def knowing_its_factor(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Whether a second factor stands comes along with the account: the door asks it every time."""
    own = Authenticator.objects.filter(user_id=OuterRef("pk"))
    return accounts.annotate(has_second_factor=Exists(own))


def is_missing(account: Account) -> bool:
    """True while the account must have a second factor and has not set one up."""
    if not account.second_factor_required:
        return False
    known: bool | None = getattr(account, "has_second_factor", None)
    if known is None:
        return not Authenticator.objects.filter(user=account).exists()
    return not known
