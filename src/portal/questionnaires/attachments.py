"""The files that answer file questions: kept beside the answers, and seen by the questionnaire as their names; pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from portal.files.content_types import ContentType
from portal.files.limits import Limits
from portal.questionnaires.draft import Answers
from portal.questionnaires.forms.definition import FILE_TYPES
from portal.questionnaires.forms.state import NodeState

_NUMBER = re.compile(r"\[\d+\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at a question, by its reference; `stored` is the row of its bytes."""

    id: UUID
    question: str
    stored: UUID
    name: str
    size: int


def is_file_question(node: NodeState) -> bool:
    """Whether it is answered with files."""
    return node.type in FILE_TYPES


def files_at(files: Iterable[Attachment], ref: str) -> tuple[Attachment, ...]:
    """The files of one question, as they were added."""
    return tuple(each for each in files if each.question == ref)


def seen_with(answers: Mapping[str, str], files: Iterable[Attachment], questions: frozenset[str]) -> Answers:
    """The answers as the questionnaire sees them: a file question has the names of its files, one on each line.

    `questions` are the references of the file questions, without the numbers of rows. What is kept of such a question
    in the answers themselves says only that the person went past it.
    """
    seen = without_names(answers, questions)
    for file in files:
        kept = seen.get(file.question, "")
        seen[file.question] = f"{kept}\n{file.name}" if kept else file.name
    return seen


def without_names(answers: Mapping[str, str], questions: frozenset[str]) -> Answers:
    """The answers as they are kept while the person is busy: the files themselves are the answer."""
    if not questions:
        return dict(answers)
    return {ref: "" if _NUMBER.sub("", ref) in questions else value for ref, value in answers.items()}


def fingerprint(files: Iterable[Attachment]) -> str:
    """What tells this set of files from another one, for who looked at them before sending; empty without files."""
    ids = sorted(str(file.id) for file in files)
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16] if ids else ""


def limits_at(node: NodeState, limits: Limits) -> Limits:
    """What this question takes: a question for a picture takes pictures only."""
    return replace(limits, allowed=tuple(filter(_is_picture, limits.allowed))) if node.type == "image" else limits


def _is_picture(kind: ContentType) -> bool:
    return kind.media_type.startswith("image/")
