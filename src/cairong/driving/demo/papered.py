"""Papers of the demo city: contract texts, acceptances, an invoice, and who opened them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cairong.contracts.models import Contract
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.driving.verbs.papers import receive_page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import yuan_string
from cairong.lending.actions.give_papers import give_papers
from cairong.lending.actions.open_paper import open_paper
from cairong.lending.models import Application
from cairong.lending.papers import case_papers, reading_of
from cairong.lending.states import OPEN_APPLICATIONS
from cairong.papers.actions.hand_in_paper import hand_in_paper
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Paper
from cairong.policy.papers import WORDS

CONTRACTS = 5
CALLED = "验收组联系人电话 13800138000,验收合格。"


def papers(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay what is sent, looked at, opened and withdrawn on its days."""
    told = Papered(cast)
    script: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (5, told.send_texts),
        (4, told.send_acceptances),
        (3, told.send_invoice),
        (3, told.fill_vault),
        (2, told.open_texts),
        (1, told.withdraw_last),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place + 3, run=run)


@dataclass
class Papered:
    """The applications whose contracts have papers, and the contract texts."""

    cast: Cast
    pursued: list[Application] = field(default_factory=list)
    texts: list[Paper] = field(default_factory=list)

    def send_texts(self, now: datetime) -> None:
        """Let purchasers send the texts of contracts on which money is asked for."""
        rows = (
            Application.objects.filter(state__in=OPEN_APPLICATIONS, intent__contract__isnull=False)
            .select_related("intent__contract", "intent__supplier")
            .order_by("intent__contract__no", "submitted_at")
        )
        shown = self.cast.institutions[0].organisation.pk  # whose officer is told as an account
        found: dict[object, Application] = {}
        for row in sorted(rows, key=lambda each: each.institution_id != shown):
            found.setdefault(row.intent.contract_id, row)
        self.pursued = list(found.values())[:CONTRACTS]
        for contract in self._contracts():
            text = (
                f"{contract.title}合同文本(演示)。甲方:{contract.purchaser_name}。合同金额"
                f" {yuan_string(contract.amount_fen)} 元。乙方按约定履行,甲方验收合格后付款。"
            )
            self.texts.append(
                self._keep(self._buyer(contract), now, contract, text, purpose="contract")
            )

    def send_acceptances(self, now: datetime) -> None:
        """Let two purchasers send acceptances that name a telephone; one hands it in."""
        for number, contract in enumerate(self._contracts()[:2]):
            buyer = self._buyer(contract)
            paper = self._keep(
                buyer, now, contract, f"{contract.title}:{CALLED}", purpose="acceptance"
            )
            if number == 0:
                hand_in_paper(actor=buyer, now=now, paper_id=paper.pk)

    def send_invoice(self, now: datetime) -> None:
        """Let a supplier send its invoice."""
        application = self.pursued[0]
        firms = {each.organisation.pk: each.people[Role.SUPPLIER] for each in self.cast.suppliers}
        contract = application.intent.contract
        assert contract is not None
        self._keep(
            firms[application.intent.supplier_id], now, contract,
            f"增值税电子普通发票(演示),{contract.title}", purpose="invoice",
            number="26412000000012345678",
        )  # fmt: skip

    def fill_vault(self, now: datetime) -> None:
        """Let suppliers keep their own papers, and give them to who is asked.

        The supplier whose person is told as an account, and the one of the first case.
        """
        firms = {each.organisation.pk: each.people[Role.SUPPLIER] for each in self.cast.suppliers}
        told = self.cast.suppliers[0].organisation.pk
        for firm in dict.fromkeys([told, self.pursued[0].intent.supplier_id]):
            reading = reading_of(firms[firm]).filter(state__in=OPEN_APPLICATIONS)
            if (application := reading.order_by("-submitted_at").first()) is not None:
                self._give_own(firms[firm], application, now)

    def _give_own(self, supplier: Actor, application: Application, now: datetime) -> None:
        today = day_of(now)
        own: tuple[tuple[str, date | None], ...] = (
            ("licence", None), ("mandate", today + timedelta(days=20)), ("statement", None),
        )  # fmt: skip
        papers = [
            self._keep(
                supplier, now, None,
                f"{WORDS[purpose]}(演示):本单位的材料上传一次,每次融资勾选提供给金融机构。",
                purpose=purpose, valid_until=until,
            )
            for purpose, until in own
        ]  # fmt: skip
        give_papers(
            actor=supplier, now=now, intent_id=application.intent_id,
            paper_ids=[each.pk for each in papers if each.state == "handed"],
            application_ids=[application.pk],
        )  # fmt: skip

    def open_texts(self, now: datetime) -> None:
        """Let the institutions that were asked open the texts."""
        lenders = {
            each.organisation.pk: each.people[Role.INSTITUTION_OFFICER]
            for each in self.cast.institutions
        }
        for application, text in zip(self.pursued, self.texts, strict=True):
            officer = lenders[application.institution_id]
            if case_papers(officer).filter(pk=text.pk).exists():
                open_paper(actor=officer, now=now, paper_id=text.pk)

    def withdraw_last(self, now: datetime) -> None:
        """Let a purchaser withdraw a text that was the wrong one."""
        text = self.texts[-1]
        assert text.contract is not None
        withdraw_paper(actor=self._buyer(text.contract), now=now, paper_id=text.pk)

    def _contracts(self) -> list[Contract]:
        return [each.intent.contract for each in self.pursued if each.intent.contract]

    def _buyer(self, contract: Contract) -> Actor:
        return next(
            each.people[Role.PURCHASER_OFFICER]
            for parties in self.cast.purchasers.values()
            for each in parties
            if each.organisation.pk == contract.purchaser_id
        )

    def _keep(
        self,
        actor: Actor,
        now: datetime,
        contract: Contract | None,
        text: str,
        *,
        purpose: str,
        number: str = "",
        valid_until: date | None = None,
    ) -> Paper:
        return keep_paper(
            actor=actor, now=now, name=f"{WORDS[purpose]}.pdf", purpose=purpose,
            contract_id=contract.pk if contract else None, number=number,
            received=receive_page(text, now=now), valid_until=valid_until,
        )  # fmt: skip
