"""Write a new immutable version of what the public sees."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from cairong.contracts.models import Award, Contract, Filing
from cairong.disclosure.document import (
    CONTRACT_SCHEMA,
    SAMPLE_SCHEMA,
    Whole,
    canonical,
    contract_document,
    leaf_hash,
    names,
    sample_document,
    timestamp,
    whole,
)
from cairong.disclosure.models import PublishedVersion
from cairong.kernel.calendar import day_of
from cairong.parties.models import Region

Kind = PublishedVersion.Kind


def publish_contract(
    contract: Contract, *, kind: str, filing: Filing, now: datetime, reason: str = ""
) -> PublishedVersion:
    """Publish the next version of a contract as it stands now.

    Writes: disclosure.PublishedVersion; its trigger moves the projection. Source: 二(二)-3, D27.
    """
    given = whole(contract)
    version = PublishedVersion.objects.filter(contract=contract).count() + 1
    document = contract_document(given, kind=kind, version=version, now=now, filing=_filing(filing))
    written = canonical(document)
    columns = _columns(given, document)
    return PublishedVersion.objects.create(
        city_id=contract.city_id,
        no=contract.no,
        version=version,
        kind=kind,
        contract=contract,
        award_id=contract.award_id,
        schema=CONTRACT_SCHEMA,
        document=written,
        sha256=leaf_hash(written),
        published_at=now,
        reason=reason[:300],
        **columns,
    )


def sample_version(award: Award, contract: Contract | None, *, now: datetime) -> PublishedVersion:
    """Make the version of a sample, unsaved: it says only what was published, and where."""
    document = sample_document(award, contract, now=now)
    notice = document["notice"]
    written = canonical(document)
    suppliers = names(notice["suppliers"])
    return PublishedVersion(
        city_id=award.city_id,
        no=document["contract_no"],
        version=1,
        kind=Kind.SAMPLE,
        contract=contract,
        award=award,
        schema=SAMPLE_SCHEMA,
        document=written,
        sha256=leaf_hash(written),
        published_at=now,
        title=award.title,
        purchaser_name=award.purchaser_name,
        supplier_names=suppliers,
        purchaser_no=notice["purchaser_no"],
        project_no=award.project_no,
        amount_fen=award.amount_fen,
        region="",
        place=_place(award),
        method=award.method,
        dated_on=award.notice_on,
        search=folded([document["contract_no"], award.title, award.purchaser_name, suppliers,
                       notice["purchaser_no"], award.project_no, award.scope]),
    )  # fmt: skip


def folded(texts: Iterable[str]) -> str:
    """Fold texts for searching: letters of one case and width, joined by line breaks."""
    joined = "\n".join(text for text in texts if text)
    return unicodedata.normalize("NFKC", joined).lower()


def _filing(filing: Filing) -> Mapping[str, Any]:
    return {
        "round": filing.round,
        "submitted_at": timestamp(filing.submitted_at),
        "decided_at": timestamp(filing.decided_at) if filing.decided_at else None,
        "verdict": str(filing.verdict),
        "outside_no": filing.outside_no,
        "outside_at": timestamp(filing.outside_at) if filing.outside_at else None,
    }


def _columns(given: Whole, document: Mapping[str, Any]) -> dict[str, Any]:
    """Take the list columns from the document itself, so that lists never say more than it."""
    contract, public = given.contract, document["contract"]
    suppliers = names(each["name"] for each in document["suppliers"])
    region = Region.objects.filter(city_id=contract.city_id, code=contract.region).first()
    return {
        "title": public["title"],
        "purchaser_name": document["purchaser"]["name"],
        "supplier_names": suppliers,
        "purchaser_no": public["purchaser_no"],
        "project_no": public["project_no"],
        "amount_fen": contract.amount_fen,
        "region": contract.region,
        "place": region.name if region else contract.region,
        "method": public["method"],
        "dated_on": contract.signed_on or day_of(contract.recorded_at),
        "search": folded(
            [document["contract_no"], public["title"], document["purchaser"]["name"], suppliers,
             public["purchaser_no"], public["project_no"], public["subject_matter"]]
        ),
    }  # fmt: skip


def _place(award: Award) -> str:
    parts = (award.place_province, award.place_city, award.place_district)
    return " ".join(dict.fromkeys(part for part in parts if part))
