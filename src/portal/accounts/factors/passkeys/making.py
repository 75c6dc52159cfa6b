"""Making a passkey: what the browser is asked, and what is kept of what it made."""

import asyncio
from collections.abc import Sequence

from portal.accounts.factors import operations
from portal.accounts.factors.method import Tools
from portal.accounts.factors.passkeys import challenges
from portal.accounts.factors.passkeys.challenges import Ceremony
from portal.accounts.factors.passkeys.checking import PasskeyUnusable, ids_of, needed_party
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.viewer import Viewer
from portal.adapters import passkeys
from portal.adapters.passkeys import PasskeyRefused


async def new_options(viewer: Viewer, had: Sequence[SecondFactor], tools: Tools) -> str:
    """What the browser of somebody who is signed in is asked to make, as JSON; raises `PasskeyUnusable`."""
    party = needed_party(viewer.kind, tools.settings)
    challenge = await challenges.make(Ceremony.ENROL, str(viewer.id), now=tools.clock.now())
    return await asyncio.to_thread(
        passkeys.creation_options,
        party,
        challenge,
        user=viewer.id.bytes,
        email=viewer.email,
        name=viewer.name,
        had=ids_of(had, tools),
    )


async def register(viewer: Viewer, sent: str, name: str, tools: Tools) -> SecondFactor:
    """Keep the passkey that the browser made, still to be confirmed; raises `PasskeyUnusable` or `ChallengeOver`."""
    party = needed_party(viewer.kind, tools.settings)
    try:
        answer = passkeys.read(sent)
        await challenges.take(answer.challenge, Ceremony.ENROL, str(viewer.id), now=tools.clock.now())
        made = await asyncio.to_thread(passkeys.registered, answer, party, answer.challenge)
    except PasskeyRefused as refused:
        raise PasskeyUnusable from refused
    return await operations.begin(
        viewer.id, FactorKind.PASSKEY, made.as_text(), tools=tools, name=name[: operations.LONGEST_NAME]
    )
