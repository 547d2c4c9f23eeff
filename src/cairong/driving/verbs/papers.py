"""Papers: kept, handed in after a look, withdrawn."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from cairong.contracts.models import Contract
from cairong.driving.situation import Situation
from cairong.driving.stories.reading import one_of
from cairong.driving.verb import plain, verb
from cairong.driving.verbs.offers import application_of
from cairong.kernel.actor import Actor
from cairong.kernel.typesetting import set_in_type
from cairong.lending.actions import give_papers as giving
from cairong.lending.actions import keep_for_case as casing
from cairong.lending.actions import open_paper as opening
from cairong.lending.models import Intent
from cairong.lending.papers import given_to, reading_of
from cairong.papers.actions import hand_in_paper as handing
from cairong.papers.actions import keep_paper as keeping
from cairong.papers.actions import withdraw_paper as withdrawing
from cairong.papers.models import Paper
from cairong.papers.receiving import Received, receive
from cairong.parties.models import Organisation
from cairong.policy.papers import LENDERS, WORDS

SOURCE = Path(__file__).parent / "paper.typ"


def page_of(text: str) -> bytes:
    """Set one page with a text as PDF."""
    return set_in_type(SOURCE, {"text": text})


def receive_page(text: str, *, now: datetime) -> Received:
    """Take in one page with a text, as a page of the product does."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "paper"
        place.write_bytes(page_of(text))
        return receive([place], now=now)


@verb(
    keeping.keep_paper,
    example="purpose: contract, contract: 合同, text: 合同文本第一条",
)
def keep_paper(
    situation: Situation,
    _: Actor,
    *,
    purpose: Annotated[str, one_of(*WORDS)],
    text: str,
    contract: Contract | None = None,
    number: str = "",
    until: date | None = None,
) -> dict[str, Any]:
    """上传一页写着 text 的材料,没有个人号码的同时提交;purpose 如 contract、invoice。

    不写 contract 的放进材料库,until 是有效期。
    """
    received = receive_page(text, now=situation.now)
    return {
        "purpose": purpose, "name": f"{WORDS[purpose]}.pdf", "received": received,
        "contract_id": contract.pk if contract else None, "number": number,
        "valid_until": until,
    }  # fmt: skip


CALLED = {"paper_id": "case_paper"}
plain(handing.hand_in_paper, "过目以后提交材料。", example="case_paper: 材料", says=CALLED)
plain(
    opening.open_paper, "打开材料看,别的单位打开都有记录。", example="case_paper: 材料",
    says=CALLED,
)  # fmt: skip
plain(
    withdrawing.withdraw_paper, "撤下材料,别的单位不再看到。", example="case_paper: 材料",
    says=CALLED,
)  # fmt: skip


@verb(casing.keep_for_case, example="intent: 意向, purpose: agreement, text: 借款合同第一条")
def keep_for_case(
    situation: Situation,
    officer: Actor,
    *,
    intent: Intent,
    purpose: Annotated[str, one_of(*LENDERS)],
    text: str,
) -> dict[str, Any]:
    """金融机构经办在申请下放一页写着 text 的文书;purpose 如 signed-form、agreement。"""
    return {
        "application_id": application_of(situation, officer, intent), "purpose": purpose,
        "name": f"{WORDS[purpose]}.pdf", "received": receive_page(text, now=situation.now),
    }  # fmt: skip


@verb(giving.give_papers, example="intent: 意向, papers: [执照], institutions: [甲银行]")
def give_papers(
    _: Situation,
    supplier: Actor,
    *,
    intent: Intent,
    papers: list[Paper],
    institutions: list[Organisation],
) -> dict[str, Any]:
    """供应商把材料库里的 papers 提供给这份意向的 institutions。"""
    asked = reading_of(supplier).filter(intent=intent, institution__in=institutions)
    return {
        "intent_id": intent.pk,
        "paper_ids": [each.pk for each in papers],
        "application_ids": [each.pk for each in asked],
    }


@verb(giving.take_back_paper, example="case_paper: 执照, institution: 甲银行")
def take_back_paper(
    _: Situation, supplier: Actor, *, case_paper: Paper, institution: Organisation
) -> dict[str, Any]:
    """供应商收回提供给一家机构的材料,它不能再看。"""
    given = given_to(supplier).get(paper=case_paper, application__institution=institution)
    return {"given_id": given.pk}
