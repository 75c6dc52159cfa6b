"""E-mails become readable messages, and hostile ones harmless, in a moment."""

import base64
import datetime
import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.dossiers.mail_message import attachment, read_mail

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: Proef\r\nMIME-Version: 1.0\r\n"
PDF = b"%PDF-1.4\n%%EOF\n"


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "mr. S. Okafor <s.okafor@vanaemstel.example>"
    message["To"] = "mevrouw A. de Vries <anna@example.com>"
    message["Subject"] = "Bevestiging van uw opdracht – één twee"
    message["Date"] = "Tue, 27 Oct 2026 09:41:00 +0100"
    message.set_content("Geachte mevrouw,\n\nDank u.\nTot ziens.")
    message.add_alternative(
        '<p>Geachte mevrouw,</p><img src="https://volger.example/x.gif"><p>Dank u.</p>', subtype="html"
    )
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Opdracht ë.pdf")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="../../etc/nep.pdf")
    return message


def html(body: str, charset: str = "utf-8") -> str:
    raw = HEAD + f"Content-Type: text/html; charset={charset}\r\n\r\n".encode() + body.encode()
    return read_mail(raw).html_safe


def test_a_mail_is_read_as_a_person_would() -> None:
    read = read_mail(mail().as_bytes())
    assert read.subject == "Bevestiging van uw opdracht – één twee"
    assert read.sender == "mr. S. Okafor <s.okafor@vanaemstel.example>"
    assert read.recipients == "mevrouw A. de Vries <anna@example.com>"
    assert read.sent_at == datetime.datetime(2026, 10, 27, 8, 41, tzinfo=datetime.UTC)
    assert read.html_safe == "<p>Geachte mevrouw,</p><p>Dank u.</p>"
    assert read.text.startswith("Geachte mevrouw,\n\nDank u.")
    assert read.is_whole


def test_attachments_are_listed_and_handed_out() -> None:
    raw = mail().as_bytes()
    first, second = read_mail(raw).attachments
    assert (first.index, first.name, first.media_type, first.size) == (0, "Opdracht ë.pdf", "application/pdf", len(PDF))
    assert attachment(raw, 0) == ("Opdracht ë.pdf", "application/pdf", PDF)
    assert second.name == "nep.pdf"
    assert second.media_type == "application/octet-stream", "what it is, not what it says it is"
    assert attachment(raw, 2) is None
    assert attachment(raw, -1) is None


def test_plain_text_keeps_its_paragraphs_and_is_no_markup() -> None:
    raw = HEAD + b"\r\nEen <b>\r\ntwee\r\n\r\ndrie & vier"
    assert read_mail(raw).html_safe == "<p>Een &lt;b&gt;<br>twee</p><p>drie &amp; vier</p>"


def test_an_html_part_without_text_gives_way_to_the_plain_one() -> None:
    message = EmailMessage()
    message.set_content("Alleen hier")
    message.add_alternative('<img src="cid:x">', subtype="html")
    assert read_mail(message.as_bytes()).html_safe == "<p>Alleen hier</p>"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<script>alert(1)</script>x", "x"),
        ("<style>p{}</style><title>t</title>x", "x"),
        ('<p onclick="x()" style="color:red" class="a" id="main">x</p>', "<p>x</p>"),
        ('<a href="https://a.example/">x</a>', '<a href="https://a.example/" rel="noopener noreferrer">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="/account">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="//a.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('x<iframe src="https://a.example"></iframe><object></object><video src=x>', "x"),
        ('x<form action="https://a.example"><button>y</button></form>', "xy"),
        ('x<svg><use href="https://a.example#a"/></svg><meta http-equiv=refresh content="0">', "x"),
        ("x<!-- weg -->", "x"),
    ],
)
def test_only_the_markup_of_a_letter_stays(sent: str, shown: str) -> None:
    assert html(sent) == shown


@pytest.mark.parametrize("charset", ["nooit-gehoord", "punycode", "idna", "hex", "undefined", "unicode_escape", "''"])
def test_a_charset_that_is_none_does_no_harm(charset: str) -> None:
    assert html("<p>gewoon</p>", charset) == "<p>gewoon</p>"


def test_a_mail_without_a_charset_is_read_as_old_software_writes() -> None:
    assert read_mail(HEAD + b"Content-Type: text/plain\r\n\r\nBeno\xeet \x80 5").text == "Benoît € 5"
    assert read_mail(HEAD.replace(b"Proef", b"Beno\xeet") + b"\r\n").subject == "Benoît"


def test_a_mail_within_the_mail_is_an_attachment() -> None:
    message = EmailMessage()
    message.set_content("Hierbij")
    message.add_attachment(mail())
    (inner,) = read_mail(message.as_bytes()).attachments
    found = attachment(message.as_bytes(), 0)
    assert inner.name == "1.eml"
    assert found is not None
    assert read_mail(found[2]).subject == "Bevestiging van uw opdracht – één twee"


def nested(levels: int) -> bytes:
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(levels))
    return HEAD + opening.encode() + b"\r\nbinnen"


def many(parts: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\nx\r\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * parts + b"--b--\r\n"


HOSTILE = {
    "nothing": b"",
    "no head": b"\r\n\r\nzomaar",
    "zeros": b"\x00" * 100_000,
    "nested": nested(10_000),
    "nested beyond what is read": nested(900),
    "nested as far as is read": nested(29),
    "nested mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 10_000,
    "many parts": many(10_000),
    "many lines in nested parts": nested(29) + b"\n" * 2_000_000,
    "no boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\nx",
    "boundary never ends": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx",
    "broken base64": HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n=A=B!\xff",
    "broken uuencode": HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n\xff\xff\r\nend",
    "quotes that never end": HEAD + b"Content-Type: text/plain; " + b'x=";' * 500_000 + b"\r\n\r\nx",
    "quotes that never end, old line ends": HEAD
    + b"X: y\rContent-Type: text/plain; "
    + b'x="\r ;' * 300_000
    + b"\n\nx",
    "a huge field": b"Subject: " + b"=?utf-8?q?x?= " * 300_000 + b"\r\n\r\nx",
    "a huge address list": b"To: " + b'"a" <a@example.com>, ' * 200_000 + b"\r\n\r\nx",
    "words that are none": b"Subject: =?x?b?====?= =?utf-8?b?!!!?= =?punycode?q?a-b-c?=\r\nFrom: \xff\xfe\r\n\r\nx",
    "dates that are none": b"Date: Tue, 99 Foo 99999999999 99:99:99 +9999999\r\n\r\nx",
    "a file name in pieces": HEAD + b"Content-Disposition: attachment; filename*0*=x'y'%ff; filename*2=b\r\n\r\nx",
    "deep mark-up that seems closed": HEAD
    + b"Content-Type: text/html\r\n\r\n"
    + b"</div>" * 30_000
    + b"<b><p>" * 60_000,
    "deep mark-up": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000 + b"x",
    "open mark-up": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a href='" * 200_000,
    "a huge text": HEAD + b"Content-Type: text/plain\r\n\r\n" + b"tekst " * 1_000_000,
    "a huge attachment": HEAD
    + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(bytes(5_000_000)),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_mail_is_read_in_a_moment(raw: bytes) -> None:
    began = time.process_time()
    read = read_mail(raw)
    assert attachment(raw, len(read.attachments)) is None
    assert time.process_time() - began < 5
    assert len(read.attachments) <= 200
    assert len(read.html_safe) < 3_000_000


@pytest.mark.parametrize("name", ["nested", "nested mails", "many parts", "a huge text", "quotes that never end"])
def test_a_mail_that_is_not_shown_whole_says_so(name: str) -> None:
    assert not read_mail(HOSTILE[name]).is_whole


MIME = st.sampled_from(
    [HEAD, b"\r\n", b"\n", b"\r", b"--b", b"--", b" ", b";", b'"', b"=", b"Content-Type: ",
     b"multipart/mixed; boundary=b", b"multipart/digest; boundary=b",
     b"message/rfc822", b"message/partial", b"text/html", b"text/plain; charset=",
     b"Content-Disposition: ", b"attachment; filename=", b"filename*0*=utf-8''%ff", b"Content-Transfer-Encoding: ",
     b"base64", b"quoted-printable", b"=?utf-8?b?", b"?=", b"Date: ", b"\xff", b"\x00", b"<p>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(MIME, st.binary(max_size=8)), max_size=40).map(b"".join))
@example(b"Content-Type: message/rfc822\r\n\r\n")
def test_no_bytes_raise(raw: bytes) -> None:
    read = read_mail(raw)
    for listed in read.attachments:
        found = attachment(raw, listed.index)
        assert found is not None
        assert (found[0], len(found[2])) == (listed.name, listed.size)
