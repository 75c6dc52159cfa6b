"""Reading an e-mail (RFC 5322, MIME) as a message: its text made safe, its attachments listed. Hostile mails never raise."""

import datetime
import email.policy
import email.utils
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from html import escape
from itertools import islice

import nh3

from portal.files.names import safe_name

MOST_PARTS = 200
TAGS = {"p", "br", "div", "span", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a", "h3", "h4",
        "blockquote", "pre", "table", "thead", "tbody", "tr", "td", "th", "hr"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file that came with the mail; `index` counts from 0."""

    index: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A mail as a page shows it; `html_safe` holds no scripts, no pictures and nothing from elsewhere."""

    subject: str
    sender: str
    recipients: str
    sent_at: datetime.datetime | None
    html_safe: str
    attachments: tuple[MailAttachment, ...]


def read_mail(raw: bytes) -> MailMessage:
    """The message in these bytes; what cannot be read is left empty."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    attachments = tuple(
        MailAttachment(index, _name_of(part, index), len(_content_of(part)))
        for index, part in enumerate(_attached(message))
    )
    return MailMessage(
        subject=_header(message, "subject"),
        sender=_header(message, "from"),
        recipients=_header(message, "to"),
        sent_at=_date_of(message),
        html_safe=_body_of(message),
        attachments=attachments,
    )


def attachment(raw: bytes, index: int) -> tuple[str, str, bytes] | None:
    """The name, the declared type and the bytes of one attachment, or nothing."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    part = next(islice(_attached(message), index, index + 1), None) if index >= 0 else None
    if part is None:
        return None
    return _name_of(part, index), part.get_content_type(), _content_of(part)


def _parts(message: Message) -> list[Message]:
    """The leaves of the message, a bounded number of them."""
    return [part for part in islice(message.walk(), MOST_PARTS) if not part.is_multipart()]


def _attached(message: Message) -> list[Message]:
    body = {id(part) for part in _bodies(message)}
    return [part for part in _parts(message) if id(part) not in body]


def _bodies(message: Message) -> list[Message]:
    """The text parts that are the message itself."""
    texts = [part for part in _parts(message) if part.get_content_maintype() == "text" and not _is_file(part)]
    seen: set[str] = set()
    return [part for part in texts if not (part.get_content_type() in seen or seen.add(part.get_content_type()))]  # type: ignore[func-returns-value]


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return True


def _body_of(message: Message) -> str:
    bodies = {part.get_content_type(): part for part in _bodies(message)}
    if html := bodies.get("text/html"):
        return nh3.clean(_text_of(html), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto", "tel"})
    if text := bodies.get("text/plain"):
        paragraphs = _text_of(text).replace("\r\n", "\n").split("\n\n")
        return "".join(f"<p>{escape(p.strip()).replace(chr(10), '<br>')}</p>" for p in paragraphs if p.strip())
    return ""


def _text_of(part: Message) -> str:
    content = _content_of(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8", errors="replace").replace("\x00", "")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _content_of(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError):
        return b""
    return content if isinstance(content, bytes) else b""


def _name_of(part: Message, index: int) -> str:
    try:
        name = part.get_filename() or ""
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        name = ""
    return safe_name(name) if name else f"{index + 1}.{part.get_content_subtype()}"


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (MessageError, ValueError, LookupError, TypeError, IndexError, AttributeError):
        return ""


def _date_of(message: Message) -> datetime.datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)

