"""Sending the messages: at once, and never twice.

A worker takes a message before it goes to the gateway: what it says is then gone from the database, so that nobody can
send it again. A worker that dies in between leaves a message without an outcome, and the person asks for another.
"""

import datetime
import json
from urllib.parse import urlsplit

import structlog

from portal import database, i18n
from portal.accounts import queries
from portal.accounts.factors.sms.codes import PLACE
from portal.accounts.factors.sms.tables import SmsMessage, SmsOutcome
from portal.adapters.clock import Clock
from portal.adapters.crash import crash_point
from portal.adapters.encryption import CannotDecrypt, KeyRing, Purpose
from portal.adapters.sms import SmsUnavailable, Texter, TextMessage
from portal.audit.operations import record
from portal.finishing import to_the_end
from portal.i18n import gettext as _
from portal.settings import Settings

logger = structlog.get_logger(__name__)

TAKE = """
    UPDATE sms_message SET due_at = NULL, taken_at = {}, content = {} WHERE id = {} AND due_at IS NOT NULL RETURNING id
"""


async def deliver_due(*, settings: Settings, texter: Texter, keys: KeyRing, clock: Clock) -> bool:
    """Send one message that is due, if there is one; whether there was. One whose code has expired is not sent."""
    now = clock.now()
    due = SmsMessage.objects().where(SmsMessage.due_at <= now).order_by(SmsMessage.due_at)
    message = await due.first()
    if message is None:
        return False
    if not await database.query(TAKE, now, b"", message.id):
        return True  # somebody else has it
    crash_point("sms-taken")
    in_time = message.expires_at > now
    outcome = await _sent(message, settings, texter, keys) if in_time else SmsOutcome.EXPIRED
    await to_the_end(_settle(message, outcome, clock.now()))
    return True


async def _sent(message: SmsMessage, settings: Settings, texter: Texter, keys: KeyRing) -> SmsOutcome:
    """What came of handing it over; one that cannot be read any more must not keep the others waiting."""
    try:
        content = json.loads(keys.decrypt_text(Purpose.TOKENS, message.content, **PLACE, row=message.id))
        await texter.send(TextMessage(content["to"], await _text(message, content["code"], settings)))
    except (SmsUnavailable, CannotDecrypt) as error:
        logger.warning("text message not sent", reason=str(error))
        return SmsOutcome.FAILED
    crash_point("sms-sent")
    return SmsOutcome.SENT


def wording(code: str, *, office: str, host: str) -> str:
    """The message, in the language in force: what the code is for first, and what a telephone reads from it last.

    The last line lets a browser fill the code in on our page and on no other (WebOTP, origin-bound one-time codes).
    """
    said = _("%(code)s is your code for %(office)s. It works for 10 minutes. Give it to nobody, not to us either.")
    return f"{said % {'code': code, 'office': office}}\n\n@{host} #{code}"


async def _text(message: SmsMessage, code: str, settings: Settings) -> str:
    account = await queries.by_id(message.account)
    host = urlsplit(settings.base_url).hostname or ""
    with i18n.speaking(account.language if account else i18n.DEFAULT_LANGUAGE):
        return wording(code, office=settings.office_name, host=host)


async def _settle(message: SmsMessage, outcome: SmsOutcome, now: datetime.datetime) -> None:
    values = {SmsMessage.outcome: outcome.value, SmsMessage.settled_at: now}
    async with database.transaction():
        await SmsMessage.update(values).where(SmsMessage.id == message.id)  # type: ignore[arg-type] # Piccolo knows columns only
        await record(f"sms_{outcome.value}", at=now, actor=None, subject=message.account)
