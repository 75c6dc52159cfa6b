"""What the administrator of a company types, as values or as errors by the name of the field; pure."""

from collections.abc import Collection, Mapping
from uuid import UUID

from portal.accounts.forms import EMAIL, LONGEST_EMAIL, fold_email
from portal.companies.operations.members import NewMember
from portal.companies.rules import Decided, Right
from portal.i18n import gettext as _
from portal.text import clean

LONGEST_NAME = 200
ALL, CHOSEN = "all", "chosen"


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


def decided(typed: Mapping[str, str], dossiers: Collection[UUID]) -> Decided:
    """What a member may; whatever makes no sense gives less, never more."""
    if typed.get("which") == ALL:
        return Decided(sees_all=True, right=_right(typed.get("right", "")) or Right.READ)
    rights = {dossier: _right(typed.get(f"right-{dossier}", "")) for dossier in dossiers}
    return Decided(sees_all=False, chosen={dossier: right for dossier, right in rights.items() if right})


def _right(value: str) -> Right | None:
    return Right(value) if value in {Right.READ, Right.DELIVER} else None
