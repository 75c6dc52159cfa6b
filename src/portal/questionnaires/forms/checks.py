"""The checks of the column `bind::np:check`: numbers that can be wrong by themselves, and dates against today."""

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from stdnum import iban
from stdnum.nl import bsn, postcode

from portal.i18n import mark as _

from .advice import Advice, account_advice, digits_advice, postcode_advice
from .xpath.values import text_to_date

_ADULT_YEARS = 18
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Check(NamedTuple):
    """Whether a value may be what it claims, how it is kept (`canonical`), and what a person is told otherwise.

    `advise` may say more of a value that is wrong, such as which digits look swapped; None where it knows no better.
    """

    is_valid: Callable[[str, datetime.date], bool]
    canonical: Callable[[str], str]
    message: str
    advise: Callable[[str], Advice | None] = lambda _text: None

    def words(self, value: str, translate: Callable[[str], str]) -> str:
        """What a person is told of a value that is wrong."""
        message, parameters = self.advise(value) or (self.message, {})
        return translate(message) % parameters if parameters else translate(message)


def _phone_number(text: str) -> str:
    """The number in E.164, a number without country being Dutch; the text itself where it is no number."""
    import phonenumbers  # here, because it takes 150 ms and few questionnaires ask for it

    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_phone_number(text: str, _today: datetime.date) -> bool:
    return re.fullmatch(r"\+\d{8,15}", _phone_number(text)) is not None


def _is_past(text: str, today: datetime.date) -> bool:
    day = text_to_date(text)
    return day is not None and day.isoformat()[:10] <= today.isoformat()


def _is_adult(text: str, today: datetime.date) -> bool:
    day = text_to_date(text)
    return day is not None and (day.year + _ADULT_YEARS, day.month, day.day) <= (today.year, today.month, today.day)


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def _citizen_number(text: str) -> str:
    digits = _digits(text)
    return digits.zfill(9) if re.fullmatch(r"\d{8,9}", digits) else text


def _same(text: str) -> str:
    return text


def _postcode(text: str) -> str:
    return str(postcode.validate(text)) if postcode.is_valid(text) else text


CHECKS: dict[str, Check] = {
    "bsn": Check(
        lambda text, _today: bsn.is_valid(_citizen_number(text)),
        _citizen_number,
        _("This is not a valid citizen service number (BSN); check the nine digits"),
        digits_advice,
    ),
    "rsin": Check(
        lambda text, _today: bsn.is_valid(_citizen_number(text)),
        _citizen_number,
        _("This is not a valid RSIN; check the nine digits"),
        digits_advice,
    ),
    "iban": Check(
        lambda text, _today: bool(iban.is_valid(text)),
        lambda text: str(iban.compact(text)).upper(),
        _("This is not a valid account number (IBAN); check the letters and digits"),
        account_advice,
    ),
    "kvk": Check(
        lambda text, _today: re.fullmatch(r"\d{8}", _digits(text), re.ASCII) is not None,
        _digits,
        _("A Chamber of Commerce number (KvK) has eight digits"),
    ),
    "postcode": Check(
        lambda text, _today: bool(postcode.is_valid(text)),
        _postcode,
        _("Fill in a postcode as 1234 AB"),
        postcode_advice,
    ),
    "phone": Check(_is_phone_number, _phone_number, _("Fill in a phone number that exists, as 06 12345678")),
    "email": Check(
        lambda text, _today: _EMAIL.fullmatch(text) is not None,
        str.strip,
        _("Fill in an e-mail address as naam@voorbeeld.nl"),
    ),
    "past": Check(_is_past, _same, _("This date is still to come; fill in a date in the past")),
    "adult": Check(_is_adult, _same, _("This person is younger than 18; check the date of birth")),
}
