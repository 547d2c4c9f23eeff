"""Organisations whose people come by invitations, and one act of two persons of theirs."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from cairong.kernel.actor import Actor, Role, public
from cairong.kernel.errors import Refusal
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.confirm import confirm_elsewhere, confirm_person
from cairong.parties.actions.invite import (
    accept_invitation,
    agree,
    invite_administrator,
    invite_person,
)
from cairong.parties.actions.renew import ask_renewal, give_second_word, give_word, renew_password
from cairong.parties.models import Account, Mandate, Organisation, Proposal, Renewal
from cairong.rulebook.actions.set_parameter import set_parameter
from support.town import CITY, Town, acting, at
from support.visitors import WORD

NOW = at("2025-09-15 10:00")
ANYBODY = public(city=CITY)
OTHER_WORD = "another good word"
NUMBERS = count(1)


@dataclass
class Village:
    """A town whose people are founded with a name and an account, or brought in by each other."""

    town: Town
    now: datetime = NOW
    nonces: dict[str, str] = field(default_factory=dict)

    def founded(self, house: Organisation, role: Role, *, boss: bool = False, **facts) -> Actor:
        number = next(NUMBERS)
        made = appoint_person(
            actor=self.town.system, now=self.now, organisation_id=house.pk, role=role,
            name=f"老人{number}", username=f"founded{number}", password=WORD, administrator=boss,
            **facts,
        )  # fmt: skip
        return acting(made)

    def link(self, boss: Actor, role: Role, *, name: str = "", phone: str = "", **facts) -> str:
        given = {"name": name or f"新人{next(NUMBERS)}", "phone": phone, "role": role, **facts}
        return invite_person(actor=boss, now=self.now, **given).token

    def joined(self, boss: Actor, role: Role, **facts) -> Actor:
        """Somebody new whom a boss brings in; invented ones have whatever name is given."""
        link = self.link(boss, role, **facts)
        name = f"joined{next(NUMBERS)}"
        account = accept_invitation(
            actor=ANYBODY, now=self.now, token=link, username=name, password=WORD
        )
        return self.acting(account)

    def acting(self, account: Account) -> Actor:
        mandate = Mandate.objects.select_related("organisation", "person").get(
            pk=Account.objects.get(pk=account.pk).mandate_id
        )
        until = Account.objects.get(pk=account.pk).rests_until
        rests = until if until and until > self.now else None
        return replace(acting(mandate), rests_until=rests)

    def account(self, actor: Actor) -> Account:
        return Account.objects.get(person_id=actor.person_id)

    def confirm(self, boss: Actor, whom: Actor) -> None:
        confirm_person(actor=boss, now=self.now, mandate_id=whom.mandate_id, papers="工作证 0413")

    def confirm_by_bureau(self, officer: Actor, approver: Actor, whom: Actor) -> None:
        given = {"mandate_id": whom.mandate_id, "papers": "回拨登记电话核对"}
        laid = confirm_elsewhere.propose(actor=officer, now=self.now, **given)
        confirm_elsewhere.approve(actor=approver, now=self.now, proposal_id=laid.pk)

    def asked(self, whom: Actor, *, with_factor: bool = False) -> Renewal:
        """Whoever sits at a browser asks for the account of somebody."""
        nonce = f"nonce{next(NUMBERS)}"
        made = ask_renewal(
            actor=ANYBODY, now=self.now, username=self.account(whom).username, nonce=nonce,
            with_factor=with_factor,
        )  # fmt: skip
        self.nonces[str(made.pk)] = nonce
        return made

    def word(self, boss: Actor, whom: Actor, asked: Renewal, papers: str = "来函") -> Renewal:
        return give_word(
            actor=boss, now=self.now, mandate_id=whom.mandate_id, code=asked.code, papers=papers
        )

    def second(self, desk: Actor, asked: Renewal) -> Renewal:
        return give_second_word(
            actor=desk, now=self.now, renewal_id=asked.pk, code=asked.code, papers="来函"
        )

    def renewed(self, asked: Renewal, password: str = OTHER_WORD) -> Account:
        return renew_password(
            actor=ANYBODY, now=self.now, renewal_id=asked.pk,
            nonce=self.nonces[str(asked.pk)], password=password,
        )  # fmt: skip


def first_administrator(
    operator: Actor, agreeing: Actor, house: Organisation, role: Role, *, now=NOW, **facts
) -> dict[str, str]:
    """What somebody needs to become an organisation's first administrator: link and word."""
    given = {"name": "王芳", "papers": "介绍信 2025-17", **facts}
    issued = invite_administrator(
        actor=operator, now=now, organisation_id=house.pk, role=role, **given
    )
    word = agree(actor=agreeing, now=now, invited_id=issued.record.pk)
    return {"token": issued.token, "word": word.token}


def parameter(officer: Actor, now: datetime = NOW, since: date = date(2025, 10, 1)) -> Proposal:
    """An act of two persons of the bureau, laid before the second."""
    return set_parameter.propose(
        actor=officer, now=now, code="contract_cap_percent", value=80,
        valid_from=since, source="洛财购〔2025〕9号",
    )  # fmt: skip


def agreed(approver: Actor, proposal: Proposal, now: datetime = NOW) -> bool:
    """Whether somebody gets through a proposal as its second person."""
    try:
        set_parameter.approve(actor=approver, now=now, proposal_id=proposal.pk)
    except Refusal:
        return False
    return True


def refusal(act) -> str:
    """What an act is refused by; empty where it is not."""
    try:
        act()
    except Refusal as refused:
        return refused.findings[0].code
    return ""
