"""How many attempts to sign in are too many: pure counting rules.

Three counts, so that nobody can guess on and nobody can lock another out: one address trying one account, one address
trying any account, and any address trying one account. The last does not hold for an address from which this person
got in before, so an attacker elsewhere cannot keep the real person out.
"""

import datetime
import ipaddress
from dataclasses import dataclass

from portal.web.tokens import keyed

WINDOW = datetime.timedelta(minutes=15)
LONGEST_WINDOW = datetime.timedelta(days=1)
KNOWN_FOR = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Limit:
    """One count: the row that holds it, and how many failures in a window are allowed."""

    id: str
    failures: int
    window: datetime.timedelta = WINDOW


@dataclass(frozen=True, slots=True)
class Limits:
    """The three counts of one attempt."""

    pair: Limit
    address: Limit
    account: Limit

    @property
    def all(self) -> tuple[Limit, Limit, Limit]:
        """The three of them."""
        return (self.pair, self.address, self.account)


def limits_for(secret: str, email: str, address: str) -> Limits:
    """The counts for somebody at an address (IPv4, or the /64 of an IPv6) trying an account."""
    network = network_of(address)

    def limit(kind: str, value: str, failures: int) -> Limit:
        return Limit(keyed(secret, f"attempts-{kind}", value), failures)

    return Limits(
        pair=limit("pair", f"{email}|{network}", 10),
        address=limit("address", network, 50),
        account=limit("account", email, 50),
    )


def reset_limits(secret: str, email: str, address: str) -> tuple[Limit, Limit]:
    """The counts for somebody at an address asking for links to one account, and to any."""
    hour = datetime.timedelta(hours=1)
    return (
        Limit(keyed(secret, "resets-account", email), 3, hour),
        Limit(keyed(secret, "resets-address", network_of(address)), 20, hour),
    )


def check_limit(secret: str, account: str) -> Limit:
    """The count for somebody who is signed in and proves again who they are."""
    return Limit(keyed(secret, "checks", account), 10)


def address_limits(secret: str, account: str, email: str) -> tuple[Limit, Limit]:
    """The counts for a person who wants another e-mail address, and for mails to that address that nobody knows yet."""
    return (
        Limit(keyed(secret, "address-changes", account), 5, datetime.timedelta(hours=1)),
        Limit(keyed(secret, "address-mails", email), 3, LONGEST_WINDOW),
    )


def passkey_limit(secret: str, address: str) -> Limit:
    """The count for somebody at an address who sends passkeys that prove nothing."""
    return Limit(keyed(secret, "passkeys", network_of(address)), 20)


def challenge_limit(secret: str, address: str) -> Limit:
    """The count for somebody at an address who opens the page to sign in, and is asked for a passkey each time."""
    return Limit(keyed(secret, "challenges", network_of(address)), 300)


def advice_limit(secret: str, email: str) -> Limit:
    """The count for advice on passwords for one account: many, for it is asked for in every pause of typing."""
    return Limit(keyed(secret, "advice", email), 200)


def archive_limit(secret: str, account: str) -> Limit:
    """The count for a person who takes all their data along: reading and packing it all is work."""
    return Limit(keyed(secret, "archives", account), 5, LONGEST_WINDOW)


def correction_limit(secret: str, account: str) -> Limit:
    """The count for a person who tells the office that their details are not right: each has somebody look."""
    return Limit(keyed(secret, "corrections", account), 5, LONGEST_WINDOW)


def invitation_limit(secret: str, account: str) -> Limit:
    """The count for the administrator of a company who has colleagues invited."""
    return Limit(keyed(secret, "invitations", account), 30, datetime.timedelta(hours=1))


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that an IPv6 customer gets."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)
