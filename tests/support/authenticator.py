"""A passkey device in software, which can be told to do everything wrong, one thing at a time."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(value: bytes) -> str:
    """Bytes as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def data(value: str) -> bytes:
    """And back."""
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


@dataclass
class Authenticator:
    """A device with one passkey (ES256). `origin` is the page that it believes to be on."""

    origin: str
    rp_id: str = ""
    is_verified: bool = True
    is_framed: bool = False
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: bytes = b""
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create()`."""
        self.rp_id = self.rp_id or options["rp"]["id"]
        self.user = data(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + encode_cbor(key)
        shown = encode_cbor({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        return self._written(
            clientDataJSON=self._client_data("webauthn.create", options["challenge"]), attestationObject=shown
        )

    def get(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.get()`."""
        self.count += 1
        said = self._client_data("webauthn.get", options["challenge"])
        shown = self._data()
        signature = self.key.sign(shown + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._written(clientDataJSON=said, authenticatorData=shown, signature=signature, userHandle=self.user)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.is_framed}
        ).encode()

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.is_verified else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _written(self, **response: bytes) -> str:
        sent = {name: text(value) for name, value in response.items()}
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": sent})
