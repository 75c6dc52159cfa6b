"""What people type to get in, as values or as errors."""

import re
from dataclasses import dataclass

from portal.i18n import gettext as _
from portal.text import clean

SHORTEST_PASSWORD = 15
SHORTEST_BESIDE_SECOND_STEP = 12
LONGEST_PASSWORD = 256
COMMON = ("wachtwoord", "password", "welkom", "qwerty", "123456", "notaris", "klantenportaal", "abcdef")

LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")


def fold_email(typed: str) -> str:
    """An e-mail address as we keep and compare it."""
    return clean(typed).strip().casefold()


def address_error(typed: str, present: str) -> str:
    """Why an address will not do as the new one of a person, or nothing."""
    folded = fold_email(typed)
    if len(folded) > LONGEST_EMAIL or not EMAIL.fullmatch(folded):
        return _("This is not an e-mail address. It looks like name@example.com.")
    return _("This is your address already.") if folded == present else ""


def shortest_password(*, has_second_step: bool) -> int:
    """How many characters a password needs: fewer where it does not stand alone."""
    return SHORTEST_BESIDE_SECOND_STEP if has_second_step else SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password that somebody wants, checked against the rules of NIST SP 800-63B."""

    typed: str
    name: str
    email: str
    shortest: int = SHORTEST_PASSWORD

    @property
    def missing(self) -> int:
        """How many characters it is too short."""
        return max(0, self.shortest - len(self.typed))

    def error(self) -> str:
        """Why it will not do, or nothing; `strength.refusal_of` also looks at how easily it is guessed."""
        if self.missing:
            return _("Choose a password of at least %(count)s characters. Spaces are fine.") % {"count": self.shortest}
        if len(self.typed) > LONGEST_PASSWORD:
            return _("Choose a password of at most %(count)s characters.") % {"count": LONGEST_PASSWORD}
        if self._is_common():
            return _("This password is easy to guess. Do not use your name or a well-known password.")
        return ""

    def _is_common(self) -> bool:
        folded = self.typed.casefold()
        rest = folded
        for word in (*COMMON, *self.name.casefold().split(), *self.email.casefold().replace("@", ".").split(".")):
            if len(word) > 2:
                rest = rest.replace(word, "")
        # What is left after the well-known words must carry the password by itself.
        return len(set(rest)) < 5
