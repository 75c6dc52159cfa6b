"""Why a file was refused, in words that name it and say what is possible."""

from dataclasses import replace

from portal.errors import Conflict
from portal.files.limits import Limits, TooManyFiles
from portal.files.receiving import FileEmpty, FileIncomplete, FileInfected, FileTooLarge, FileTypeNotAllowed
from portal.i18n import gettext as _
from portal.web.bodies import BodyInterrupted

STATUSES: dict[type[Exception], int] = {
    FileTooLarge: 413,
    FileTypeNotAllowed: 415,
    FileEmpty: 422,
    FileInfected: 422,
    FileIncomplete: 400,
    BodyInterrupted: 408,
    TooManyFiles: 422,
    Conflict: 409,
}
REFUSALS = tuple(STATUSES)


def status_of(refusal: Exception) -> int:
    """The HTTP status that says the same."""
    return next(status for kind, status in STATUSES.items() if isinstance(refusal, kind))


def explain(refusal: Exception, name: str, limits: Limits) -> str:
    """The refusal of the file with this name, in the language in force."""
    match refusal:
        case FileTooLarge():
            told = _("%(name)s is too large. Choose a file of %(size)s at most.")
        case FileTypeNotAllowed():
            told = _("We cannot use %(name)s. Choose a file of one of these kinds: %(kinds)s.")
        case FileEmpty():
            told = _("%(name)s is empty. Choose another file.")
        case FileInfected():
            told = _("%(name)s was refused: the virus scanner found something in it.")
        case TooManyFiles():
            told = _("%(name)s was not added: %(count)s files is the most that fits here.")
        case Conflict():
            told = _("%(name)s was not added: this request is closed. Reload the page to see how it stands now.")
        case _:
            told = _("%(name)s did not arrive completely. Try again.")
    if isinstance(refusal, FileTypeNotAllowed):  # perhaps fewer kinds than elsewhere: a photo
        limits = replace(limits, allowed=refusal.allowed)
    return told % {"name": name, "size": limits.size, "kinds": limits.kinds, "count": limits.max_files}
