"""The only writers of upload requests and their files."""

from portal.dossiers.operations.requests import RequestClosed
from portal.uploads.operations.confirmation import NothingToConfirm, confirm
from portal.uploads.operations.files import add_file, remove_file, require_room
from portal.uploads.operations.requests import remind, request_upload, withdraw, withdraw_all

__all__ = [
    "NothingToConfirm",
    "RequestClosed",
    "add_file",
    "confirm",
    "remind",
    "remove_file",
    "request_upload",
    "require_room",
    "withdraw",
    "withdraw_all",
]
