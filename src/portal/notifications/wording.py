"""What mails say: never a name of a person, a dossier or a document, for mail is read by others too."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.outbox.events import EventKind

REMINDERS = frozenset({EventKind.REMINDER, EventKind.DUE_SOON, EventKind.OVERDUE})
ALWAYS_TOLD = frozenset({EventKind.REMINDER, EventKind.REQUEST_WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Wording:
    """The parts of a mail, in one language."""

    title: str
    paragraphs: Sequence[str]
    button: str
    address: str
    note: str
    reason: str
    items: Sequence[str] = ()
    ending: str = ""


def news(kinds: Sequence[EventKind], base_url: str, path: str = "/") -> Wording:
    """One piece of news in words of its own, or several as a list with counts; in the language in force."""
    is_one = len(kinds) == 1
    title, sentence = _single(kinds[0]) if is_one else (_several_title(kinds), _("New in the client portal:"))
    privacy = _("To protect your privacy we do not say in this e-mail what it is about.")
    host = urlsplit(base_url).netloc
    return Wording(
        title=title,
        paragraphs=[sentence],
        items=[] if is_one else [*counted(kinds)],
        ending=privacy,
        button=_("Go to the client portal"),
        address=f"{base_url}{path}",
        note=_("Do you not trust the button? Then type %(host)s in your browser yourself.") % {"host": host},
        reason=_reason(kinds),
    )


def _single(kind: EventKind) -> tuple[str, str]:
    """The title and the sentence of one piece of news."""
    match kind:
        case EventKind.DOCUMENT_PUBLISHED:
            return _("A new document is ready for you"), _("There is a new document for you in the client portal.")
        case EventKind.LETTER_PUBLISHED:
            return _("A new letter is ready for you"), _("There is a new letter for you in the client portal.")
        case EventKind.QUESTIONNAIRE_REQUESTED:
            return _("A questionnaire is ready for you"), _(
                "We ask you to fill in a questionnaire in the client portal."
            )
        case EventKind.QUESTIONNAIRE_SENT_BACK:
            return _("We have a question about your answers"), _(
                "We sent a questionnaire back to you in the client portal. Everything that you filled in is kept."
            )
        case EventKind.UPLOAD_REQUESTED:
            return _("We ask you for documents"), _("We ask you to hand over documents in the client portal.")
        case EventKind.REMINDER:
            return _("Reminder: something is waiting for you"), _(
                "In the client portal we still wait for something from you."
            )
        case EventKind.DUE_SOON:
            return _("Reminder: something has to be done soon"), _(
                "In the client portal something is waiting for you that has to be done soon."
            )
        case EventKind.OVERDUE:
            return _("Reminder: a date has passed"), _(
                "In the client portal we still wait for something from you. The date that we agreed on has passed."
            )
        case _:
            return _("A request to you was withdrawn"), _("We asked you for something that is no longer needed.")


def _several_title(kinds: Sequence[EventKind]) -> str:
    if REMINDERS.issuperset(kinds):
        return _("Reminder: something is waiting for you")
    if set(kinds) == {EventKind.REQUEST_WITHDRAWN}:
        return _("Requests to you were withdrawn")
    return _("New things are ready for you")


def counted(kinds: Sequence[EventKind]) -> Iterator[str]:
    """What there is of each kind, as `2 new documents`; in the language in force."""
    counts = Counter(kinds)
    for kind in EventKind:
        if count := counts[kind]:
            yield _count(kind, count) % {"count": count}


def _count(kind: EventKind, count: int) -> str:
    match kind:
        case EventKind.DOCUMENT_PUBLISHED:
            return ngettext("%(count)s new document", "%(count)s new documents", count)
        case EventKind.LETTER_PUBLISHED:
            return ngettext("%(count)s new letter", "%(count)s new letters", count)
        case EventKind.QUESTIONNAIRE_REQUESTED:
            return ngettext("%(count)s questionnaire to fill in", "%(count)s questionnaires to fill in", count)
        case EventKind.QUESTIONNAIRE_SENT_BACK:
            return ngettext("%(count)s questionnaire sent back", "%(count)s questionnaires sent back", count)
        case EventKind.UPLOAD_REQUESTED:
            return ngettext("%(count)s request for documents", "%(count)s requests for documents", count)
        case EventKind.REMINDER:
            return ngettext("%(count)s reminder", "%(count)s reminders", count)
        case EventKind.DUE_SOON:
            return ngettext(
                "%(count)s thing that has to be done soon", "%(count)s things that have to be done soon", count
            )
        case EventKind.OVERDUE:
            return ngettext("%(count)s thing whose date has passed", "%(count)s things whose date has passed", count)
        case _:
            return ngettext("%(count)s request that was withdrawn", "%(count)s requests that were withdrawn", count)


def _reason(kinds: Sequence[EventKind]) -> str:
    if ALWAYS_TOLD.issuperset(kinds):
        return _("You receive this e-mail because our office asked you for something.")
    return _("You receive this e-mail because notifications are on. You can change that under My details.")
