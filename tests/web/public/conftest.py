"""A town whose contracts, samples and products anybody may read."""

from dataclasses import dataclass
from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.contracts.actions.import_awards import import_awards
from cairong.contracts.importing.rows import AwardRow
from cairong.disclosure.actions.publish_samples import publish_samples
from cairong.products.actions.publish_product import publish_product
from cairong.products.models import Product
from contracts.ground import AWARDED, Ground, twice
from support.staging import staged
from support.town import at, found_town


@dataclass
class Open(Ground):
    """The ground of contracts, and what else stands before the public."""

    def samples(self, count: int = 1, **facts) -> list[str]:
        """Import rows of elsewhere and publish them; returns their numbers."""
        rows = [self.row(line=n, src_id=f"s{n}", **facts) for n in range(1, count + 1)]
        import_awards(actor=self.town.system, now=AWARDED, rows=rows)
        event = Event.objects.filter(type="contracts.awards.imported").latest("seq")
        publish_samples(actor=self.town.system, now=AWARDED, event_id=event.pk)
        return sorted(f"ZB2025-{n:06}" for n in range(1, count + 1))

    def row(self, **changed) -> AwardRow:
        facts = {
            "line": 1,
            "src": "cn",
            "src_id": "s1",
            "kind": "中标",
            "notice_on": date(2025, 5, 15),
            "purchaser_name": "宜昌市第一中学",
            "suppliers": ("湖北某公司",),
            "title": "教学楼修缮",
            "amount_fen": 98_550_000,
            "place_province": "湖北",
            "place_city": "宜昌市",
            "source_site": "宜昌市公共资源交易中心",
            "source_url": "https://example.invalid/notice/1",
        }
        return AwardRow(**{**facts, **changed})

    def product(self, name: str = "政采贷", bank: str = "甲银行", now=AWARDED, **terms) -> Product:
        house = self.town.institution(bank)
        officer = self.town.actor(house, "institution-officer")
        approver = self.town.actor(house, "institution-approver")
        given = {
            "lpr": "1Y",
            "spread_bp": 45,
            "cap_percent": 70,
            "day_count": 360,
            "methods": ["bullet"],
            "fee_fen": 0,
            "max_days": 360,
            **terms,
        }
        return twice(publish_product, officer, approver, now, name=name, **given)


@staged
def ground(db) -> Open:
    return Open(found_town(at("2025-09-01 08:00")))


@pytest.fixture
def read(client):
    """Read an address as anybody: its words, after the status is what was expected."""

    def text(address: str, status: int = 200, **headers) -> str:
        answer = client.get(address, headers=headers)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return text
