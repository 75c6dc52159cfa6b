"""What the administrator of a company types, as values or as errors by the name of the field; pure."""

from collections.abc import Mapping
from uuid import UUID

from portal.accounts.forms import EMAIL, LONGEST_EMAIL, fold_email
from portal.companies.operations.inviting import NewMember
from portal.companies.rules import Decided, Right
from portal.i18n import gettext as _
from portal.text import clean

LONGEST_NAME = 200
ALL, PREFIX = "all", "right-"


def new_member(typed: Mapping[str, str], language: str) -> tuple[NewMember, dict[str, str]]:
    """The colleague to invite, and what is wrong with what was typed; whose language we do not know."""
    name, email = clean(typed.get("name", "")).strip(), fold_email(typed.get("email", ""))
    errors = {}
    if not name:
        errors["name"] = _("Fill in the name.")
    elif len(name) > LONGEST_NAME:
        errors["name"] = _("Use a shorter name.")
    if not email:
        errors["email"] = _("Fill in the e-mail address.")
    elif len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email):
        errors["email"] = _("This is not an e-mail address. It looks like name@example.com.")
    return NewMember(name, email, language), errors


def decided(typed: Mapping[str, str]) -> Decided:
    """What a member may, in all dossiers or in those named; what makes no sense gives less, never more."""
    if typed.get("which") == ALL:
        return Decided(sees_all=True, right=_right(typed.get("right", "")) or Right.READ)
    named = {_dossier(name): _right(value) or Right.NONE for name, value in typed.items() if name.startswith(PREFIX)}
    return Decided(sees_all=False, chosen={dossier: right for dossier, right in named.items() if dossier})


def _dossier(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(PREFIX))
    except ValueError:
        return None


def _right(value: str) -> Right | None:
    return Right(value) if value in {Right.READ, Right.DELIVER} else None
