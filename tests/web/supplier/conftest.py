"""A filed contract, two institutions with products, and the supplier at its phone."""

from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Offer
from cairong.treasury.models import Lock
from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town
from support.visitors import account_in, signed_in


@dataclass
class Phone:
    """The supplier's browser beside the acts of all others, which happen now."""

    case: Case
    client: Client

    def offered(self, yuan: int = 300_000) -> Offer:
        product = self.case.publish()
        return self.case.offer(self.case.intend(yuan), product, yuan)

    def asked_for_lock(self, yuan: int = 300_000) -> Lock:
        offer = self.case.accepted(self.case.publish(), yuan)
        return self.case.by_bank(request_lock, "甲银行", offer_id=offer.pk)

    def drawn(self, yuan: int = 300_000):
        return self.case.draw(self.case.ready(self.case.publish(), yuan), yuan)

    def stranger(self) -> Client:
        """The browser of another supplier."""
        town = self.case.town
        other = town.supplier("别的供应商", uscc="91410300MA3X4LQK6G")
        return signed_in(account_in(town, "supplier", organisation=other, username="other"))


@staged
def phone(db) -> Phone:
    town = found_town(at("2025-09-01 08:00"))
    case = stand_case(town)
    case.now = timezone.now()
    case.shelve("甲银行", "乙银行")
    return Phone(case, signed_in(account_in(town, "supplier")))
