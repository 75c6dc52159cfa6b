"""What a person is told of a number that is wrong, beyond that it is: which digits look swapped, what is missing."""

import re

from stdnum import iban
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError
from stdnum.nl import bsn, postcode

from portal.i18n import mark as _

Advice = tuple[str, dict[str, str]]
"""A message id and what fills it in."""

_DUTCH_IBAN = 18


def digits_advice(text: str) -> Advice | None:
    """How many digits there are, or which two neighbours may be swapped, when one swap makes the number right."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        return None
    if len(digits) not in {8, 9}:
        return _("This number has nine digits; you filled in %(count)s"), {"count": str(len(digits))}
    swaps = [(place, _swapped(digits, place)) for place in range(len(digits) - 1)]
    right = [place for place, other in swaps if other != digits and bsn.is_valid(other.zfill(9))]
    if len(right) != 1:
        return None
    pair = digits[right[0] : right[0] + 2]
    message = _(
        "This number is not right. Did you swap two digits? Look at “%(pair)s”, digits %(first)s and %(second)s"
    )
    return message, {"pair": pair, "first": str(right[0] + 1), "second": str(right[0] + 2)}


def _swapped(digits: str, place: int) -> str:
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def account_advice(text: str) -> Advice | None:
    """Whether the length is wrong, or a character."""
    compact = str(iban.compact(text)).upper()
    if not re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]+", compact, re.ASCII):
        return _("An account number (IBAN) begins with two letters and two digits, as NL91 ABNA 0417 1643 00"), {}
    if compact.startswith("NL") and len(compact) != _DUTCH_IBAN:
        return _("A Dutch account number (IBAN) has 18 letters and digits; you filled in %(count)s"), {
            "count": str(len(compact))
        }
    try:
        iban.validate(compact)
    except InvalidChecksum:
        return _("One of the letters or digits of this account number (IBAN) is not right; compare them one by one"), {}
    except NumberError:
        return None
    return None


def postcode_advice(text: str) -> Advice | None:
    """The letter O for a zero is the usual slip; what is no postcode at all needs no such word."""
    bare = "".join(text.split()).upper()
    repaired = bare[:4].replace("O", "0") + bare[4:].replace("0", "O")
    if repaired != bare and postcode.is_valid(repaired):
        return _("Fill in a postcode as 1234 AB; did you mean %(postcode)s?"), {
            "postcode": str(postcode.validate(repaired))
        }
    return None
