"""Passkeys (W3C Web Authentication, Level 3) through py_webauthn: what a browser is asked for, and what it answers.

Every check that decides is made here, on the server: the origin and the relying party exactly, the challenge, the
presence and the verification of the user, and the signature. Attestation is not asked for: any maker's will do.
"""

import ipaddress
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LONGEST_ANSWER = 16_000  # characters; real ones take about one thousand
PATIENCE_MS = 300_000
LOCAL = "localhost"


class PasskeyRefused(Exception):
    """The answer of a browser proves nothing; the message is for developers and holds nothing personal."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who asks: the host that a passkey is bound to, the one origin it may be used at, and the name that people see."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """What is kept of a passkey: its id, its public key (COSE, RFC 9052), and how often its device says it was used."""

    id: bytes
    public_key: bytes
    sign_count: int

    def as_text(self) -> str:
        """As text, to be sealed."""
        return json.dumps([_text(self.id), _text(self.public_key), self.sign_count])

    @classmethod
    def from_text(cls, text: str) -> "Passkey":
        """The passkey that `as_text` wrote."""
        key_id, public_key, sign_count = json.loads(text)
        return cls(_bytes(key_id), _bytes(public_key), sign_count)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser sent, of which nothing is proven yet; `user` is empty where it does not say whose it is."""

    id: bytes
    challenge: bytes
    user: bytes
    credential: dict[str, Any]


def party_at(address: str, name: str) -> RelyingParty | None:
    """The relying party at the address of a portal; None where browsers allow no passkey.

    They ask for TLS and the name of a host: an address of numbers is none, and only `localhost` may do without TLS.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or _is_number(host) or (parts.scheme != "https" and host != LOCAL):
        return None
    return RelyingParty(host, f"{parts.scheme}://{parts.netloc}", name)


def creation_options(
    party: RelyingParty, challenge: bytes, *, user: bytes, email: str, name: str, had: Iterable[bytes]
) -> str:
    """What `navigator.credentials.create()` is given, as JSON: a passkey that its device keeps and guards."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=user,
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        timeout=PATIENCE_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=key_id) for key_id in had],
    )
    return webauthn.options_to_json(options)


def request_options(party: RelyingParty, challenge: bytes, *, had: Iterable[bytes] = ()) -> str:
    """What `navigator.credentials.get()` is given, as JSON; without `had` the device offers what it keeps for us."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=PATIENCE_MS,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=key_id) for key_id in had],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def read(sent: str) -> Answer:
    """The parts of an answer that say what to look up. Raises `PasskeyRefused`."""
    if len(sent) > LONGEST_ANSWER:
        raise PasskeyRefused("too long")
    try:
        credential = json.loads(sent)
        client_data = json.loads(_bytes(credential["response"]["clientDataJSON"]))
        if client_data.get("crossOrigin"):  # the page was in a frame of another site
            raise PasskeyRefused("framed")
        user = credential["response"].get("userHandle") or ""
        return Answer(_bytes(credential["id"]), _bytes(client_data["challenge"]), _bytes(user), credential)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PasskeyRefused("unreadable") from error


def registered(answer: Answer, party: RelyingParty, challenge: bytes) -> Passkey:
    """The passkey that was made in answer to this challenge. Raises `PasskeyRefused`."""
    import webauthn

    try:
        verified = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except Exception as error:  # whatever the library says of bytes that anybody can send
        raise PasskeyRefused(type(error).__name__) from error
    return Passkey(verified.credential_id, verified.credential_public_key, verified.sign_count)


def proven(answer: Answer, party: RelyingParty, challenge: bytes, passkey: Passkey) -> int:
    """How often the passkey was used, as its device counts (0: it does not). Raises `PasskeyRefused`.

    A count that went down is for the caller to judge: it may be a copy, and many devices that sync never count.
    """
    import webauthn

    if answer.id != passkey.id:
        raise PasskeyRefused("another passkey")
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:  # whatever the library says of bytes that anybody can send
        raise PasskeyRefused(type(error).__name__) from error
    return verified.new_sign_count


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
