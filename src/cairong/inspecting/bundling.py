"""A bundle of one case: page, facts, papers, duties, events, and a manifest of their hashes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.models import Event
from cairong.cases.timeline import NAMED_READERS, UNTOLD
from cairong.contracts.models import Contract
from cairong.disclosure.models import PublishedVersion
from cairong.inspecting.facts import Facts, Section, facts_of, written
from cairong.inspecting.reads import Reading
from cairong.kernel.actor import Actor
from cairong.kernel.events import SEALED, content_of
from cairong.kernel.orders import digest_of, text_of
from cairong.oversight.models import Urged, Urging, UrgingAnswer, UrgingService
from cairong.policy.catalogue.words import moment_words
from cairong.policy.inspecting import FORMAT, bundle_fits
from cairong.policy.rule import require
from cairong.treasury.returns import ReturnSlip

STAMP = (1980, 1, 1, 0, 0, 0)  # one and the same moment in every bundle
MANIFEST, PROOF = "manifest.json", "proof.json"
type File = tuple[str, bytes]


def bundled(actor: Actor, now: datetime, found: Reading) -> tuple[bytes, str]:
    """Write a case as a ZIP; give it with the hash of its manifest.

    Raises PolicyBreach where it is too large.
    """
    facts = facts_of(found, now)
    files = [*_facts(actor, now, found, facts), *_events(found.contract), *_papers(facts)]
    require(bundle_fits(size=sum(len(content) for _, content in files)))
    manifest = text_of(
        {
            "format": FORMAT,
            "city": actor.city,
            "contract": found.contract.no,
            "letter_no": found.inspection.letter_no,
            "inspector": actor.organisation_name,
            "made_at": now.isoformat(),
            "files": [
                {"name": name, "size": len(content), "sha256": _sha256(content)}
                for name, content in sorted(files)
            ],
        }
    )
    return zipped([*sorted(files), (MANIFEST, manifest.encode())]), digest_of(manifest)


def with_proof(content: bytes, proof: dict[str, Any]) -> bytes:
    """Add the proof that a bundle's making is in the signed log."""
    said = json.dumps(proof, ensure_ascii=False, indent=1).encode()
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        files = [(name, kept.read(name)) for name in kept.namelist()]
    return zipped([*files, (PROOF, said)])


def zipped(files: Sequence[File]) -> bytes:
    """Write files as a ZIP, the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _facts(actor: Actor, now: datetime, found: Reading, facts: Facts) -> Iterator[File]:
    said = [{"title": each.title, "heads": list(each.heads), "rows": [list(row) for row in
             each.rows]} for each in facts.sections]  # fmt: skip
    yield "facts.json", _json(said)
    yield "duties.json", _json([written(duty) for duty in facts.duties])
    title = f"合同 {found.contract.no} 案件材料"
    lead = (
        f"{actor.organisation_name}按公函 {found.inspection.letter_no} 取走,{moment_words(now)}。"
        "核验:cairong verify-bundle 文件名。"
    )
    yield "index.html", _page(title, lead, facts.sections).encode()


def _events(contract: Contract) -> Iterator[File]:
    """Write every event about the case as its hash covers it.

    The hash alone of what is sealed, of what no desk's timeline tells, and of complaints: a body
    that inspects a contract is none of their readers.
    """
    about = [contract.pk, contract.award_id]
    rows = Event.objects.filter(city=contract.city_id, about__overlap=about).order_by("seq")
    said = [
        {
            "seq": event.seq,
            "content": "" if _untold(event) else content_of(event).decode(),
            "previous_hash": bytes(event.previous_hash).hex(),
            "hash": bytes(event.hash).hex(),
        }
        for event in rows
    ]
    yield "events.json", _json(said)


def _untold(event: Event) -> bool:
    return event.schema_version == SEALED or event.type.startswith((*UNTOLD, NAMED_READERS))


def _papers(facts: Facts) -> Iterator[File]:
    contract = facts.view.contract
    for version in PublishedVersion.objects.filter(contract=contract).order_by("pk"):
        yield f"papers/published-{version.version}.json", bytes(version.document)
    slips = ReturnSlip.objects.filter(payment__receivable__contract=contract)
    letters = _letters(facts)
    answers = UrgingAnswer.objects.filter(letter__in=letters).exclude(paper=None)
    services = UrgingService.objects.filter(letter__in=letters).exclude(paper=None)
    papers = [
        *slips,
        *(each.paper for each in answers.select_related("paper")),
        *(each.paper for each in services.select_related("paper")),
    ]
    for paper in {each.sha256: each for each in papers if each}.values():
        yield f"papers/{paper.sha256[:16]}.{paper.kind}", bytes(paper.content)


def _letters(facts: Facts) -> QuerySet[Urging]:
    """Find the letters of urging about this case, of its region or about nothing else."""
    duties = [duty.pk for duty in facts.duties]
    others = Urged.objects.exclude(duty__in=duties)
    rows = Urging.objects.filter(pk__in=Urged.objects.filter(duty__in=duties).values("letter"))
    alone = ~Exists(others.filter(letter=OuterRef("pk")))
    return rows.filter(Q(region=facts.view.contract.region) | Q(alone))


def _page(title: str, lead: str, sections: Sequence[Section]) -> str:
    """Write the page of facts: one file that opens anywhere, without network."""
    body = "".join(map(_table, sections))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>body{{font:16px/1.6 sans-serif;max-width:80rem;"
        "margin:1rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%;margin:0 0 2rem}"
        "th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;"
        "overflow-wrap:anywhere}</style></head>"
        f"<body><h1>{escape(title)}</h1><p>{escape(lead)}</p>{body}</body></html>"
    )


def _table(section: Section) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in section.heads)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in section.rows
    )
    return (
        f"<h2>{escape(section.title)}</h2><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
