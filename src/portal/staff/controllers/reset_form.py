"""Taking two-step verification away from somebody who lost everything: the form, and what it says."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.accounts.factors import queries, resetting
from portal.accounts.factors.registry import BY_KIND
from portal.accounts.factors.resetting import Check, Paper
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.staff.reading import Reading, Typed

CHECKS: Mapping[Check, str] = {
    Check.DESK: mark("At the desk, with an identity paper"),
    Check.CALL: mark("Called back on the number in the case file"),
    Check.VIDEO: mark("In a video call, with an identity paper"),
}
PAPERS: Mapping[Paper, str] = {
    Paper.PASSPORT: mark("Passport"),
    Paper.IDENTITY_CARD: mark("Identity card"),
    Paper.DRIVING_LICENCE: mark("Driving licence"),
    Paper.RESIDENCE_PERMIT: mark("Residence permit"),
    Paper.NONE: mark("None, called back"),
}


def read(typed: Typed) -> tuple[Check, Paper]:
    """How the office made sure who asks; raises `Refused`."""
    reading = Reading(typed)
    check = reading.choice("check", [*CHECKS], _("Choose how you made sure who it is."))
    paper = reading.choice("paper", [*PAPERS], _("Choose what the person showed."))
    if not reading.errors and check != Check.CALL and paper == Paper.NONE:
        reading.errors["paper"] = _("Choose what the person showed.")
    reading.finish()
    return Check(check), Paper(paper)


async def shown(account: UUID) -> dict[str, Any]:
    """What the pages of the office show of somebody's two-step verification: never a number or a key."""
    return {
        "factors": [(_(BY_KIND[kind].title), kind) for kind in await queries.kinds(account)],
        "code": await queries.recovery_code(account),
        "resets": [(one, _(CHECKS[one.check]), _(PAPERS[one.paper])) for one in await resetting.resets(account)],
        "checks": [(key.value, _(text)) for key, text in CHECKS.items()],
        "papers": [(key.value, _(text)) for key, text in PAPERS.items()],
    }
