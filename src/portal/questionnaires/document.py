"""A completed questionnaire as a document: what is printed, and how its answers are laid out."""

import datetime
import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

from portal import templating
from portal.adapters.pdf_fonts import UNPRINTABLE, printable
from portal.i18n import speaking

SHORT_QUESTION = 240
SHORT_ANSWER = 400  # characters; a table row must fit on a page, paragraphs may run over to the next
FEW_PICTURES = 4


@dataclass(frozen=True)
class Answer:
    """A question with its answer, both as text; the lines of an answer are paragraphs.

    `picture` is the name of that of the question, `pictures` are those of the choices that were made.
    """

    question: str
    text: str
    picture: str = ""
    pictures: tuple[str, ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of the answer that hold something."""
        return tuple(line for line in map(str.strip, self.text.splitlines()) if line)

    @property
    def is_short(self) -> bool:
        """Whether question and answer fit beside each other."""
        is_brief = len(self.question) <= SHORT_QUESTION and len(self.text) <= SHORT_ANSWER
        return is_brief and len(self.paragraphs) <= 8 and len(self.pictures) <= FEW_PICTURES


@dataclass(frozen=True)
class Section:
    """A part of the questionnaire under its title, which is empty where a part goes on; `level` is 2 for a step."""

    title: str
    answers: tuple[Answer, ...]
    level: int = 2


@dataclass(frozen=True)
class ResponseDocument:
    """What is printed of a completed questionnaire; `checksum` is that of the canonical answers, in hexadecimals."""

    office_name: str
    office_phone: str
    title: str
    reference: str
    dossier_number: str
    dossier_title: str
    person_name: str
    completed_at: datetime.datetime
    language: str
    sections: tuple[Section, ...]
    checksum: str

    @property
    def pictures(self) -> set[str]:
        """The names of all pictures in it."""
        answers = [answer for section in self.sections for answer in section.answers]
        return {name for answer in answers for name in (answer.picture, *answer.pictures) if name}

    @property
    def short_checksum(self) -> str:
        """The first sixteen characters of the checksum, in fours."""
        return "\N{NO-BREAK SPACE}".join(self.checksum[start : start + 4] for start in range(0, 16, 4))


def checksum(canonical_json: bytes) -> str:
    """The SHA-256 of the canonical answers, in hexadecimals."""
    return hashlib.sha256(canonical_json).hexdigest()


def to_html(document: ResponseDocument) -> str:
    """The document in its own language, ready for a `PdfRenderer`; unprintable characters are replaced and noted."""
    shown = _printable(document)
    with speaking(document.language):
        return templating.render(
            "templates/pdf/response.html", {"response": shown, "is_altered": _has_more_replacements(shown, document)}
        )


def _printable(document: ResponseDocument) -> ResponseDocument:
    return replace(
        document,
        office_name=printable(document.office_name),
        title=printable(document.title),
        dossier_number=printable(document.dossier_number),
        dossier_title=printable(document.dossier_title),
        person_name=printable(document.person_name),
        sections=tuple(
            Section(
                printable(section.title),
                tuple(
                    replace(answer, question=printable(answer.question), text=printable(answer.text))
                    for answer in section.answers
                ),
                section.level,
            )
            for section in document.sections
        ),
    )


def _has_more_replacements(shown: ResponseDocument, given: ResponseDocument) -> bool:
    return repr(shown).count(UNPRINTABLE) > repr(given).count(UNPRINTABLE)
