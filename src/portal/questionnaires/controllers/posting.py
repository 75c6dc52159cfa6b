"""The form of a step as it comes in: small and urlencoded, or with files where the browser has no JavaScript."""

from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import HTTPException

from portal.files.limits import limits_of
from portal.questionnaires.acts import act_of
from portal.questionnaires.operations.files import Place, deliver_file
from portal.questionnaires.reading import Posted
from portal.web.bodies import form_of
from portal.web.deliveries import Deliver, receive_part
from portal.web.rendering import PortalRequest
from portal.web.security import LARGEST_FORM, is_multipart

REVISION, PAGE, ACT, THEN, CHECKED, REMOVALS, FEWER = "revision", "page", "do", "then", "checked", "removals", "fewer"
LONGEST_MARK = 32  # of a page; ours have twelve characters
OF_FILES = "file-"
MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, and why files of it were refused, by the question that they were for."""

    fields: Any
    refusals: dict[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The field that the page itself has once; empty without it."""
        return str(self.fields.get(name, ""))


async def form_of_step(request: PortalRequest, state: State, response_id: UUID) -> Form:
    """Read the form; its files are kept as they come. The fields of the page itself stand before any file."""
    if not is_multipart(request):
        if request.content_length is None or request.content_length > LARGEST_FORM:
            raise HTTPException(status_code=413)
        return Form(await request.form())
    fields: list[tuple[str, Any]] = []
    refusals: dict[str, list[str]] = {}
    left = LARGEST_FORM
    async with aclosing(form_of(request, max_parts=MOST_FIELDS)) as parts:
        async for part in parts:
            if not part.is_file:
                text = await part.text(longest=left)
                left -= len(text.encode())
                fields.append((part.name, text))
            elif part.file_name:
                question = part.name.removeprefix(OF_FILES)
                place = Place(response_id, question, _number(str(dict(fields).get(REMOVALS, ""))))
                error = await receive_part(part, keeping(request, state, place), limits_of(state.settings))
                refusals.setdefault(question, []).extend([error] if error else [])
    return Form(FormMultiDict(fields), {name: " ".join(errors) for name, errors in refusals.items() if errors})


def posted_of(step: str, form: Form) -> Posted:
    """What was posted for a step."""
    return Posted(
        step,
        form.fields,
        _number(form.one(REVISION)),
        form.one(PAGE)[:LONGEST_MARK],
        act_of(form.one(ACT)),
        _number(form.one(REMOVALS)),
        bool(form.one(FEWER)),
    )


def keeping(request: PortalRequest, state: State, place: Place) -> Deliver:
    """What adds a delivery to a question."""
    return partial(
        deliver_file,
        place,
        storage=state.storage,
        keys=state.key_ring,
        viewer=request.user,
        limits=limits_of(state.settings),
        now=state.clock.now(),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
