"""The bytes of a published contract, kept whole: who holds a receipt of today can prove it later.

二(二)-3, D6
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from cairong.contracts.facts import Items, Milestone, Withholding
from cairong.disclosure.models import PublishedVersion
from contracts.ground import FIELDS, Ground

KEPT = Path(__file__).parent / "golden"
EVERY = {
    **FIELDS,
    "title": "办公系统运维(二期)", "purchaser_no": "HT-2025-07", "project_no": "洛财采-1",
    "method": "公开招标", "purchaser_contact": "王工 0379-60000000", "specification": "三年质保",
    "unit_price": "685200 元/项", "other_terms": "不得转包", "budget_line": "2050299",
    "funding_source": "财政预算资金", "retention_fen": 3_000_000, "prepayment_fen": 5_000_000,
    "sme_reserved": True,
}  # fmt: skip
SCHEDULE = [
    Milestone(milestone="签订开票", percent=Decimal("33.33"), agreed_days=10, unit="working"),
    Milestone(milestone="验收", percent=Decimal("66.67"), agreed_days=60, unit="calendar"),
]
WITHHELD = [
    Withholding(item=item, ground="商业秘密", until=date(2027, 1, 1))
    for item in ("unit_price", "account_no", "purchaser_address", "supplier_address", "bank")
]


def test_every_version_of_a_contract_keeps_its_bytes(ground: Ground):
    contract = ground.sign(schedule=SCHEDULE, withheld=WITHHELD, fields=EVERY)
    ground.decide(contract, published_items=["account_no", "bank"])
    versions = PublishedVersion.objects.filter(contract=contract).order_by("version")
    for name, version in zip(("announced", "filed"), versions, strict=True):
        assert bytes(version.document) == (KEPT / f"{name}.json").read_bytes(), name


def test_every_item_that_people_write_is_in_it():
    assert set(Items.__dataclass_fields__) == set(EVERY)
