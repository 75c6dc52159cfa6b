"""Where documents are published, and for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from portal.dossiers.tables import Category
from portal.i18n import gettext as _
from portal.staff.reading import Reading, Typed


@dataclass(frozen=True, slots=True)
class Destination:
    """Where documents are published: in which tab, and for whom; for everyone when nobody is named."""

    category: Category
    people: tuple[UUID, ...]


def read_destination(typed: Typed, *, people: Collection[UUID]) -> Destination:
    """Where and for whom to publish; raises `Refused`."""
    reading = Reading(typed)
    tabs = (Category.PUBLISHED.value, Category.CORRESPONDENCE.value)
    category = reading.choice("category", tabs, _("Choose in which part it belongs."))
    audience = reading.choice("audience", ("everyone", "some"), _("Choose for whom this is."))
    chosen = reading.ids("people", people, _("Choose for whom this is.")) if audience == "some" else ()
    reading.finish()
    return Destination(Category(category), chosen)
