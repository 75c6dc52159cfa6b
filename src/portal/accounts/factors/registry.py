"""Every method of two-step verification, in the order in which people see them: the safest first."""

from portal.accounts.factors import app
from portal.accounts.factors.method import Method
from portal.accounts.factors.passkeys.method import METHOD as PASSKEY
from portal.accounts.factors.sms.method import METHOD as SMS
from portal.accounts.factors.tables import FactorKind
from portal.accounts.tables import AccountKind
from portal.settings import Settings

METHODS: tuple[Method, ...] = (PASSKEY, app.METHOD, SMS)
BY_KIND: dict[FactorKind, Method] = {method.kind: method for method in METHODS}


def offered(kind: AccountKind | str, settings: Settings) -> list[Method]:
    """The methods that somebody can set up here."""
    is_staff = kind == AccountKind.STAFF
    return [method for method in METHODS if method.is_offered(settings) and (method.is_for_staff or not is_staff)]
