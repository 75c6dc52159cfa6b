"""What was typed in a form that could not be taken: shown on a page that sends it again, never sent by itself."""

from contextlib import aclosing
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from portal.web.bodies import form_of
from portal.web.security import CSRF_FIELD, LARGEST_FORM, is_multipart

SECRET_FIELDS = {"password", "current", "code"}  # never written into a page; they are typed again
MOST_FIELDS = 2_000

Fields = list[tuple[str, str]]


async def typed_in(request: Request[Any, Any, Any]) -> Fields:
    """The fields of a small form of ours, its files aside; none where nothing would be lost or a secret is in it."""
    if request.method != "POST" or not 0 < (request.content_length or 0) <= LARGEST_FORM:
        return []
    try:
        fields = await _fields_of_parts(request) if is_multipart(request) else await _fields(request)
    except HTTPException:
        return []
    is_secret = any(name in SECRET_FIELDS for name, _value in fields)
    is_empty = not any(value.strip() for name, value in fields)
    return [] if is_secret or is_empty else fields


async def _fields(request: Request[Any, Any, Any]) -> Fields:
    if "urlencoded" not in request.headers.get("content-type", ""):
        return []
    form = await request.form()
    return [(name, str(value)) for name, value in form.multi_items() if name != CSRF_FIELD]


async def _fields_of_parts(request: Request[Any, Any, Any]) -> Fields:
    fields: Fields = []
    async with aclosing(form_of(request, max_parts=MOST_FIELDS)) as parts:
        async for part in parts:
            if not part.is_file:
                fields.append((part.name, await part.text(longest=LARGEST_FORM)))
    return fields
