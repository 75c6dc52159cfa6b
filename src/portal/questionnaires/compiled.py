"""Compiled questionnaires, kept in memory: a published version never changes, so it is compiled once per process."""

from collections import OrderedDict
from uuid import UUID

from portal import database
from portal.errors import NotFound
from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.engine import Form, compile_form

MOST = 64  # forms in memory; the least recently used goes first
_forms: OrderedDict[UUID, Form] = OrderedDict()


async def form_of(version: UUID) -> Form:
    """The form that runs a version; raises `NotFound`."""
    form = _forms.get(version)
    if form is None:
        form = compile_form(await definition_of(version))
        _forms[version] = form
        if len(_forms) > MOST:
            _forms.popitem(last=False)
    else:
        _forms.move_to_end(version)
    return form


async def definition_of(version: UUID) -> Definition:
    """The definition of a version, as it was imported."""
    rows = await database.query("SELECT definition FROM questionnaire_version WHERE id = {}", version)
    if not rows:
        raise NotFound
    return Definition.from_json(bytes(rows[0]["definition"]))
