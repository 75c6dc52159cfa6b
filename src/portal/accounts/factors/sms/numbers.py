"""Mobile numbers: as people type them, as they are kept (E.164), and as they are shown. Pure.

The numbering plans are those of libphonenumber. Premium numbers, pagers and landlines are no mobile numbers there.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from babel import Locale

from portal import i18n
from portal.errors import PortalError
from portal.i18n import gettext as _

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST = 40
PAIR = re.compile(r"\d\d")
DOT = "•"


class NoMobileNumber(PortalError):
    """What was typed is no number that a code can go to; the text says why, in the language in force."""


def mobile_number(typed: str, regions: Sequence[str]) -> str:
    """The number that somebody typed, in E.164; raises `NoMobileNumber`.

    A number without a country code is of the first of these regions (ISO 3166-1) in which it is a number at all:
    0475 12 34 56 is a landline in Roermond, and must not become the mobile of some Belgian.
    """
    text = typed.strip()
    if not text:
        raise NoMobileNumber(_("Fill in your mobile number."))
    number = _read(text[:LONGEST], regions)
    if number is None or number.extension:
        raise NoMobileNumber(_("This is not a phone number. Check it, and fill it in as 06 12 34 56 78 for example."))
    import phonenumbers

    kinds = phonenumbers.PhoneNumberType
    if phonenumbers.number_type(number) not in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}:
        raise NoMobileNumber(
            _("This is not a mobile number, so no text message can go there. A number from abroad begins with a +.")
        )
    if phonenumbers.region_code_for_number(number) not in regions:
        raise NoMobileNumber(
            _("We cannot send text messages to that country. A number from %(countries)s works.")
            % {"countries": countries(regions)}
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def countries(regions: Sequence[str]) -> str:
    """These regions in words: `Nederland, België of Duitsland`."""
    names = Locale.parse(i18n.language()).territories
    return i18n.format_choice([names.get(region, region) for region in regions])


def shown(number: str) -> str:
    """A number as its owner writes it: `06 12 34 56 78`, or `+32 470 12 34 56` of another country."""
    import phonenumbers

    parsed = phonenumbers.parse(number)
    if phonenumbers.region_code_for_number(parsed) != "NL":
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = "0" + phonenumbers.national_significant_number(parsed)
    return " ".join(PAIR.findall(national)) if len(national) == 10 else national


def masked(number: str) -> str:
    """A number of which only its owner knows what is missing: `06 •• •• •• 78`."""
    whole = shown(number)
    head, _space, rest = whole.partition(" ")
    hidden = re.sub(r"\d", DOT, rest[:-2])
    return f"{head} {hidden}{rest[-2:]}"


def ending(number: str) -> str:
    """The last two digits: `••78`."""
    return DOT * 2 + number[-2:]


def _read(text: str, regions: Sequence[str]) -> "PhoneNumber | None":
    return next((number for region in regions if (number := _in_region(text, region))), None)


def _in_region(text: str, region: str) -> "PhoneNumber | None":
    import phonenumbers  # here: it takes 150 ms, and only this needs it

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
