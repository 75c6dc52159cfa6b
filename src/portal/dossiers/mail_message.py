"""Reading an e-mail (RFC 5322, MIME) as a message: its text made safe, its attachments listed.

Hostile mails do not raise and take no more than a moment: a mail that is built to be slow is shown by its head alone.
"""

import codecs
import datetime
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from portal.dossiers.mail_markup import paragraphs, safe
from portal.files.content_types import HEAD, TAIL, detect
from portal.files.names import safe_name

MOST_PARTS = 200
MOST_LEVELS = 30  # nesting is read recursively
MOST_COMPARISONS = 3_000_000  # every line is held against every boundary that is open
LONGEST_FIELD = 4_000  # the parameters of a field are read in quadratic time
LONGEST_TEXT = 400_000
_MIME_FIELD = re.compile(
    rb"(?:^|(?<=\r))content-[a-z-]{1,30}:(?:[^\r\n]*(?:\r\n?|\n)(?=[ \t]))*[^\r\n]*", re.IGNORECASE | re.MULTILINE
)
_LEVEL = re.compile(rb"boundary[ \t\r\n]*[*=]|content-type:[ \t\r\n]*message/", re.IGNORECASE)
_NOT_FOR_MAIL = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}  # slow, or no charsets at all
_UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError)  # what the parser is known to raise


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file that came with the mail; `index` counts from 0, the media type is that of its content."""

    index: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A mail as a page shows it; `html_safe` holds no scripts, no pictures and nothing from elsewhere.

    `is_whole` is false when part of it is not shown: the mail itself can be kept and opened elsewhere.
    """

    subject: str
    sender: str
    recipients: str
    sent_at: datetime.datetime | None
    text: str
    html_safe: str
    attachments: tuple[MailAttachment, ...]
    is_whole: bool


def read_mail(raw: bytes) -> MailMessage:
    """The message in these bytes; what cannot be read is left empty."""
    message = _parsed(raw)
    parts = _parts(message)
    text, html = _text_of(_first(parts, "text/plain")), _text_of(_first(parts, "text/html"))
    return MailMessage(
        subject=_field(message, "subject"),
        sender=_field(message, "from"),
        recipients=_field(message, "to"),
        sent_at=_date_of(message),
        text=text[:LONGEST_TEXT],
        html_safe=safe(html[:LONGEST_TEXT]) or paragraphs(text[:LONGEST_TEXT]),
        attachments=tuple(_listed(index, part) for index, part in enumerate(_attached(parts))),
        is_whole=not _is_built_to_be_slow(raw)
        and max(len(text), len(html)) <= LONGEST_TEXT
        and len(parts) < MOST_PARTS,
    )


def attachment(raw: bytes, index: int) -> tuple[str, str, bytes] | None:
    """The name, the media type (by its content) and the bytes of one attachment, or nothing."""
    attached = _attached(_parts(_parsed(raw)))
    if not 0 <= index < len(attached):
        return None
    content = _content_of(attached[index])
    return _name_of(attached[index], index), _media_type(content), content


def _parsed(raw: bytes) -> Message:
    """The mail, or its head alone when the rest would cost too much."""
    if _is_built_to_be_slow(raw):
        head = BytesHeaderParser().parsebytes(raw[: 16 * LONGEST_FIELD])
        del head["content-type"], head["content-disposition"]
        head.set_payload("")
        return head
    return email.message_from_bytes(raw)


def _is_built_to_be_slow(raw: bytes) -> bool:
    levels, lines = sum(1 for _ in _LEVEL.finditer(raw)), max(raw.count(b"\n"), raw.count(b"\r"))
    if levels > MOST_LEVELS or lines * (levels + 1) > MOST_COMPARISONS:
        return True
    return any(field.end() - field.start() > LONGEST_FIELD for field in _MIME_FIELD.finditer(raw))


def _parts(message: Message) -> list[Message]:
    """The leaves of the message in their order, a bounded number of them; a mail within the mail is one leaf."""
    leaves: list[Message] = []
    waiting = [message]
    while waiting and len(leaves) < MOST_PARTS:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(child for child in reversed(payload[:MOST_PARTS]) if isinstance(child, Message))
        else:
            leaves.append(part)
    return leaves


def _first(parts: list[Message], media_type: str) -> Message | None:
    """The part that is the message itself in one of its two forms."""
    return next((part for part in parts if part.get_content_type() == media_type and not _is_file(part)), None)


def _attached(parts: list[Message]) -> list[Message]:
    bodies = (_first(parts, "text/plain"), _first(parts, "text/html"))
    whole = (part for part in parts if part.get_content_maintype() != "multipart")
    return [part for part in whole if not any(part is body for body in bodies)]


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _UNREADABLE:
        return True


def _listed(index: int, part: Message) -> MailAttachment:
    content = _content_of(part)
    return MailAttachment(index, _name_of(part, index), _media_type(content), len(content))


def _name_of(part: Message, index: int) -> str:
    try:
        name = _decoded(part.get_filename() or "")
    except _UNREADABLE:
        name = ""
    return safe_name(name) if name else f"{index + 1}.{'eml' if part.get_content_maintype() == 'message' else 'bin'}"


def _media_type(content: bytes) -> str:
    kind = detect(content[:HEAD], content[-TAIL:], len(content))
    return kind.media_type if kind else "application/octet-stream"


def _content_of(part: Message) -> bytes:
    try:
        if part.get_content_maintype() == "message" and part.is_multipart():
            return b"".join(child.as_bytes() for child in part.get_payload() if isinstance(child, Message))
        content = part.get_payload(decode=True)
    except _UNREADABLE:
        return b""
    return content if isinstance(content, bytes) else b""


def _text_of(part: Message | None) -> str:
    if part is None:
        return ""
    try:
        charset = part.get_content_charset()
    except _UNREADABLE:
        charset = None
    return _characters(_content_of(part), charset).replace("\x00", "").replace("\r\n", "\n")


def _characters(content: bytes, charset: str | None) -> str:
    """The text of some bytes; Windows-1252 where no charset is named and it is not UTF-8, as old software writes."""
    try:
        name = codecs.lookup(charset or "utf-8").name
        if name not in _NOT_FOR_MAIL:
            return content.decode(name, errors="strict" if charset is None else "replace")
    except (LookupError, ValueError):
        pass
    return content.decode("windows-1252", errors="replace")


def _field(message: Message, name: str) -> str:
    """A header field as people read it, RFC 2047 words decoded, on one line."""
    values: Iterator[str] = (str(value) for key, value in message.raw_items() if key.lower() == name)
    return _decoded(next(values, "")[:LONGEST_FIELD])


def _decoded(value: str) -> str:
    plain = _characters(value.encode("utf-8", "surrogateescape"), None)
    try:
        words = decode_header(plain)
    except _UNREADABLE:
        words = [(plain, None)]
    text = "".join(word if isinstance(word, str) else _characters(word, charset) for word, charset in words)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _date_of(message: Message) -> datetime.datetime | None:
    try:
        moment = parsedate_to_datetime(_field(message, "date"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        return moment.astimezone(datetime.UTC)
    except (*_UNREADABLE, OverflowError):
        return None
