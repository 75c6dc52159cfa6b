"""All tables of the portal, for binding an engine to them and for migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig
from piccolo.table import Table

from portal.accounts.factors.passkeys.tables import PasskeyChallenge
from portal.accounts.factors.sms.tables import SmsCode, SmsMessage
from portal.accounts.factors.tables import HalfwaySignIn, RecoveryCode, SecondFactor
from portal.accounts.tables import (
    Account,
    EmailChange,
    KnownDevice,
    Membership,
    OfficeRule,
    OneTimeLink,
    Organisation,
    SignInAttempts,
)
from portal.audit.tables import AuditEntry
from portal.companies.tables import MemberRight
from portal.dossiers.tables import (
    Document,
    DocumentAddressee,
    DocumentSeen,
    Dossier,
    DossierAccess,
    DossierOrganisation,
    ProgressStep,
    ReferenceCounter,
)
from portal.files.tables import StoredFile
from portal.jobs.tables import Job
from portal.outbox.tables import OutboxEvent
from portal.questionnaires.tables import (
    EarlierAnswers,
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireVersion,
    ResponseFile,
)
from portal.subject_access.tables import Correction
from portal.uploads.tables import UploadedFile, UploadRequest
from portal.web.tables import Session

TABLES: list[type[Table]] = [
    StoredFile,
    AuditEntry,
    OutboxEvent,
    Job,
    Session,
    Account,
    Organisation,
    Membership,
    OneTimeLink,
    EmailChange,
    Correction,
    SignInAttempts,
    KnownDevice,
    OfficeRule,
    SecondFactor,
    RecoveryCode,
    HalfwaySignIn,
    PasskeyChallenge,
    SmsCode,
    SmsMessage,
    Dossier,
    DossierAccess,
    DossierOrganisation,
    MemberRight,
    Document,
    DocumentAddressee,
    DocumentSeen,
    ProgressStep,
    ReferenceCounter,
    UploadRequest,
    UploadedFile,
    Questionnaire,
    QuestionnaireVersion,
    QuestionnaireResponse,
    EarlierAnswers,
    ResponseFile,
]

APP_CONFIG = AppConfig(
    app_name="portal",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=TABLES,
)
