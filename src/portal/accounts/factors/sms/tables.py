"""Codes by text message, and the messages that they travel in."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from portal.accounts.tables import Account


class SmsOutcome(StrEnum):
    """What became of a message; one without an outcome is due, under way, or lost with the process that had it."""

    SENT = "sent"
    FAILED = "failed"  # the gateway did not take it, or did not say so
    EXPIRED = "expired"  # its code was too old when a worker came to it


class SmsCode(Table, tablename="sms_code"):
    """The one code that is live for a sign-in, a set-up or a proof that is halfway; another one takes its place."""

    id = Varchar(80, primary_key=True, help_text="what it is bound to: `sign-in|`, `set-up|` or `proof|`, and which")
    account = ForeignKey(Account, null=False)
    code = Varchar(64, default="", help_text="keyed hash; empty when it was used, or none was sent")
    tries = Integer(default=0, help_text="goes on over new codes")
    message = UUID(null=True, default=None, help_text="the message that it travels in")
    sent_at = Timestamptz(null=True, default=None)
    expires_at = Timestamptz()
    refused = Varchar(10, default="", help_text="whose limit kept the last message from being sent")


class SmsMessage(Table, tablename="sms_message"):
    """A message with a code, for one worker to send, once. What it says is gone from the moment that it is taken."""

    id = UUID(primary_key=True)
    account = ForeignKey(Account, null=False)
    number = Varchar(40, default="", help_text="where it goes, masked: that much the office may see later")
    content = Bytea(default=b"", help_text="encrypted: the number and the code; empty once taken")
    created_at = Timestamptz()
    expires_at = Timestamptz()
    due_at = Timestamptz(null=True, default=None, index=True, help_text="empty once taken")
    taken_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    outcome = Varchar(10, default="")
