"""What a person is told of an answer that may not stand, or that is worth another look."""

from portal.i18n import catalogue
from portal.i18n import mark as _

from .display import number
from .fields import Field
from .rows import Row
from .validity import Error

_REQUIRED = {
    "select_one": _("Choose an answer to the question “%(label)s”"),
    "select_multiple": _("Choose one or more answers to the question “%(label)s”"),
    "rank": _("Give each answer to the question “%(label)s” a place"),
    "acknowledge": _("Tick the box “%(label)s”"),
    "file": _("Choose a file for the question “%(label)s”"),
    "image": _("Choose a photo for the question “%(label)s”"),
}
_WRONG_TYPE = {
    "integer": _("Fill in a whole number, in digits"),
    "decimal": _("Fill in a number, in digits"),
    "date": _("Fill in a date that exists, such as 27 3 1958"),
    "time": _("Fill in a time, such as 14.07"),
    "dateTime": _("Fill in a date and a time that exist"),
    "rank": _("Give each answer a place of its own"),
    "select_one": _("Choose one of the answers"),
    "select_multiple": _("Choose from the answers"),
}


def message(row: Row, field: Field, found: Error) -> str:
    """What the person is told: the author's own words where there are any."""
    scope = row.scope
    translate = catalogue(scope.language).gettext
    if found == "required":
        own = scope.text(row, field.required_message)
        default = _REQUIRED.get(field.node.type, _("Fill in an answer to the question “%(label)s”"))
        return own or translate(default) % {"label": scope.text(row, field.label)}
    if found == "type":
        return _wrong_type(row, field)
    own = scope.text(row, field.constraint_message)
    failed = field.constraint is not None and not field.constraint(row)
    if field.check is not None and not failed and (field.constraint is not None or not own):
        return field.check.words(row.values[field.slot], translate)
    return own or translate(_("This answer is not possible here"))


def warning(row: Row, field: Field) -> str:
    """What the author has to say about an answer that may stand; a question that is empty gives no reason to."""
    has_reason = row.relevant[field.slot] and (row.values[field.slot] or not field.is_question)
    if field.warning is None or not has_reason or not field.warning(row):
        return ""
    own = row.scope.text(row, field.warning_message)
    return own or catalogue(row.scope.language).gettext(_("Please check whether this is right"))


def _wrong_type(row: Row, field: Field) -> str:
    language = row.scope.language
    translate = catalogue(language).gettext
    if field.node.type == "range":
        message = _("Fill in a number from %(start)s to %(end)s, in steps of %(step)s")
        numbers = {name: number(text, language, is_grouped=True) for name, text in field.node.parameters.items()}
        return translate(message) % numbers
    return translate(_WRONG_TYPE.get(field.node.type, _("This answer is not possible here")))
