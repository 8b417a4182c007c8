"""Second factor: demanded per account (an appointment to certain roles demands it)."""

from allauth.mfa.models import Authenticator

from ikue.accounts.models import Account


def is_missing(account: Account) -> bool:
    """True while the account must have a second factor and has not set one up."""
    if not account.second_factor_required:
        return False
    return not Authenticator.objects.filter(user=account).exists()
