"""What the public sees of the contracts laid: real documents, with their hashes."""

from collections.abc import Iterator

from django.db import transaction

from bench.rows import Deal, save
from bench.town import CITY
from cairong.disclosure.document import (
    CONTRACT_SCHEMA,
    Whole,
    canonical,
    contract_document,
    leaf_hash,
    timestamp,
)
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import folded


def publish(deals: list[Deal]) -> None:
    """Lay the versions of every contract: announced, and filed where it is."""
    with transaction.atomic():
        save(row for one in deals for row in _versions(one))


def _versions(deal: Deal) -> Iterator[PublishedVersion]:
    for version, kind in enumerate(("announced", "filed") if deal.is_filed else ("announced",), 1):
        yield _version(deal, version, kind)


def _version(deal: Deal, version: int, kind: str) -> PublishedVersion:
    contract, filing = deal.contract, deal.filing
    now = (filing.decided_at if kind == "filed" else None) or filing.submitted_at
    document = contract_document(
        Whole(contract=contract, suppliers=[deal.party], schedule=deal.schedule, withheld=[]),
        kind=kind, version=version, now=now,
        filing={
            "round": 1, "submitted_at": timestamp(filing.submitted_at),
            "decided_at": timestamp(now) if kind == "filed" else None,
            "verdict": "accept" if kind == "filed" else "", "outside_no": "", "outside_at": None,
        },
    )  # fmt: skip
    written = canonical(document)
    return PublishedVersion(
        city_id=CITY, no=contract.no, version=version, kind=kind, contract=contract,
        award=deal.award, schema=CONTRACT_SCHEMA, document=written, sha256=leaf_hash(written),
        published_at=now, title=contract.title, purchaser_name=contract.purchaser_name,
        supplier_names=deal.supplier.name, purchaser_no=contract.purchaser_no,
        project_no=contract.project_no, amount_fen=contract.amount_fen, region=contract.region,
        place=contract.region, method=contract.method, dated_on=contract.signed_on,
        search=folded([
            contract.no, contract.title, contract.purchaser_name, deal.supplier.name,
            contract.purchaser_no, contract.project_no, contract.subject_matter,
        ]),
    )  # fmt: skip
