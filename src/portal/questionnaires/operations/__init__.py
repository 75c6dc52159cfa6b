"""The only writers of questionnaires, their versions, and responses."""

from portal.questionnaires.operations.answers import Saved, open_response, save_step
from portal.questionnaires.operations.completion import Incomplete, complete
from portal.questionnaires.operations.earlier import note_answers_opened
from portal.questionnaires.operations.files import deliver_file, remove_file
from portal.questionnaires.operations.held import ResponseChanged, ResponseClosed
from portal.questionnaires.operations.moving import NothingNewer, Proposal, move_over, proposal, to_answer
from portal.questionnaires.operations.requests import NotPublished, remind, request_response, withdraw, withdraw_all
from portal.questionnaires.operations.sending_back import NobodyToAsk, NotAsSeen, SendingBack, send_back
from portal.questionnaires.operations.versions import (
    As,
    NothingToPublish,
    import_version,
    packed,
    publish,
    withdraw_questionnaire,
    withdraw_version,
)

__all__ = [
    "As",
    "Incomplete",
    "NobodyToAsk",
    "NotAsSeen",
    "NotPublished",
    "NothingNewer",
    "NothingToPublish",
    "Proposal",
    "ResponseChanged",
    "ResponseClosed",
    "Saved",
    "SendingBack",
    "complete",
    "deliver_file",
    "import_version",
    "move_over",
    "note_answers_opened",
    "open_response",
    "packed",
    "proposal",
    "publish",
    "remind",
    "remove_file",
    "request_response",
    "save_step",
    "send_back",
    "to_answer",
    "withdraw",
    "withdraw_all",
    "withdraw_questionnaire",
    "withdraw_version",
]
