"""What an attacker sends to each route, so that it would do something if it were let through."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from tests.attacks.conftest import Site
from tests.questionnaires.filling import FAMILY
from tests.support.sample_files import PDF

Form = dict[str, Any]
STEP = {"title_nl": "Stap", "state": "current", "whose_turn": "office"}


def unknown() -> str:
    """An id that was never given out."""
    return str(uuid.uuid4())


def new_dossier(site: Site) -> Form:
    """What stands above a dossier."""
    handler = str(site.office.accounts["sanne"].id)
    return {"number": "2026.9", "title": "Testament", "kind": "will", "handler": handler}


# What each unsafe route is sent, so that it would do something if it were let through.
FORMS: dict[str, Callable[[Site, str], Form]] = {
    "POST /login": lambda site, owner: {"email": "anna@example.com", "password": "x", "next": "/"},
    "POST /staff/login": lambda site, owner: {"email": "sanne@example.com", "password": "x", "next": "/staff"},
    "POST /login/code": lambda site, owner: {"code": "123456"},
    "POST /login/code/message": lambda site, owner: {},
    "POST /staff/login/code": lambda site, owner: {"code": "123456"},
    "POST /login/recovery-code": lambda site, owner: {"recovery_code": "ABCD-2345"},
    "POST /staff/login/recovery-code": lambda site, owner: {"recovery_code": "ABCD-2345"},
    "POST /account/two-step/app": lambda site, owner: {"code": "123456"},
    "POST /staff/account/two-step/app": lambda site, owner: {"code": "123456"},
    "POST /account/two-step/sms": lambda site, owner: {"number": "06 12 34 56 78"},
    "POST /account/two-step/sms/code": lambda site, owner: {"code": "123456"},
    "POST /account/two-step/sms/code/message": lambda site, owner: {},
    "POST /account/two-step/{factor_id}/removal": lambda site, owner: {"current": "x"},
    "POST /staff/account/two-step/{factor_id}/removal": lambda site, owner: {"current": "x"},
    "POST /account/recovery-code": lambda site, owner: {},
    "POST /staff/account/recovery-code": lambda site, owner: {},
    "POST /account/recovery-code/keeping": lambda site, owner: {"kept": "1"},
    "POST /staff/account/recovery-code/keeping": lambda site, owner: {"kept": "1"},
    "POST /login/passkey": lambda site, owner: {"credential": "{}", "next": "/"},
    "POST /login/passkey/options": lambda site, owner: {},
    "POST /login/code/passkey-options": lambda site, owner: {},
    "POST /account/proof/message": lambda site, owner: {"next": "/account"},
    "POST /account/proof/passkey-options": lambda site, owner: {},
    "POST /account/two-step/passkey": lambda site, owner: {"credential": "{}", "name": "Telefoon"},
    "POST /account/two-step/passkey/options": lambda site, owner: {},
    "POST /account/two-step/{factor_id}/name": lambda site, owner: {"name": "Telefoon"},
    "POST /staff/login/passkey": lambda site, owner: {"credential": "{}", "next": "/"},
    "POST /staff/login/passkey/options": lambda site, owner: {},
    "POST /staff/login/code/passkey-options": lambda site, owner: {},
    "POST /staff/account/proof/passkey-options": lambda site, owner: {},
    "POST /staff/account/two-step/passkey": lambda site, owner: {"credential": "{}", "name": "Telefoon"},
    "POST /staff/account/two-step/passkey/options": lambda site, owner: {},
    "POST /staff/account/two-step/{factor_id}/name": lambda site, owner: {"name": "Telefoon"},
    "POST /account/proof": lambda site, owner: {"password": "x", "next": "/account"},
    "POST /staff/account/proof": lambda site, owner: {"password": "x", "next": "/staff"},
    "POST /login/way": lambda site, owner: {"way": "app"},
    "POST /staff/login/way": lambda site, owner: {"way": "app"},
    "POST /logout": lambda site, owner: {},
    "POST /staff/logout": lambda site, owner: {},
    "POST /activate": lambda site, owner: {"password": "five loose words to keep"},
    "POST /activate/again": lambda site, owner: {},
    "POST /reset": lambda site, owner: {"password": "five loose words to keep"},
    "POST /account/archive": lambda site, owner: {},
    "POST /account/correction": lambda site, owner: {"text": "Mijn naam is Anna Maria de Vries."},
    "POST /account/email": lambda site, owner: {"email": "elsewhere@example.com", "current": "x"},
    "POST /email-change": lambda site, owner: {},
    "POST /email-undo": lambda site, owner: {"password": "five loose words to keep"},
    "POST /forgotten": lambda site, owner: {"email": "anna@example.com"},
    "POST /staff/forgotten": lambda site, owner: {"email": "sanne@example.com"},
    "POST /account/sessions/{number}/ending": lambda site, owner: {},
    "POST /account/sessions/others/ending": lambda site, owner: {},
    "POST /session/presence": lambda site, owner: {},
    "POST /staff/session/presence": lambda site, owner: {},
    "POST /account/password/advice": lambda site, owner: {"password": "five loose words to keep"},
    "POST /account/two-step/advice": lambda site, owner: {"password": "five loose words to keep"},
    "POST /staff/account/two-step/advice": lambda site, owner: {"password": "five loose words to keep"},
    "POST /activate/advice": lambda site, owner: {"password": "five loose words to keep"},
    "POST /email-undo/advice": lambda site, owner: {"password": "five loose words to keep"},
    "POST /reset/advice": lambda site, owner: {"password": "five loose words to keep"},
    "POST /account/password": lambda site, owner: {"current": "x", "password": "five loose words to keep"},
    "POST /language": lambda site, owner: {"language": "en", "next": "/"},
    "POST /staff/language": lambda site, owner: {"language": "en", "next": "/staff"},
    "POST /account/notifications": lambda site, owner: {"questionnaires": "1"},
    "POST /questionnaires/{response_id}/steps/{step}": lambda site, owner: {
        **FAMILY, "asked": list(asked_of(FAMILY)), "revision": "0", "page": "p", "do": "next",
    },
    "PUT /questionnaires/{response_id}/questions/{question}/files/{file_id}": lambda site, owner: {"raw": PDF},
    "POST /questionnaires/{response_id}/completion": lambda site, owner: {"revision": "1", "truthful": "1"},
    "POST /upload-requests/{request_id}/confirmation": lambda site, owner: {},
    "POST /upload-requests/{request_id}/files": lambda site, owner: {"files": PDF},
    "PUT /upload-requests/{request_id}/files/{file_id}": lambda site, owner: {"raw": PDF},
    "POST /uploaded-files/{file_id}/removal": lambda site, owner: {},
    "POST /acting": lambda site, owner: {"for": site.id(owner, "organisation")},
    "POST /colleagues": lambda site, owner: {"name": "Noor", "email": "noor@example.com"},
    "POST /colleagues/{member_id}/rights": lambda site, owner: {"which": "all", "right": "deliver"},
    "POST /colleagues/{member_id}/invitations": lambda site, owner: {},
    "POST /colleagues/{member_id}/blocking": lambda site, owner: {},
    "POST /colleagues/{member_id}/unblocking": lambda site, owner: {},
    "POST /colleagues/{member_id}/administration": lambda site, owner: {},
    "POST /colleagues/{member_id}/administration/ending": lambda site, owner: {},
    "POST /colleagues/{member_id}/removal": lambda site, owner: {},
    "POST /staff/organisations": lambda site, owner: {
        "company": "Noor B.V.", "name": "Noor", "email": "noor@example.com", "language": "nl",
    },
    "POST /staff/organisations/searches": lambda site, owner: {"words": "bakker"},
    "POST /staff/organisations/{organisation_id}/people": lambda site, owner: {
        "name": "Noor", "email": "noor@example.com", "language": "nl",
    },
    "POST /staff/organisations/{organisation_id}/people/{member_id}/invitations": lambda site, owner: {},
    "POST /staff/clients": lambda site, owner: {
        "name": "Noor", "formal_name": "mevrouw", "email": "noor@example.com", "language": "nl",
    },
    "POST /staff/clients/searches": lambda site, owner: {"words": "anna"},
    "POST /staff/clients/{client_id}/two-step-reset": lambda site, owner: {"check": "desk", "paper": "passport"},
    "POST /staff/office/demand": lambda site, owner: {},
    "POST /staff/office/people": lambda site, owner: {"name": "Piet", "email": "piet@example.com", "role": "employee"},
    "POST /staff/office/people/{staff_id}/invitations": lambda site, owner: {},
    "POST /staff/office/people/{staff_id}/role": lambda site, owner: {"role": "employee"},
    "POST /staff/office/people/{staff_id}/blocking": lambda site, owner: {},
    "POST /staff/office/people/{staff_id}/unblocking": lambda site, owner: {},
    "POST /staff/office/people/{staff_id}/two-step-reset": lambda site, owner: {"check": "desk", "paper": "passport"},
    "POST /staff/clients/{client_id}/invitations": lambda site, owner: {},
    "POST /staff/clients/{client_id}/address": lambda site, owner: {"email": "noor@example.com"},
    "POST /staff/clients/{client_id}/details": lambda site, owner: {"name": "Anna", "formal_name": "", "mobile": ""},
    "POST /staff/clients/{client_id}/blocking": lambda site, owner: {},
    "POST /staff/clients/{client_id}/unblocking": lambda site, owner: {},
    "POST /staff/clients/{client_id}/mails/{mail_id}/retries": lambda site, owner: {},
    "POST /staff/clients/{client_id}/settlement": lambda site, owner: {"shown": unknown()},
    "POST /staff/documents/{document_id}/withdrawal": lambda site, owner: {},
    "POST /staff/dossiers": lambda site, owner: new_dossier(site),
    "POST /staff/dossiers/searches": lambda site, owner: {"words": "anna", "state": "open", "handler": ""},
    "POST /staff/dossiers/{dossier_id}/closing": lambda site, owner: {},
    "POST /staff/dossiers/{dossier_id}/reopening": lambda site, owner: {},
    "POST /staff/dossiers/{dossier_id}/details": lambda site, owner: new_dossier(site),
    "POST /staff/dossiers/{dossier_id}/people": lambda site, owner: {
        "account": str(site.office.accounts["carla"].id), "for": "self",
    },
    "POST /staff/dossiers/{dossier_id}/people/searches": lambda site, owner: {"words": "carla"},
    "POST /staff/dossiers/{dossier_id}/people/{account_id}/removal": lambda site, owner: {},
    "POST /staff/dossiers/{dossier_id}/progress-steps": lambda site, owner: dict(STEP),
    "POST /staff/dossiers/{dossier_id}/progress-steps/{step_id}": lambda site, owner: dict(STEP),
    "POST /staff/dossiers/{dossier_id}/progress-steps/{step_id}/removal": lambda site, owner: {},
    "POST /staff/dossiers/{dossier_id}/publications": lambda site, owner: {
        "category": "published", "audience": "everyone", "title-1": "Akte", "file-1": PDF,
    },
    "POST /staff/dossiers/{dossier_id}/questionnaire-requests": lambda site, owner: {
        "people": site.id(owner, "account"), "questionnaire": site.id(owner, "questionnaire"),
    },
    "POST /staff/dossiers/{dossier_id}/upload-requests": lambda site, owner: {
        "people": site.id(owner, "account"), "title": "Paspoort", "message": "Graag een kopie",
        "due_date-day": "4", "due_date-month": "12", "due_date-year": "2026",
    },
    "POST /staff/questionnaire-requests/{request_id}/reminders": lambda site, owner: {},
    "POST /staff/questionnaire-requests/{request_id}/version": lambda site, owner: {"version": site.id(owner, "version")},
    "POST /staff/questionnaire-requests/{request_id}/withdrawal": lambda site, owner: {},
    "POST /staff/questionnaire-responses/{response_id}/sending-back": lambda site, owner: {
        "revision": "0", "note-gezin.naam": "Wilt u uw tweede voornaam invullen?",
    },
    "POST /staff/questionnaire-versions/{version_id}/publication": lambda site, owner: {},
    "POST /staff/questionnaire-versions/{version_id}/preview/{language}/beginning": lambda site, owner: {},
    "POST /staff/questionnaire-versions/{version_id}/preview/{language}/completion": lambda site, owner: {},
    "POST /staff/questionnaire-versions/{version_id}/preview/{language}/steps/{step}": lambda site, owner: {
        **FAMILY, "asked": list(asked_of(FAMILY)), "revision": "0", "page": "p", "do": "next",
    },
    "POST /staff/questionnaire-versions/{version_id}/withdrawal": lambda site, owner: {},
    "POST /staff/questionnaires/imports": lambda site, owner: {"file": b"| survey |"},
    "POST /staff/questionnaires/{questionnaire_id}/withdrawal": lambda site, owner: {},
    "POST /staff/upload-requests/{request_id}/reminders": lambda site, owner: {},
    "POST /staff/upload-requests/{request_id}/withdrawal": lambda site, owner: {},
}  # fmt: skip
# The parameters of a query, and fields that only some forms of a route have.
QUERIES = {
    "GET /login": ("next",),
    "GET /staff/login": ("next",),
    "GET /account/proof": ("next",),
    "GET /staff/account/proof": ("next",),
    "GET /staff/dossiers": ("find", "after", "before"),
    "GET /staff/clients": ("find", "after", "before"),
    "GET /staff/organisations": ("find", "after", "before"),
    "GET /staff/dossiers/new": ("organisation",),
    "GET /staff/questionnaires/imports": ("questionnaire",),
    "GET /questionnaires/{response_id}/steps/{step}": ("then",),
    "GET /staff/questionnaire-versions/{version_id}/preview/{language}/steps/{step}": ("then",),
}


def asked_of(fields: Form) -> Iterator[str]:
    """The questions that these fields belong to."""
    return iter({name.partition("-")[0]: None for name in fields})
