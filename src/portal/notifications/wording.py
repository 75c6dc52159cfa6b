"""What mails say: never a name of a person, a dossier or a document, for mail is read by others too."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.i18n import gettext as _
from portal.i18n import mark, ngettext
from portal.outbox.events import EventKind

REMINDERS = frozenset({EventKind.REMINDER, EventKind.DUE_SOON, EventKind.OVERDUE})
ALWAYS_TOLD = frozenset({EventKind.REMINDER, EventKind.REQUEST_WITHDRAWN})
SINGLE = {
    EventKind.DOCUMENT_PUBLISHED: (
        mark("A new document is ready for you"),
        mark("There is a new document for you in the client portal."),
    ),
    EventKind.LETTER_PUBLISHED: (
        mark("A new letter is ready for you"),
        mark("There is a new letter for you in the client portal."),
    ),
    EventKind.QUESTIONNAIRE_REQUESTED: (
        mark("A questionnaire is ready for you"),
        mark("We ask you to fill in a questionnaire in the client portal."),
    ),
    EventKind.QUESTIONNAIRE_SENT_BACK: (
        mark("We have a question about your answers"),
        mark("We sent a questionnaire back to you in the client portal. Everything that you filled in is kept."),
    ),
    EventKind.UPLOAD_REQUESTED: (
        mark("We ask you for documents"),
        mark("We ask you to hand over documents in the client portal."),
    ),
    EventKind.REMINDER: (
        mark("Reminder: something is waiting for you"),
        mark("In the client portal we still wait for something from you."),
    ),
    EventKind.DUE_SOON: (
        mark("Reminder: something has to be done soon"),
        mark("In the client portal something is waiting for you that has to be done soon."),
    ),
    EventKind.OVERDUE: (
        mark("Reminder: a date has passed"),
        mark("In the client portal we still wait for something from you. The date that we agreed on has passed."),
    ),
    EventKind.REQUEST_WITHDRAWN: (
        mark("A request to you was withdrawn"),
        mark("We asked you for something that is no longer needed."),
    ),
}
"""The title and the sentence of one piece of news, by its kind."""


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
    title, sentence = SINGLE[kinds[0]] if is_one else (_several_title(kinds), mark("New in the client portal:"))
    privacy = _("To protect your privacy we do not say in this e-mail what it is about.")
    host = urlsplit(base_url).netloc
    return Wording(
        title=_(title),
        paragraphs=[_(sentence)],
        items=[] if is_one else [*counted(kinds)],
        ending=privacy,
        button=_("Go to the client portal"),
        address=f"{base_url}{path}",
        note=_("Do you not trust the button? Then type %(host)s in your browser yourself.") % {"host": host},
        reason=_reason(kinds),
    )


def _several_title(kinds: Sequence[EventKind]) -> str:
    if REMINDERS.issuperset(kinds):
        return mark("Reminder: something is waiting for you")
    if set(kinds) == {EventKind.REQUEST_WITHDRAWN}:
        return mark("Requests to you were withdrawn")
    return mark("New things are ready for you")


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
