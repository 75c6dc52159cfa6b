"""What was typed in a form that could not be taken: shown on a page that sends it again, never sent by itself."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from portal.web.bodies import Part, form_of
from portal.web.security import CSRF_FIELD, LARGEST_FORM, is_multipart

SECRET_FIELDS = {"password", "current", "code"}  # never written into a page; they are typed again
MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a form, and whether there were files with it, which no page can hold."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    had_files: bool = False

    @property
    def is_worth_sending(self) -> bool:
        """Whether something would be lost, and may be written into a page."""
        is_secret = any(name in SECRET_FIELDS for name, _value in self.fields)
        return not is_secret and any(value.strip() for _name, value in self.fields)


async def typed_in(request: Request[Any, Any, Any]) -> Kept:
    """What stands in a small form of ours, whoever sends it."""
    if request.method != "POST" or not 0 < (request.content_length or 0) <= LARGEST_FORM:
        return Kept()
    try:
        if is_multipart(request):
            async with aclosing(form_of(request, max_parts=MOST_FIELDS)) as parts:
                return await typed_in_parts(parts)
        return Kept(await typed_in_fields(request))
    except HTTPException:
        return Kept()


async def typed_in_fields(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """What stands in an urlencoded form, its token aside; nothing in anything else."""
    if "urlencoded" not in request.headers.get("content-type", ""):
        return []
    form = await request.form()
    return [(name, str(value)) for name, value in form.multi_items() if name != CSRF_FIELD]


async def typed_in_parts(parts: AsyncIterator[Part]) -> Kept:
    """What stands in a form with files, of which the bytes are passed over; raises `ClientException` for too much.

    A form that begins with a file has nothing that can be kept, and is read no further.
    """
    fields: list[tuple[str, str]] = []
    had_files, left = False, LARGEST_FORM
    async for part in parts:
        if part.is_file:
            had_files = had_files or bool(part.file_name)
            if had_files and not fields:
                break
            continue
        text = await part.text(longest=left)
        left -= len(text.encode())
        fields.append((part.name, text))
    return Kept(fields, had_files)
