"""What the page tells about the message with the code."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.factors.sms.codes import APART, TRIES, Binding
from portal.accounts.factors.sms.tables import SmsCode, SmsMessage, SmsOutcome

LONGEST_WAIT = datetime.timedelta(seconds=30)


class Delivery(StrEnum):
    """How far a message is."""

    NONE = "none"  # no message was asked for, or none may be sent
    UNDER_WAY = "under_way"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Told:
    """The message and the code as the person sees them; `refused` says whose limit kept a message from being sent."""

    delivery: Delivery
    sent_at: datetime.datetime | None = None
    again_at: datetime.datetime | None = None
    expires_at: datetime.datetime | None = None
    refused: str = ""
    is_used_up: bool = False


async def told(binding: Binding, *, now: datetime.datetime) -> Told:
    """What there is to tell about the last message for this sign-in or set-up."""
    code = await SmsCode.objects().get(SmsCode.id == binding.id)
    if code is None:
        return Told(Delivery.NONE)
    message = await SmsMessage.objects().get(SmsMessage.id == code.message) if code.message else None
    again_at = code.sent_at + APART if code.sent_at else None
    return Told(
        _delivery(message, now) if message else Delivery.NONE,
        code.sent_at,
        again_at if again_at and again_at > now else None,
        code.expires_at,
        code.refused,
        code.tries >= TRIES,
    )


def _delivery(message: SmsMessage, now: datetime.datetime) -> Delivery:
    """How far it is; one that nobody settled in time is lost, for all that anybody knows."""
    if message.outcome == SmsOutcome.SENT:
        return Delivery.SENT
    is_late = now - (message.taken_at or message.created_at) > LONGEST_WAIT
    return Delivery.FAILED if message.outcome or is_late else Delivery.UNDER_WAY
