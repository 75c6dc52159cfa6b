"""Dossiers, who may see them, what stands in them, and how far they are."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from portal.accounts.tables import Account, Organisation
from portal.files.tables import StoredFile


class DossierState(StrEnum):
    """Closing a dossier leaves everything readable."""

    OPEN = "open"
    CLOSED = "closed"


class Category(StrEnum):
    """The three tabs that hold documents."""

    PUBLISHED = "published"
    CORRESPONDENCE = "correspondence"
    SUPPLIED = "supplied"


class StepState(StrEnum):
    """How far a progress step is."""

    DONE = "done"
    CURRENT = "current"
    TO_COME = "to_come"


class RequestState(StrEnum):
    """All that the office sees of an action. *Overdue* follows from the due date."""

    OPEN = "open"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Dossier(Table, tablename="dossier"):
    """A case that the office handles."""

    id = UUID(primary_key=True)
    number = Varchar(30, unique=True, help_text="the office's own")
    title = Varchar(200)
    kind = Varchar(40)
    handler = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    signing_date = Date(null=True, default=None)
    state = Varchar(10, default=DossierState.OPEN.value)
    closed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(index=True)
    search = Text(default="", help_text="number, title and people, folded by us")


class DossierAccess(Table, tablename="dossier_access"):
    """That a person may see a dossier now, for themselves or for an organisation; nothing else lets them.

    The rows of a company follow from what its administrators decided: `companies.operations.settling` writes them.
    What a list goes by is kept here too, so that an index finds one page of it among any number of dossiers;
    `dossiers.operations.listing` writes that.
    """

    id = UUID(primary_key=True)
    dossier = ForeignKey(Dossier, null=False)
    account = ForeignKey(Account, null=False)
    organisation = ForeignKey(Organisation)
    can_deliver = Boolean(default=True, help_text="may also fill in and deliver what the company is asked")
    created_at = Timestamptz()
    state = Varchar(10, default=DossierState.OPEN.value, help_text="the dossier's: lists go by it, and by what follows")
    made_at = Timestamptz(null=True, default=None, help_text="when the dossier was made")
    published_at = Timestamptz(null=True, default=None, help_text="when the office last put something in it")


class DossierOrganisation(Table, tablename="dossier_organisation"):
    """That a dossier is a company's; which of its people see it is for its administrators to decide."""

    id = UUID(primary_key=True)
    dossier = ForeignKey(Dossier, null=False)
    organisation = ForeignKey(Organisation, null=False)
    created_at = Timestamptz()


class Document(Table, tablename="document"):
    """Something to read in a dossier; SUPPLIED by a client, or published by the office."""

    id = UUID(primary_key=True)
    dossier = ForeignKey(Dossier, null=False)
    category = Varchar(20)
    title = Varchar(200)
    file_name = Varchar(200)
    file = ForeignKey(StoredFile, on_delete=OnDelete.restrict, help_text="empty while its PDF is being made")
    is_for_everyone = Boolean(default=True, help_text="of the dossier; otherwise the addressees only")
    supplied_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    organisation = ForeignKey(Organisation, help_text="for which it was supplied")
    published_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    reference = Varchar(20, default="")
    answers = UUID(
        null=True,
        default=None,
        help_text="what it came from: a response, a file at a question, an upload request",
        index=True,
    )
    language = Varchar(2, default="nl")
    published_at = Timestamptz()
    withdrawn_at = Timestamptz(null=True, default=None)


class DocumentAddressee(Table, tablename="document_addressee"):
    """A person, or a company, chosen to see a document that is not for everyone of the dossier."""

    id = UUID(primary_key=True)
    document = ForeignKey(Document, null=False)
    account = ForeignKey(Account, null=False, help_text="of a company: an administrator")
    organisation = ForeignKey(Organisation)


class DocumentSeen(Table, tablename="document_seen"):
    """That a person opened or downloaded a document, and when first."""

    id = UUID(primary_key=True)
    document = ForeignKey(Document, null=False)
    account = ForeignKey(Account, null=False)
    first_opened_at = Timestamptz()


class ProgressStep(Table, tablename="progress_step"):
    """A step of a dossier that the office publishes."""

    id = UUID(primary_key=True)
    dossier = ForeignKey(Dossier, null=False, index=True)
    position = Integer()
    state = Varchar(10, default=StepState.TO_COME.value)
    title_nl = Varchar(200)
    title_en = Varchar(200, default="")
    explanation_nl = Text(default="")
    explanation_en = Text(default="")
    whose_turn = Varchar(20, default="", help_text="who acts now: client, office, bank, …")
    day = Date(null=True, default=None)


class ReferenceCounter(Table, tablename="reference_counter"):
    """The last reference given out, per kind and year."""

    id = Varchar(10, primary_key=True, help_text="VL-2026")
    last = Integer(default=0)
