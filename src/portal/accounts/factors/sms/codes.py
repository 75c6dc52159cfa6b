"""The codes: six digits for ten minutes, one at a time for each sign-in, set-up or proof, five tries in all.

Only a keyed hash is kept. The code itself is in the message, which is encrypted until a worker takes it, and then gone.
"""

import datetime
import json
import re
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal import database
from portal.accounts.factors import guessing
from portal.accounts.factors.method import Tools
from portal.accounts.factors.sms.limits import Cost, MessagesSpent, spend
from portal.accounts.factors.sms.numbers import masked
from portal.accounts.factors.sms.tables import SmsCode, SmsMessage
from portal.adapters.encryption import Purpose
from portal.audit.operations import record
from portal.errors import PortalError
from portal.outbox.operations import REMEMBERED_FOR
from portal.web.tokens import is_same, keyed

LIFETIME = datetime.timedelta(minutes=10)
APART = datetime.timedelta(seconds=60)
TRIES = 5
CODE = re.compile(r"\d{6}", re.ASCII)
PLACE = {"table": "sms_message", "column": "content"}

KEEP = """
    INSERT INTO sms_code (id, account, code, tries, message, sent_at, expires_at, refused)
    VALUES ({}, {}, {}, 0, {}, {}, {}, '')
    ON CONFLICT (id) DO UPDATE SET code = excluded.code, message = excluded.message, sent_at = excluded.sent_at,
        expires_at = excluded.expires_at, refused = ''
"""
NOTE_REFUSAL = """
    INSERT INTO sms_code (id, account, code, tries, expires_at, refused) VALUES ({}, {}, '', 0, {}, {})
    ON CONFLICT (id) DO UPDATE SET refused = excluded.refused
"""
TAKE_TRY = "UPDATE sms_code SET tries = tries + 1 WHERE id = {} AND tries < {} AND expires_at > {} RETURNING code"


class TooSoon(PortalError):
    """A code was sent less than a minute ago; `seconds` until there can be another."""

    def __init__(self, seconds: int) -> None:
        super().__init__("a code was sent just now")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Binding:
    """What a code is good for, and nothing else: a sign-in, a set-up or a session of one person."""

    id: str
    account: UUID

    @classmethod
    def sign_in(cls, halfway: str, account: UUID) -> "Binding":
        """The sign-in with this id."""
        return cls(f"sign-in|{halfway}", account)

    @classmethod
    def proof(cls, session: str, account: UUID) -> "Binding":
        """The session with this id, whose person proves again who they are; the proof gives it another id."""
        return cls(f"proof|{session}", account)

    @classmethod
    def set_up(cls, factor: UUID, account: UUID) -> "Binding":
        """The set-up of this factor."""
        return cls(f"set-up|{factor}", account)


async def send(binding: Binding, number: str, *, address: str, tools: Tools) -> None:
    """Have a new code sent, in place of the one before; the tries that were used stay used.

    Raises `TooSoon`, or `MessagesSpent`, which is also kept for the page to tell.
    """
    try:
        await _send(binding, number, address, tools)
    except MessagesSpent as spent:
        until = tools.clock.now() + LIFETIME
        async with database.transaction():
            await database.query(NOTE_REFUSAL, binding.id, binding.account, until, spent.whose.value)
            await record("sms_withheld", at=tools.clock.now(), actor=None, subject=binding.account, whose=spent.whose)
        raise


async def check(binding: Binding, typed: str, *, tools: Tools) -> bool:
    """Use a code up, in the transaction under way, with the account held; whether it was the live one.

    Every call is a try, whatever was typed; spaces do not matter.
    """
    rows = await database.query(TAKE_TRY, binding.id, TRIES, tools.clock.now())
    code = "".join(typed.split())
    kept = rows[0]["code"] if rows else ""
    if not kept or not CODE.fullmatch(code) or not is_same(kept, _hash(binding, code, tools)):
        return False
    await SmsCode.update({SmsCode.code: ""}).where(SmsCode.id == binding.id)
    return True


async def check_alone(binding: Binding, typed: str, *, tools: Tools) -> bool:
    """`check` in a transaction of its own."""
    async with database.transaction():
        await guessing.hold(binding.account)
        return await check(binding, typed, tools=tools)


async def sweep(*, now: datetime.datetime) -> None:
    """Remove codes that no page tells of any more, and messages that a worker took 18 months ago, sent or lost."""
    await SmsCode.delete().where(SmsCode.expires_at < now - datetime.timedelta(days=1))
    await database.remove("sms_message", "taken_at < {} ORDER BY taken_at", now - REMEMBERED_FOR)


async def _send(binding: Binding, number: str, address: str, tools: Tools) -> None:
    now, message, code = tools.clock.now(), uuid4(), f"{secrets.randbelow(1_000_000):06}"
    row = SmsMessage(id=message, account=binding.account, number=masked(number), created_at=now, due_at=now)
    async with database.transaction():
        await guessing.hold(binding.account)
        before = await SmsCode.objects().get(SmsCode.id == binding.id)
        if before is not None and before.sent_at is not None and now - before.sent_at < APART:
            raise TooSoon(int((before.sent_at + APART - now).total_seconds()) + 1)
        await spend(Cost(binding.account, number, address), tools)
        until, hashed = now + LIFETIME, _hash(binding, code, tools)
        await database.query(KEEP, binding.id, binding.account, hashed, message, now, until)
        content = json.dumps({"to": number, "code": code})
        row.content, row.expires_at = tools.keys.encrypt_text(Purpose.TOKENS, content, **PLACE, row=message), until
        await row.save()
        await record("sms_code_asked", at=now, actor=None, subject=binding.account)


def _hash(binding: Binding, code: str, tools: Tools) -> str:
    return keyed(tools.settings.secret_key, "sms-code", f"{binding.id}|{code}")
