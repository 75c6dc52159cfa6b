"""The dossiers of the demo: a home, a will, a marriage settlement that is finished, and a mortgage of a company."""

import datetime
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.accounts.tables import Account, AccountKind, Membership
from portal.accounts.viewer import Viewer
from portal.companies.operations.members import decide
from portal.companies.operations.organisations import give_dossier
from portal.companies.rules import Decided, Right
from portal.demo import documents
from portal.demo.answers import PURCHASE, WILL, WILL_DONE, by_reference
from portal.demo.office import DemoOffice
from portal.demo.people import ANNA, BAS, DAAN, SANNE
from portal.demo.texts import AGREEMENT, PASSPORT, PURCHASE_STEPS, STATUTES
from portal.dossiers.operations import dossiers, progress
from portal.dossiers.operations.documents import Publication, publish
from portal.dossiers.operations.progress import Step
from portal.dossiers.tables import Category
from portal.files.receiving import ReceivedFile
from portal.questionnaires.draft import Draft, sealed
from portal.questionnaires.operations.completion import complete
from portal.questionnaires.operations.requests import request_response
from portal.questionnaires.tables import QuestionnaireResponse
from portal.uploads.operations.confirmation import confirm
from portal.uploads.operations.files import add_file
from portal.uploads.operations.requests import request_upload

People = dict[str, Account]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the demo, in the store and ready to be published."""

    title: str
    file_name: str
    file: ReceivedFile


Papers = dict[str, Paper]
PAPERS = (
    documents.draft_deed,
    documents.settlement,
    documents.appointment_letter,
    documents.agreement,
    documents.draft_will,
    documents.cover_letter,
    documents.invoice,
    documents.marriage_settlement,
    documents.draft_mortgage,
)


async def papers_of(office: DemoOffice) -> Papers:
    """Every paper of the demo, made before the transaction that publishes them."""
    made = {}
    for paper in PAPERS:
        title, html = paper()
        made[paper.__name__] = Paper(title, f"{title}.pdf", await office.keep_pdf(html))
    attached = [await office.adapters.pdf.render(paper()[1]) for paper in (documents.engagement, documents.terms)]
    title, mail = documents.confirmation_mail(*attached)
    made["mail"] = Paper(title, f"{title}.eml", await office.keep(mail))
    return made


async def purchase(office: DemoOffice, people: People, questionnaires: dict[str, UUID], papers: Papers) -> None:
    """The purchase of a home: progress, papers new and seen, a finished questionnaire, an open upload request."""
    dossier = await _dossier(office, people, "2026.1184", "Koopwoning Lindengracht 112", "transfer", 29, office.day(10))
    await _let_in(office, dossier, people[ANNA.email], 29)
    for step in PURCHASE_STEPS:
        moment = office.ago(3)
        day = office.day(step.days) if step.days else None
        written = Step(step.nl, step.en, step.told_nl, step.told_en, step.state, step.turn, day)
        await progress.add_step(dossier, written, actor=people[SANNE.email].id, now=moment)
    await _publish(office, people, dossier, papers["mail"], Category.CORRESPONDENCE, 27)
    await _publish(office, people, dossier, papers["appointment_letter"], Category.CORRESPONDENCE, 5)
    await _publish(office, people, dossier, papers["draft_deed"], Category.PUBLISHED, 3)
    await _publish(office, people, dossier, papers["settlement"], Category.PUBLISHED, 3)
    filled_in = await _ask(office, people, dossier, questionnaires["koopwoning"], 28, office.day(-14))
    await _answer(office, filled_in, PURCHASE)
    viewer = viewer_of(people[ANNA.email])
    await complete(filled_in, 1, viewer, keys=office.adapters.keys, now=office.ago(21, 20))
    await _ask_for_files(
        office, people[ANNA.email], people, dossier, "Kopie van uw paspoort", PASSPORT, 4, office.day(6)
    )
    delivered = await _ask_for_files(
        office, people[ANNA.email], people, dossier, "Koopovereenkomst", AGREEMENT, 28, office.day(-10)
    )
    await _deliver(office, delivered, viewer, papers["agreement"], "koopovereenkomst-getekend.pdf", 22)


async def will(office: DemoOffice, people: People, questionnaires: dict[str, UUID], papers: Papers) -> None:
    """A will: a draft of years ago to read, and a questionnaire that is half filled in."""
    dossier = await _dossier(office, people, "2026.1207", "Testament De Vries", "will", 8, None)
    await _let_in(office, dossier, people[ANNA.email], 8)
    await _publish(office, people, dossier, papers["draft_will"], Category.PUBLISHED, 2)
    await _publish(office, people, dossier, papers["invoice"], Category.PUBLISHED, 2)
    await _publish(office, people, dossier, papers["cover_letter"], Category.CORRESPONDENCE, 2)
    begun = await _ask(office, people, dossier, questionnaires["testament"], 8, None)
    await _answer(office, begun, WILL, done=WILL_DONE)


async def prenuptial(office: DemoOffice, people: People, papers: Papers) -> None:
    """A marriage settlement that is finished; everything stays readable."""
    dossier = await _dossier(
        office, people, "2024.0631", "Huwelijkse voorwaarden", "marriage", 29, datetime.date(2024, 5, 14)
    )
    await _let_in(office, dossier, people[ANNA.email], 29)
    await _publish(office, people, dossier, papers["marriage_settlement"], Category.PUBLISHED, 29)
    await dossiers.close(dossier, actor=people[SANNE.email].id, now=office.ago(28))


async def company(office: DemoOffice, people: People, organisation: UUID, papers: Papers) -> None:
    """A mortgage of a company: Bas administers it, and Daan may see this dossier."""
    dossier = await _dossier(office, people, "2026.1203", "Hypotheek Overtoom 310", "mortgage", 15, office.day(9))
    actor, moment = people[SANNE.email].id, office.ago(15)
    await give_dossier(dossier, organisation, actor=actor, now=moment)
    daan = await Membership.objects().get(Membership.account == people[DAAN.email].id)
    if daan is not None:
        chosen = Decided(sees_all=False, chosen={dossier: Right.READ})
        await decide(daan.id, chosen, actor=people[BAS.email].id, now=moment)
    await _publish(office, people, dossier, papers["draft_mortgage"], Category.PUBLISHED, 2)
    await _ask_for_files(
        office, people[BAS.email], people, dossier, "Kopie van de statuten", STATUTES, 6, office.day(-2)
    )


def viewer_of(account: Account) -> Viewer:
    """A person of the demo as the one who acts."""
    return Viewer(
        account.id, AccountKind(account.kind), account.name, account.formal_name, account.email, account.language
    )


async def _dossier(
    office: DemoOffice,
    people: People,
    number: str,
    title: str,
    kind: str,
    days_ago: int,
    signing_date: datetime.date | None,
) -> UUID:
    sanne = people[SANNE.email].id
    return await dossiers.create_dossier(
        number=number,
        title=title,
        kind=kind,
        handler=sanne,
        signing_date=signing_date,
        actor=sanne,
        now=office.ago(days_ago),
    )


async def _let_in(office: DemoOffice, dossier: UUID, person: Account, days_ago: int) -> None:
    await dossiers.give_access(dossier, person.id, actor=person.id, now=office.ago(days_ago))


async def _publish(
    office: DemoOffice, people: People, dossier: UUID, paper: Paper, category: Category, days_ago: int
) -> None:
    publication = Publication(category, paper.title, paper.file_name, paper.file)
    await publish(dossier, publication, actor=people[SANNE.email].id, now=office.ago(days_ago), window=0)


async def _ask(
    office: DemoOffice,
    people: People,
    dossier: UUID,
    questionnaire: UUID,
    days_ago: int,
    due_date: datetime.date | None,
) -> UUID:
    return await request_response(
        dossier,
        people[ANNA.email].id,
        questionnaire,
        due_date=due_date,
        actor=people[SANNE.email].id,
        now=office.ago(days_ago),
        window=0,
    )


async def _answer(office: DemoOffice, response: UUID, groups: dict[str, dict[str, str]], done: int = 0) -> None:
    """Put answers into a response as if its person had saved them."""
    draft = Draft(answers=by_reference(groups))
    await QuestionnaireResponse.update(
        {
            QuestionnaireResponse.answers: sealed(draft, response, office.adapters.keys),
            QuestionnaireResponse.revision: 1,
            QuestionnaireResponse.steps_done: done,
            QuestionnaireResponse.saved_at: office.ago(2, 14),
        }
    ).where(QuestionnaireResponse.id == response)


async def _ask_for_files(
    office: DemoOffice,
    addressee: Account,
    people: People,
    dossier: UUID,
    title: str,
    message: str,
    days_ago: int,
    due_date: datetime.date,
) -> UUID:
    return await request_upload(
        dossier,
        addressee.id,
        title=title,
        message=message,
        due_date=due_date,
        actor=people[SANNE.email].id,
        keys=office.adapters.keys,
        now=office.ago(days_ago),
        window=0,
    )


async def _deliver(office: DemoOffice, request: UUID, viewer: Viewer, paper: Paper, name: str, days_ago: int) -> None:
    moment = office.ago(days_ago, 14)
    await add_file(
        request,
        uuid4(),
        name=name,
        received=paper.file,
        viewer=viewer,
        max_files=office.settings.upload_max_files,
        now=moment,
    )
    await confirm(request, viewer, now=moment)
