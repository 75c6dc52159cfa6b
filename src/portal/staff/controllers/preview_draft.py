"""The answers of a preview: kept in the browser alone, sealed, until it is closed."""

import base64
import binascii
import zlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.datastructures import Cookie

from portal.adapters.encryption import CannotDecrypt, KeyRing, Purpose
from portal.questionnaires.draft import Draft
from portal.settings import Settings
from portal.web.rendering import PortalRequest

NAME = "portal-preview"
LONGEST, MOST = 3_500, 2  # characters of a cookie, and cookies: proxies take 8 kB of them at most
LARGEST = 500_000  # bytes, unpacked


def kept(request: PortalRequest, version: UUID, keys: KeyRing) -> Draft:
    """What this browser holds of this preview; nothing when there is none, or when it is not ours."""
    text = "".join(request.cookies.get(f"{NAME}-{number}", "") for number in range(MOST))
    try:
        packed = keys.decrypt(Purpose.TOKENS, base64.urlsafe_b64decode(text), **_place(request, version))
        return msgspec.json.decode(zlib.decompressobj().decompress(packed, LARGEST), type=Draft)
    except (CannotDecrypt, binascii.Error, zlib.error, msgspec.DecodeError, ValueError):
        return Draft()


def keep(
    request: PortalRequest, response: Response[Any], version: UUID, draft: Draft, keys: KeyRing, settings: Settings
) -> bool:
    """Put the answers in the cookies of a response; False when they are more than a browser holds."""
    packed = zlib.compress(msgspec.json.encode(draft), 9)
    text = base64.urlsafe_b64encode(keys.encrypt(Purpose.TOKENS, packed, **_place(request, version))).decode()
    parts = [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]
    if len(parts) > MOST:
        return False
    response.cookies.extend(_cookies(version, parts, settings))
    return True


def forget(response: Response[Any], version: UUID, settings: Settings) -> None:
    """Begin anew."""
    response.cookies.extend(_cookies(version, [], settings))


def _cookies(version: UUID, parts: list[str], settings: Settings) -> Iterator[Cookie]:
    for number in range(MOST):
        value = parts[number] if number < len(parts) else ""
        yield Cookie(
            key=f"{NAME}-{number}",
            value=value,
            path=f"/staff/questionnaire-versions/{version}/preview",
            max_age=None if value else 0,
            httponly=True,
            samesite="strict",
            secure=settings.has_tls,
        )


def _place(request: PortalRequest, version: UUID) -> dict[str, str]:
    return {"table": "preview", "column": "draft", "row": f"{version} {request.user.id}"}
