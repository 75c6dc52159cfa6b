"""Upload requests and their files."""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from portal.accounts.tables import Account, Organisation
from portal.dossiers.tables import Dossier, RequestState
from portal.files.tables import StoredFile


class UploadRequest(Table, tablename="upload_request"):
    """What the office asks one person to deliver. An addressee has a request, and files, of their own."""

    id = UUID(primary_key=True)
    dossier = ForeignKey(Dossier, null=False)
    addressee = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, help_text="of a company: an administrator")
    organisation = ForeignKey(Organisation, help_text="when a company is asked: whoever may deliver for it answers")
    title = Varchar(200)
    message = Bytea(help_text="encrypted")
    due_date = Date(null=True, default=None, help_text="inclusive")
    state = Varchar(10, default=RequestState.OPEN.value)
    reference = Varchar(20, default="")
    requested_by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None, help_text="confirmed or withdrawn")
    reminded_at = Timestamptz(null=True, default=None)


class UploadedFile(Table, tablename="uploaded_file"):
    """A file that a client added to a request: invisible to the office until confirmed."""

    id = UUID(primary_key=True, help_text="made by the browser, so that a retry is harmless")
    request = ForeignKey(UploadRequest, null=False)
    file = ForeignKey(StoredFile, null=False, on_delete=OnDelete.restrict)
    name = Varchar(200, help_text="as the client calls it, cleaned")
    added_at = Timestamptz()
