"""Answers as they are exported: what was sent, to the office and to the person, and what that person keeps so far."""

from portal.questionnaires import queries
from portal.questionnaires.evaluating import evaluated
from portal.questionnaires.exporting import Export
from portal.questionnaires.operations.answers import Opened


async def export_of(opened: Opened, *, language: str) -> Export:
    """A response with its answers, its texts in `language` whatever it was answered in."""
    response = opened.response
    version = await queries.version(response.version)
    moment = response.closed_at or response.saved_at or response.created_at
    return Export(
        definition=opened.form.definition,
        state=evaluated(opened.form, response, opened.draft.answers, now=moment, language=language),
        questionnaire=(await queries.questionnaire(version.questionnaire)).name,
        version=version.number,
        response=str(response.id),
        reference=response.reference,
        dossier=response.dossier_number,
        language=language,
        answered_in=response.language,
        completed_at=None if response.is_open else moment,
    )
