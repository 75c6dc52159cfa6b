"""What mails about a person's own account say: links that let them in, and what changed."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal import i18n
from portal.i18n import gettext as _
from portal.notifications.safety_wording import happened
from portal.notifications.wording import Wording
from portal.outbox.events import EventKind


@dataclass(frozen=True, slots=True)
class AccountNews:
    """News about an account, in a mail of its own; `address` is that of a one-time link where there is one."""

    kind: EventKind
    address: str
    phone: str
    expires_at: datetime.datetime | None = None
    is_for_staff: bool = False


def of_account(news: AccountNews) -> Wording:
    """The mail with this news, in the language in force."""
    match news.kind:
        case EventKind.INVITATION:
            return _invitation(news)
        case EventKind.PASSWORD_RESET:
            return _reset(news)
        case EventKind.SMS_SPENT:
            return _sms_spent(news)
        case EventKind.CORRECTION_ASKED:
            return _correction(news)
        case EventKind.EMAIL_CHANGE:
            return _new_address(news)
        case EventKind.EMAIL_CHANGED:
            return _old_address(news)
        case EventKind.COMPANY_ACCESS:
            return _company(news)
        case _:
            return _safety(news, *happened(news.kind))


def _invitation(news: AccountNews) -> Wording:
    if news.is_for_staff:
        first = _("An account was made for you at the client portal of our office.")
    else:
        first = _(
            "Our office has made an account for you in the client portal. There you read your papers and hand over "
            "documents."
        )
    return Wording(
        title=_("Your access to the client portal"),
        paragraphs=[first, _("You choose a password yourself now. After that you are signed in.")],
        button=_("Choose a password"),
        address=news.address,
        note=_until(news, _("The link works until %(moment)s. Too late? The page then sends you a new one.")),
        reason=_("Did you not expect this e-mail? Then you do not have to do anything."),
    )


def _reset(news: AccountNews) -> Wording:
    return Wording(
        title=_("Choose a new password"),
        paragraphs=[_("Somebody, most likely you, asked for a new password for the client portal.")],
        button=_("Choose a new password"),
        address=news.address,
        note=_until(news, _("The link works until %(moment)s.")),
        reason=_("Did you not ask for this? Then you do not have to do anything: your password stays as it is."),
    )


def _correction(news: AccountNews) -> Wording:
    return Wording(
        title=_("A client says that something is not right"),
        paragraphs=[
            _("A client sent us a message: something in their details is not right. You find it under Today."),
        ],
        button=_("Go to the client portal"),
        address=news.address,
        note=_type_it_yourself(urlsplit(news.address).netloc),
        reason=_("You receive this e-mail because you work at our office."),
    )


def _sms_spent(news: AccountNews) -> Wording:
    return Wording(
        title=_("The text messages of today are used up"),
        paragraphs=[
            _("The client portal has sent as many codes by text message as it may in one day, so it sends no more."),
            _(
                "Until tomorrow clients are led to their recovery code, their app, or the phone. Were there really so "
                "many sign-ins? Then have the limit raised (PORTAL_SMS_PER_DAY). If not, somebody may be abusing it."
            ),
        ],
        button=_("Go to the client portal"),
        address=news.address,
        note=_type_it_yourself(urlsplit(news.address).netloc),
        reason=_("You receive this e-mail because you work at our office."),
    )


def _new_address(news: AccountNews) -> Wording:
    return Wording(
        title=_("Confirm your new e-mail address"),
        paragraphs=[
            _("Somebody, most likely you, wants to use this e-mail address for the client portal."),
            _("After you confirm it, you sign in with this address, and our e-mails go here."),
        ],
        button=_("Confirm this address"),
        address=news.address,
        note=_until(news, _("The link works until %(moment)s.")),
        reason=_("Did you not ask for this? Then you do not have to do anything: nothing changes."),
    )


def _old_address(news: AccountNews) -> Wording:
    return Wording(
        title=_("Your e-mail address was changed"),
        paragraphs=[
            _("Your account at the client portal has another e-mail address now. This one no longer works there."),
            _("Was that you? Then you do not have to do anything. Was it not? Then undo it, and call us: %(phone)s.")
            % {"phone": news.phone},
        ],
        button=_("Undo the change"),
        address=news.address,
        note=_until(news, _("The link works until %(moment)s.")),
        reason=_("You receive this e-mail because it is about the safety of your account."),
    )


def _company(news: AccountNews) -> Wording:
    return Wording(
        title=_("You can see the case files of a company"),
        paragraphs=[
            _("A company gave you access to its case files in the client portal of our office."),
            _("Sign in as you always do. At the top of the page you choose for whom you act."),
        ],
        button=_("Go to the client portal"),
        address=news.address,
        note=_type_it_yourself(urlsplit(news.address).netloc),
        reason=_("Did you not expect this e-mail? Then you do not have to do anything."),
    )


def _safety(news: AccountNews, title: str, happened: str) -> Wording:
    """What happened to the account, and what to do if it was somebody else."""
    return Wording(
        title=title,
        paragraphs=[
            happened,
            _("Was that you? Then you do not have to do anything. Was it not? Then call us at once: %(phone)s.")
            % {"phone": news.phone},
        ],
        button=_("Go to the client portal"),
        address=news.address,
        note=_type_it_yourself(urlsplit(news.address).netloc),
        reason=_("You receive this e-mail because it is about the safety of your account."),
    )


def _until(news: AccountNews, sentence: str) -> str:
    moment = i18n.format_moment(news.expires_at) if news.expires_at else ""
    trust = _(
        "Do you not trust the button? Then call us. Look our number up yourself, on a letter from us for instance."
    )
    return " ".join([sentence % {"moment": moment}, trust])


def _type_it_yourself(host: str) -> str:
    return _("Do you not trust the button? Then type %(host)s in your browser yourself.") % {"host": host}
