"""Whether an answer may stand: its type, then whether it is required, then the constraint and the check."""

import re
from collections.abc import Callable
from typing import Literal

from portal.i18n import catalogue
from portal.i18n import mark as _

from .fields import Field
from .scope import Scope
from .xpath.values import text_to_date

Error = Literal["type", "required", "constraint"]

_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)

_REQUIRED = {
    "select_one": _("Choose an answer to the question “%(label)s”"),
    "select_multiple": _("Choose one or more answers to the question “%(label)s”"),
    "acknowledge": _("Tick the box “%(label)s”"),
}
_WRONG_TYPE = {
    "integer": _("Fill in a whole number, in digits"),
    "decimal": _("Fill in a number, in digits"),
    "date": _("Fill in a date that exists, such as 27 3 1958"),
    "select_one": _("Choose one of the answers"),
    "select_multiple": _("Choose from the answers"),
}


def error(scope: Scope, field: Field) -> Error | None:
    """What is wrong with the value that a question has now; a node that is not asked is never wrong."""
    if not scope.relevant[field.index] or not field.is_question:
        return None
    value = scope.values[field.index]
    if not value:
        return "required" if field.required is not None and field.required(scope) else None
    fits = None if field.calculation is not None else _FITS.get(field.node.type)
    if fits is not None and not fits(field, value):
        return "type"
    if field.constraint is not None and not field.constraint(scope):
        return "constraint"
    if field.check is not None and not field.check.is_valid(value, scope.today):
        return "constraint"
    return None


def message(scope: Scope, field: Field, found: Error) -> str:
    """What the person is told: the author's own words where there are any."""
    translate = catalogue(scope.language).gettext
    if found == "required":
        own = scope.text(field.required_message)
        default = _REQUIRED.get(field.node.type, _("Fill in an answer to the question “%(label)s”"))
        return own or translate(default) % {"label": scope.text(field.label)}
    if found == "type":
        return translate(_WRONG_TYPE.get(field.node.type, _("This answer is not possible here")))
    own = scope.text(field.constraint_message)
    failed = field.constraint is not None and not field.constraint(scope)
    if field.check is not None and not failed and (field.constraint is not None or not own):
        return translate(field.check.message)
    return own or translate(_("This answer is not possible here"))


_FITS: dict[str, Callable[[Field, str], bool]] = {
    "integer": lambda _field, value: _INTEGER.fullmatch(value) is not None,
    "decimal": lambda _field, value: _DECIMAL.fullmatch(value) is not None,
    "date": lambda _field, value: len(value) == 10 and text_to_date(value) is not None,
    "select_one": lambda field, value: value in field.choice_names,
    "select_multiple": lambda field, value: field.choice_names.issuperset(value.split()),
    "acknowledge": lambda _field, value: value == "OK",
}
