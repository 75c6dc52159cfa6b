"""Questionnaires, their versions, and the answers of people."""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from portal.accounts.tables import Account, Organisation
from portal.dossiers.tables import Dossier, RequestState
from portal.files.tables import StoredFile


class Questionnaire(Table, tablename="questionnaire"):
    """A questionnaire that the office can ask people to fill in."""

    id = UUID(primary_key=True)
    name = Varchar(100, unique=True, help_text="the form's own id: testament")
    title_nl = Varchar(200)
    title_en = Varchar(200)
    created_at = Timestamptz()


class QuestionnaireVersion(Table, tablename="questionnaire_version"):
    """An immutable version of a questionnaire; responses keep pointing at the one they were started with."""

    id = UUID(primary_key=True)
    questionnaire = ForeignKey(Questionnaire, null=False)
    number = Integer(default=0, help_text="given at publication; 0 while it is only imported")
    source = Bytea(help_text="the file as it was imported")
    source_name = Varchar(200)
    definition = Bytea(help_text="the compiled definition, JSON")
    imported_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    imported_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class QuestionnaireResponse(Table, tablename="questionnaire_response"):
    """One person's answers to one request of the office."""

    id = UUID(primary_key=True)
    dossier = ForeignKey(Dossier, null=False)
    addressee = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, help_text="of a company: an administrator")
    organisation = ForeignKey(Organisation, help_text="when a company is asked: whoever may deliver for it answers")
    version = ForeignKey(QuestionnaireVersion, null=False, on_delete=OnDelete.restrict)
    title_nl = Varchar(200)
    title_en = Varchar(200)
    due_date = Date(null=True, default=None, help_text="inclusive")
    state = Varchar(10, default=RequestState.OPEN.value)
    answers = Bytea(
        default=b"", help_text="encrypted JSON: node reference to lexical value; empty before the first save"
    )
    revision = Integer(default=0, help_text="grows at every save, so that a second tab is noticed")
    steps_done = Integer(default=0, help_text="for the person's own list of actions")
    steps_total = Integer(default=0)
    saved_at = Timestamptz(null=True, default=None)
    language = Varchar(2, default="", help_text="in which it was completed")
    reference = Varchar(20, default="", help_text="of the last time: VL-2026-0481, then VL-2026-0481-2")
    requested_by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None, help_text="completed or withdrawn")
    reminded_at = Timestamptz(null=True, default=None)
    notes = Bytea(default=b"", help_text="encrypted JSON: question reference to what the office wrote, the last time")
    notes_count = Integer(default=0, help_text="how many those are, for the person's own list of actions")
    sent_back_at = Timestamptz(null=True, default=None, help_text="the last time")
    sent_back_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    moved_at = Timestamptz(null=True, default=None, help_text="when it went over to a newer version, the last time")
    moved_from = ForeignKey(QuestionnaireVersion, on_delete=OnDelete.restrict)


class EarlierAnswers(Table, tablename="earlier_answers"):
    """What a person had sent before the office sent it back: as it was then, and never changed."""

    id = UUID(primary_key=True)
    response = ForeignKey(QuestionnaireResponse, null=False, index=True)
    version = ForeignKey(QuestionnaireVersion, null=False, on_delete=OnDelete.restrict)
    answers = Bytea(help_text="encrypted JSON: node reference to lexical value")
    language = Varchar(2)
    reference = Varchar(20)
    closed_at = Timestamptz(help_text="when it was sent")


class ResponseFile(Table, tablename="response_file"):
    """A file that a client added to a question: invisible to the office until the answers are sent."""

    id = UUID(primary_key=True, help_text="made by the browser, so that a retry is harmless")
    response = ForeignKey(QuestionnaireResponse, null=False, index=True)
    question = Text(help_text="its reference, with the numbers of the rows that it stands in")
    file = ForeignKey(StoredFile, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(200, help_text="as the client calls it, cleaned")
    added_at = Timestamptz()
