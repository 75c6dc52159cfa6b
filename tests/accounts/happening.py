"""What can happen to the safety of Anna's account, by her own hand or by somebody else's."""

import re
from dataclasses import dataclass

from portal.accounts import links
from portal.accounts.factors import halfway
from portal.accounts.factors.guessing import PER_HOUR
from portal.accounts.factors.halfway import TRIES
from portal.accounts.sign_in import TOLD_AFTER
from portal.accounts.tables import LinkPurpose
from portal.outbox.tables import OutboxEvent
from tests.accounts.factors import code_now, give_app, own_factor, sign_in, wrong_code
from tests.accounts.passkeys import enrol
from tests.accounts.sms.texting import code_of, give_sms
from tests.support.browser import Person
from tests.support.mailroom import Mailroom
from tests.support.office import PASSWORD, Office

ANNA, NEW = "anna@example.com", "anna.nieuw@example.com"
ANOTHER = "five other loose words"
SHORT = "twaalf tekens"


@dataclass
class Scene:
    """Anna's account, and who does something to it; `quiet` forgets the mails that preparing it caused."""

    mailroom: Mailroom

    @property
    def office(self) -> Office:
        return self.mailroom.office

    async def quiet(self) -> None:
        await OutboxEvent.delete(force=True)

    async def anna(self) -> Person:
        return await self.office.browser("anna")

    async def link(self, purpose: LinkPurpose) -> str:
        account = self.office.accounts["anna"].id
        return await links.make_link(account, purpose=purpose, now=self.office.clock.now())

    async def link_in_last_mail(self) -> str:
        await self.mailroom.deliver()
        text = self.mailroom.server.arrived[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
        return re.findall(r"https://portaal\.vanaemstel\.example(/email-(?:change|undo)/[\w-]+)", text)[0]


async def a_new_device(scene: Scene) -> None:
    await sign_in(scene.office.visitor(), scene.office, "anna")
    await scene.quiet()
    await sign_in(scene.office.visitor(), scene.office, "anna")


async def many_wrong_passwords(scene: Scene) -> None:
    visitor = scene.office.visitor()
    for number in range(TOLD_AFTER + 5):
        visitor.come_from(f"192.0.2.{number}")
        await sign_in(visitor, scene.office, "anna", "wrong")


async def many_wrong_codes(scene: Scene) -> None:
    wrong = wrong_code(scene.office, await give_app(scene.office, "anna"))
    await scene.quiet()
    for _sign_in in range(PER_HOUR // TRIES):
        visitor = scene.office.visitor()
        await sign_in(visitor, scene.office, "anna")
        for _try in range(TRIES):
            await visitor.post("/login/code", {"code": wrong})


async def many_wrong_recovery_codes(scene: Scene) -> None:
    await give_app(scene.office, "anna")
    await scene.quiet()
    for _sign_in in range(PER_HOUR // TRIES):
        visitor = scene.office.visitor()
        await sign_in(visitor, scene.office, "anna")
        for _try in range(TRIES):
            await visitor.post("/login/recovery-code", {"recovery_code": "0000-0000"})


async def a_second_step_that_nobody_finished(scene: Scene) -> None:
    await give_app(scene.office, "anna")
    await scene.quiet()
    await sign_in(scene.office.visitor(), scene.office, "anna")
    scene.office.clock.advance(minutes=11)
    await halfway.sweep(now=scene.office.clock.now())


async def an_app_added(scene: Scene) -> None:
    anna = await scene.anna()
    key = (await anna.get("/account/two-step/app")).one("#key").text_content().replace(" ", "")
    await anna.post("/account/two-step/app", {"code": code_now(scene.office, key)})


async def a_passkey_added(scene: Scene) -> None:
    await enrol(await scene.anna())


async def give_number(scene: Scene, number: str) -> None:
    anna = await scene.anna()
    await anna.post("/account/two-step/sms", {"number": number})
    await anna.post("/account/two-step/sms/code", {"code": await code_of(scene.office)})


async def a_number_added(scene: Scene) -> None:
    await give_number(scene, "06 12 34 56 78")


async def another_number(scene: Scene) -> None:
    await give_sms(scene.office, "anna")
    await scene.quiet()
    await give_number(scene, "06 87 65 43 21")


async def turn_off(scene: Scene, **typed: str) -> None:
    anna = await scene.anna()
    link = (await anna.get("/account/two-step")).all("a[href$=removal]")[0].get("href", "")
    assert (await anna.post(link, typed)).location == "/account/two-step"


async def one_of_two_turned_off(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    await give_sms(scene.office, "anna")
    await scene.quiet()
    await turn_off(scene)


async def the_last_turned_off_with_another_password(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    await turn_off(scene, current=PASSWORD, password=ANOTHER)


async def another_password(scene: Scene) -> None:
    anna = await scene.anna()
    await anna.post("/account/password", {"current": PASSWORD, "password": ANOTHER})


async def a_password_by_link(scene: Scene) -> None:
    visitor = scene.office.visitor()
    await visitor.get(f"/reset/{await scene.link(LinkPurpose.RESET)}")
    await visitor.post("/reset", {"password": ANOTHER})


async def the_recovery_code_used(scene: Scene) -> None:
    anna = await scene.anna()
    key = (await anna.get("/account/two-step/app")).one("#key").text_content().replace(" ", "")
    done = await anna.post("/account/two-step/app", {"code": code_now(scene.office, key)})
    code = (await anna.follow(done)).one("#recovery-code").text_content()
    await scene.quiet()
    visitor = scene.office.visitor()
    await sign_in(visitor, scene.office, "anna")
    assert (await visitor.post("/login/recovery-code", {"recovery_code": code})).status == 303


async def a_recovery_code_made(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    await (await scene.anna()).post("/account/recovery-code")


async def reset_by_the_office(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    sanne, page = await scene.office.browser("sanne"), f"/staff/clients/{scene.office.accounts['anna'].id}"
    assert (await sanne.post(f"{page}/two-step-reset", {"check": "desk", "paper": "passport"})).location == page


async def another_address(scene: Scene) -> None:
    await (await scene.anna()).post("/account/email", {"email": NEW, "current": PASSWORD})
    visitor = scene.office.visitor()
    await visitor.get(await scene.link_in_last_mail())
    assert (await visitor.post("/email-change")).location == "/email-change/done"


async def another_address_undone(scene: Scene) -> None:
    await another_address(scene)
    visitor = scene.office.visitor()
    await visitor.get(await scene.link_in_last_mail())
    assert (await visitor.post("/email-undo", {"password": ANOTHER})).status == 303


async def her_address_wanted_by_somebody_else(scene: Scene) -> None:
    bas = await scene.office.browser("bas")
    await bas.post("/account/email", {"email": ANNA, "current": PASSWORD})
