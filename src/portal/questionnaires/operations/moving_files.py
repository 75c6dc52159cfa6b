"""Files whose question moves with its row, or goes with it; and holding the response that they are at."""

from collections.abc import Iterable
from uuid import UUID

from portal import database
from portal.questionnaires.tables import ResponseFile

# Writing a row holds it until the transaction ends, on both engines (SQLite has no FOR UPDATE).
HOLD = "UPDATE questionnaire_response SET state = state WHERE id = {} AND state = 'open' RETURNING id"
# What was sent before the office sent it back stays in the dossier, whatever becomes of it here.
DROP_BYTES = """
    DELETE FROM stored_file WHERE id = {} AND NOT EXISTS (SELECT 1 FROM document d WHERE d.file = stored_file.id)
"""


async def move_files(moves: Iterable[tuple[UUID, str]]) -> None:
    """Put files at other questions, or drop those that have none any more, in the transaction under way."""
    for file_id, question in moves:
        if question:
            await ResponseFile.update({ResponseFile.question: question}).where(ResponseFile.id == file_id)
        else:
            dropped = await ResponseFile.delete().where(ResponseFile.id == file_id).returning(ResponseFile.file)
            for row in dropped:
                await database.query(DROP_BYTES, row["file"])
