"""What a file is, decided by its content; its name and what the browser says about it count for nothing.

A stream shows its first and its last bytes: `HEAD` and `TAIL` of them are enough for each kind that the portal accepts.
"""

import re
import zipfile
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from io import BytesIO

import puremagic

HEAD = 64 * 1024
TAIL = 256 * 1024


@dataclass(frozen=True)
class ContentType:
    """A kind of file: the extension that it is given (no dot), its media type, and other extensions in use for it."""

    extension: str
    media_type: str
    others: frozenset[str] = frozenset()


PDF = ContentType("pdf", "application/pdf")
JPG = ContentType("jpg", "image/jpeg", frozenset({"jpeg", "jpe", "jfif"}))
PNG = ContentType("png", "image/png")
HEIC = ContentType("heic", "image/heic", frozenset({"heif"}))
DOCX = ContentType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = ContentType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
TXT = ContentType("txt", "text/plain", frozenset({"text", "csv", "md", "log"}))
EML = ContentType("eml", "message/rfc822")
ACCEPTED = (PDF, JPG, PNG, HEIC, DOCX, XLSX, TXT, EML)

_BY_MAGIC = {".pdf": PDF, ".jpg": JPG, ".png": PNG}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}  # ISO/IEC 23008-12
_BY_MEMBER = {  # ECMA-376; Office on the web numbers these parts
    re.compile(r"word/document\d*\.xml"): DOCX,
    re.compile(r"xl/workbook\d*\.xml"): XLSX,
}
_MOST_UNPACKED = 1_000_000_000
_MARKUP = re.compile(rb"\s*(<[!?a-z]|#!|\{\\rtf|%!)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAIL = re.compile(rb"[!-9;-~]+:[^\r\n]*\r?\n")  # RFC 5322: a field name, a colon, its body
_MAIL_FIELDS = {"from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "delivered-to"}


def needs_tail(head: bytes) -> bool:
    """Whether the type shows only at the end of the file: a zip has its table of contents there."""
    return head.startswith(b"PK\x03\x04")


def detect(head: bytes, tail: bytes = b"", size: int = 0) -> ContentType | None:
    """The type of a file of `size` bytes that starts with `head` (up to `HEAD`) and ends with `tail` (up to `TAIL`).

    None when it is of no kind that the portal knows, or claims to be one that it is not.
    """
    if needs_tail(head):
        return _office(tail, size)
    if head[4:8] == b"ftyp":
        return HEIC if _HEIC_BRANDS & {head[8:12], *_brands(head)} else None
    return _by_magic(head) or _text(head)


def _by_magic(head: bytes) -> ContentType | None:
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return None
    return next((kind for extension, kind in _BY_MAGIC.items() if extension in found), None)


def _brands(head: bytes) -> set[bytes]:
    """The compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3)."""
    box = head[16 : min(int.from_bytes(head[:4], "big"), 256)]
    return {box[start : start + 4] for start in range(0, len(box), 4)}


def _office(tail: bytes, size: int) -> ContentType | None:
    """A document by the table of contents of its zip; no member is unpacked."""
    missing = size - len(tail)  # what lies before the tail
    try:
        with zipfile.ZipFile(BytesIO(tail)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return None
    names = {member.filename for member in members}
    begins = min((member.header_offset + missing for member in members), default=-1)
    if begins != 0 or len(names) != len(members) or "[Content_Types].xml" not in names:
        return None  # something else in front of it, two members of one name, or another kind of zip
    if sum(member.file_size for member in members) > _MOST_UNPACKED or any("vbaProject" in name for name in names):
        return None  # a bomb, or a document with macros under the name of one without
    if sum(member.compress_size for member in members) > size or any(member.flag_bits & 1 for member in members):
        return None  # members that overlap, or are encrypted
    return next((kind for member, kind in _BY_MEMBER.items() if any(map(member.fullmatch, names))), None)


def _text(head: bytes) -> ContentType | None:
    """Plain text or an e-mail; markup and scripts are neither, as a browser or a shell might run them."""
    if not head or _CONTROL.search(head) or not _is_decodable(head):
        return None
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _MAIL.match(plain) and _is_mail(plain):
        return EML
    return None if _MARKUP.match(plain) else TXT


def _is_mail(head: bytes) -> bool:
    fields = {name.lower() for name in BytesHeaderParser().parsebytes(head).keys()}  # noqa: SIM118 (a message, not a dict)
    return "from" in fields and len(_MAIL_FIELDS & fields) >= 3


def _is_decodable(head: bytes) -> bool:
    """UTF-8, perhaps cut off in a character at the end of the head, or else Windows-1252, which old software writes."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(head) == HEAD and error.start >= len(head) - 3:
            return True
        try:
            head.decode("windows-1252")
        except UnicodeDecodeError:
            return False
    return True
