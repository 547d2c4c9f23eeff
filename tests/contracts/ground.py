"""Short words for the tests of contracts, filing, disclosure and outreach: parties, facts, acts."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairong.contracts.actions.record_award import record_award
from cairong.contracts.facts import Account, Items, Milestone
from cairong.contracts.models import Award, Contract
from cairong.disclosure.models import PublishedVersion
from cairong.driving.together import together as twice
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor
from support.confirming import confirmed
from support.town import Town, at

AMOUNT = 68_520_000
AWARDED = at("2025-09-15 10:00")
SIGNED = at("2025-09-29 15:00")
DECIDED = at("2025-09-30 11:00")
OTHER_USCC = "91410300MA3X4LQK6G"
FIELDS = {
    "purchaser_address": "洛阳市西工区", "supplier_address": "洛阳市", "subject_matter": "运维服务",
    "quantity": "1项", "quality": "合格", "performance_period": "一年", "place": "洛阳市",
    "manner": "上门服务", "acceptance_terms": "按合同验收", "liability": "依法承担",
    "dispute_resolution": "协商或诉讼",
}  # fmt: skip
ACCOUNT = {
    "payee": "供应商",
    "no": "6222020200012345678",
    "bank": "甲银行洛阳支行",
    "cnaps": "313493000011",
}
SCHEDULE = (
    Milestone(milestone="签订开票", percent=Decimal(40), agreed_days=10, unit="working"),
    Milestone(milestone="验收", percent=Decimal(60), agreed_days=10, unit="working"),
)


@dataclass
class Ground:
    """A town with a purchaser and a supplier, and the acts of this part of the way."""

    town: Town

    def officer(self, name: str = "采购人") -> Actor:
        return self.town.actor(self.town.purchaser(name), "purchaser-officer")

    def approver(self, name: str = "采购人") -> Actor:
        return self.town.actor(self.town.purchaser(name), "purchaser-approver")

    def supplier(self) -> Actor:
        return self.town.actor(self.town.supplier(), "supplier")

    def desk(self, role: str = "procurement-officer") -> Actor:
        return self.town.bureau(role)

    def award(self, now=AWARDED, **facts) -> Award:
        given = {
            "amount_fen": AMOUNT,
            "notice_on": date(2025, 9, 15),
            "title": "办公系统运维",
            **facts,
        }
        if not {"supplier_id", "supplier_name", "winners"} & given.keys():
            given["supplier_id"] = self.town.supplier().pk
        return record_award(actor=self.officer(), now=now, **given)

    def terms(self, award: Award, **changed) -> dict:
        fields = Items(**{**FIELDS, **changed.pop("fields", {})})
        given = {
            "award_id": award.pk,
            "amount_fen": AMOUNT,
            "signed_on": date(2025, 9, 26),
            "account": Account(**ACCOUNT),
            "schedule": SCHEDULE,
            "fields": fields,
        }
        return {**given, **changed}

    def sign(
        self, award: Award | None = None, now=SIGNED, *, silent: bool = False, **changed
    ) -> Contract:
        """A signed contract, whose suppliers confirm their accounts, unless they stay `silent`."""
        terms = self.terms(award or self.award(), **changed)
        contract = twice(sign_contract, self.officer(), self.approver(), now, **terms)
        return contract if silent else confirmed(self.town, contract, now)

    def decide(self, contract: Contract, verdict: str = "accept", now=DECIDED, **facts) -> Contract:
        return twice(
            decide_filing,
            self.desk(),
            self.desk("procurement-approver"),
            now,
            contract_id=contract.pk,
            verdict=verdict,
            **facts,
        )

    def resubmit(self, contract: Contract, now, *, silent: bool = False, **facts) -> Contract:
        mended = twice(
            resubmit_filing, self.officer(), self.approver(), now, contract_id=contract.pk, **facts
        )
        return mended if silent else confirmed(self.town, mended, now)


def newest(contract: Contract) -> dict:
    """The newest published document of a contract."""
    return json.loads(
        bytes(PublishedVersion.objects.filter(contract=contract).latest("version").document)
    )
