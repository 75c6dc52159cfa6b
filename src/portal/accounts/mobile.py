"""Mobile numbers as people type them, as we keep them (ITU-T E.164, encrypted), and as we show them again."""

from collections.abc import Sequence
from uuid import UUID

from portal.accounts.tables import Account
from portal.adapters.encryption import KeyRing, Purpose
from portal.text import clean

SHOWN = 2
"""How many digits at each end are shown of a number that is kept."""


class NoMobileNumber(ValueError):
    """This is no mobile number of one of the countries that we send messages to."""


def read(typed: str, countries: Sequence[str]) -> str:
    """The number in E.164, from any notation; the first country is that of a number without one.

    Raises `NoMobileNumber`.
    """
    import phonenumbers as numbers  # here, because it takes 150 ms

    try:
        number = numbers.parse(clean(typed), countries[0])
    except numbers.NumberParseException:
        raise NoMobileNumber from None
    kinds = {numbers.PhoneNumberType.MOBILE, numbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    is_ours = numbers.region_code_for_number(number) in countries
    if not is_ours or not numbers.is_valid_number(number) or numbers.number_type(number) not in kinds:
        raise NoMobileNumber
    return numbers.format_number(number, numbers.PhoneNumberFormat.E164)


def masked(number: str) -> str:
    """`06 •• •• •• 87`: enough to know one's own number by, and too little to call it."""
    import phonenumbers as numbers

    parsed = numbers.parse(number)
    form = numbers.PhoneNumberFormat
    national = numbers.format_number(parsed, form.NATIONAL if parsed.country_code == 31 else form.INTERNATIONAL)
    digits = "".join(character for character in national if character.isdigit())
    hidden = "•" * (len(digits) - 2 * SHOWN)
    pairs = [hidden[start : start + 2] for start in range(0, len(hidden), 2)]
    plus = "" if parsed.country_code == 31 else "+"
    return " ".join([f"{plus}{digits[:SHOWN]}", *pairs, digits[-SHOWN:]])


async def keep(account: UUID, number: str, *, keys: KeyRing) -> None:
    """Keep a number that `read` understood, in the transaction that audits it."""
    sealed = keys.encrypt_text(Purpose.FIELDS, number, table="account", column="mobile", row=account)
    await Account.update({Account.mobile: sealed}).where(Account.id == account)


def opened(kept: bytes | None, account: UUID, keys: KeyRing) -> str:
    """The number that is kept for an account, in E.164; empty where there is none. Raises `CannotDecrypt`."""
    if not kept:
        return ""
    return keys.decrypt_text(Purpose.FIELDS, kept, table="account", column="mobile", row=account)
