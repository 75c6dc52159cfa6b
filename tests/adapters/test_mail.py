"""Mails reach a real server, and every way in which it can fail is told apart."""

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal.adapters.mail import DemoMailer, MailRefused, MailUnavailable, SmtpMailer, demands_starttls
from tests.support.post import PostOffice, open_post_office


def mail(message_id: str = "<1@portal.test>", to: str = "anna@example.com") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Er staat een nieuw document voor u klaar"
    message["From"] = "portaal@vanaemstel.example"
    message["To"] = to
    message["Message-ID"] = message_id
    message.set_content("Goedendag, één document: https://portal.test/\n")
    return message


def certified(folder: Path, name: str) -> ssl.SSLContext:
    """TLS with a certificate for a name, or an address, that the server signed itself."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine to make a certificate with")
    kind = "IP" if name[0].isdigit() else "DNS"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
    ]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command, *files, "-subj", f"/CN={name}", "-addext", f"subjectAltName={kind}:{name}"], check=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


def mailer(post_office: PostOffice, **patience: float) -> SmtpMailer:
    return SmtpMailer(post_office.url, **patience)


async def test_a_mail_arrives_as_it_was_written(post_office: PostOffice) -> None:
    await mailer(post_office).send(mail())
    (arrived,) = post_office.arrived
    assert arrived["Message-ID"] == "<1@portal.test>"
    assert "één document" in arrived.get_content()


@pytest.mark.parametrize("answer", ["550 no such mailbox", "553 not allowed"])
async def test_a_refused_recipient_is_refused_for_good(post_office: PostOffice, answer: str) -> None:
    post_office.answer = answer
    with pytest.raises(MailRefused):
        await mailer(post_office).send(mail())


async def test_a_refused_text_is_refused_for_good(post_office: PostOffice) -> None:
    post_office.after_data = "554 rejected"
    with pytest.raises(MailRefused):
        await mailer(post_office).send(mail())


async def test_greylisting_is_worth_another_try(post_office: PostOffice) -> None:
    post_office.answer = "451 try again later"
    with pytest.raises(MailUnavailable):
        await mailer(post_office).send(mail())


@pytest.mark.parametrize("patience", [{"answer_seconds": 0.3}, {"whole_seconds": 0.3}])
async def test_a_server_that_hangs_is_left_alone_in_time(post_office: PostOffice, patience: dict[str, float]) -> None:
    post_office.hangs = True
    async with asyncio.timeout(10):
        with pytest.raises(MailUnavailable):
            await mailer(post_office, **patience).send(mail())


async def test_a_server_that_hangs_after_the_mail_may_have_it(post_office: PostOffice) -> None:
    post_office.hangs_after_data = True
    with pytest.raises(MailUnavailable):
        await mailer(post_office, answer_seconds=0.3).send(mail())
    assert len(post_office.arrived) == 1


async def test_a_server_that_answers_a_byte_at_a_time_is_left_alone_in_time() -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            for byte in b"220 welcome, " + b"and welcome again, " * 100:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        address = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with asyncio.timeout(10):
            with pytest.raises(MailUnavailable):
                await SmtpMailer(address, answer_seconds=0.3, whole_seconds=1).send(mail())


@pytest.mark.parametrize("name", ["127.0.0.1", "somebody.else.example"])
async def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path, name: str) -> None:
    with open_post_office(ssl_context=certified(tmp_path, name)) as office:
        with pytest.raises(MailUnavailable):
            await SmtpMailer(office.url.replace("smtp:", "smtps:")).send(mail())
        assert office.arrived == []


@pytest.mark.parametrize(("name", "arrives"), [("127.0.0.1", True), ("somebody.else.example", False)])
async def test_a_certificate_that_is_trusted_must_be_of_this_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, arrives: bool
) -> None:
    with open_post_office(ssl_context=certified(tmp_path, name)) as office:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        sending = SmtpMailer(office.url.replace("smtp:", "smtps:")).send(mail())
        if arrives:
            await sending
        else:
            with pytest.raises(MailUnavailable):
                await sending
        assert len(office.arrived) == arrives


async def test_a_worker_that_stops_does_not_wait_for_a_server_that_hangs(post_office: PostOffice) -> None:
    post_office.hangs = True
    sending = asyncio.create_task(mailer(post_office).send(mail()))
    await asyncio.sleep(0.3)
    sending.cancel()
    async with asyncio.timeout(1):
        with pytest.raises(asyncio.CancelledError):
            await sending


async def test_a_mail_that_was_taken_is_sent_even_if_the_server_says_no_goodbye(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.adapters.mail.LEAVE_SECONDS", 0.2)
    post_office.hangs_at_quit = True
    await mailer(post_office).send(mail())
    assert len(post_office.arrived) == 1


async def test_an_answer_that_gets_lost_is_worth_another_try(post_office: PostOffice) -> None:
    post_office.disconnects_after_data = True
    with pytest.raises(MailUnavailable):
        await mailer(post_office).send(mail())
    assert len(post_office.arrived) == 1


async def test_a_server_that_is_away_is_worth_another_try() -> None:
    with pytest.raises(MailUnavailable):
        await SmtpMailer("smtp://127.0.0.1:9").send(mail())


async def test_a_server_that_does_not_know_the_office_is_not_the_recipients_fault(post_office: PostOffice) -> None:
    with_password = post_office.url.replace("smtp://", "smtp://office:wrong@")
    with pytest.raises(MailUnavailable):
        await SmtpMailer(with_password).send(mail())
    assert post_office.arrived == []


async def test_a_server_without_starttls_gets_nothing_in_the_clear(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.adapters.mail.LOOPBACK", frozenset())
    with pytest.raises(MailUnavailable):
        await mailer(post_office).send(mail())
    assert post_office.arrived == []


@pytest.mark.parametrize(
    ("url", "is_demanded"),
    [
        ("smtp://mail.example:587", True),
        ("smtp://10.0.0.5", True),
        ("smtp://localhost.example.com", True),
        ("smtps://mail.example", False),
        ("smtp://127.0.0.1:25", False),
        ("smtp://[::1]:25", False),
        ("smtp://localhost", False),
    ],
)
def test_starttls_is_demanded_unless_the_server_is_this_machine(url: str, is_demanded: bool) -> None:
    assert demands_starttls(urlsplit(url)) is is_demanded


def test_a_header_takes_no_line_break() -> None:
    with pytest.raises(ValueError, match=r"(?i)linefeed|newline|CR or LF"):
        mail(to="anna@example.com\r\nBcc: eve@example.com")


async def test_the_demo_keeps_the_newest_hundred_and_shows_each_once() -> None:
    shown: list[str] = []
    demo = DemoMailer(show=shown.append)
    for number in range(103):
        await demo.send(mail(f"<{number}@portal.test>"))
    await demo.send(mail("<102@portal.test>"))
    assert len(demo.mails) == 100
    assert demo.mails[0]["Message-ID"] == "<102@portal.test>"
    assert len(shown) == 103
    assert "To: anna@example.com" in shown[0]
    assert "https://portal.test/" in shown[0]


async def test_the_demo_passes_mails_on_when_there_is_a_server(post_office: PostOffice) -> None:
    await DemoMailer(through=mailer(post_office)).send(mail())
    assert len(post_office.arrived) == 1
