"""Opaque tokens: 256 random bits for their holder, their SHA-256 for us; and the keyed hashes derived from them."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """A fresh token of 256 bits, safe in cookies and addresses."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What we keep of a token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(secret: str, purpose: str, value: str) -> str:
    """HMAC-SHA256 of a value for one purpose, hexadecimal."""
    return hmac.new(secret.encode(), f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare without telling by time how far two texts agree."""
    return hmac.compare_digest(one.encode(), other.encode())
