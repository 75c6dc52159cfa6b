"""What may be uploaded; what the screens say about it comes from here, and from the settings."""

from dataclasses import dataclass

from portal import i18n
from portal.errors import PortalError
from portal.files.content_types import ACCEPTED, ContentType
from portal.settings import Settings


class TooManyFiles(PortalError):
    """There are as many files as there may be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be (bytes), how many fit in one place, and of which kinds."""

    max_bytes: int
    max_files: int
    allowed: tuple[ContentType, ...]

    @property
    def size(self) -> str:
        """The largest size as people read it: `25 MB`."""
        return i18n.format_size(self.max_bytes)

    @property
    def kinds(self) -> str:
        """The kinds as people call them: `PDF, JPG, PNG of HEIC`."""
        return i18n.format_choice([kind.extension.upper() for kind in self.allowed])

    @property
    def accept(self) -> str:
        """The kinds for the file picker of the browser (the `accept` attribute)."""
        return ",".join(name for kind in self.allowed for name in (kind.media_type, f".{kind.extension}"))


def limits_of(settings: Settings) -> Limits:
    """The limits that the settings ask for."""
    return Limits(settings.upload_max_bytes, settings.upload_max_files, ACCEPTED)
