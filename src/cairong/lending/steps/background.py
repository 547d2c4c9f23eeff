"""Fill in the checklist of the trade behind an application, and say whether one still stands."""

from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from django.db.models import Sum

from cairong.contracts.models import Contract, ContractSupplier, Filing
from cairong.contracts.reads import newest_filing
from cairong.disclosure.models import PublishedVersion
from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.lending.models import Application, BackgroundCheck, Verification
from cairong.lending.reads import obliged_to_province
from cairong.papers.models import Paper, Reading
from cairong.policy.background import Line, Trade, background_stands
from cairong.policy.catalogue.words import day_words, moment_words
from cairong.policy.rule import Answer
from cairong.treasury.arithmetic import base_fen
from cairong.treasury.models import Acceptance, Receivable

TEXTS = ("contract", "supplement")


def trade_of(application: Application) -> Trade:
    """Read the facts of the trade an application rests on, as they are now."""
    intent, receivable = application.intent, application.intent.receivable
    contract = intent.contract
    assert contract is not None
    assert receivable is not None
    return Trade(
        round=newest_filing(contract).round,
        award_no=contract.award.no,
        amount_fen=receivable.amount_fen,
        base_fen=base_fen(receivable),
        supplier=intent.supplier.name,
        purchaser=contract.purchaser.name,
    )


def newest_background(application_id: UUID) -> BackgroundCheck | None:
    """Find the newest checklist of an application."""
    rows = BackgroundCheck.objects.filter(application=application_id).select_related("person")
    return rows.order_by("-at", "-pk").first()


def still_checked(application: Application, check: BackgroundCheck | None) -> Answer:
    """Hold the newest checklist of an application against its trade as it is now."""
    return background_stands(was=check.trade if check else None, now=trade_of(application))


def facts_of(trade: Trade) -> dict[str, object]:
    """List the facts of a trade as the columns that keep them."""
    return asdict(trade)


def lines_of(application: Application, check: Verification) -> list[Line]:
    """Fill in each line of the checklist from what the platform holds, with source and day."""
    contract, receivable = application.intent.contract, application.intent.receivable
    assert contract is not None
    assert receivable is not None
    share = contract.suppliers.get(supplier=application.intent.supplier_id)
    return [
        _parties(application, contract, share),
        _award(contract),
        _filing(contract),
        _proof(contract, check),
        _query(application, check),
        _acceptance(receivable),
        _money(contract, share, receivable),
        _papers(application, contract),
    ]


def _parties(application: Application, contract: Contract, share: ContractSupplier) -> Line:
    named = {
        "采购人": (contract.purchaser_name, contract.purchaser.name),
        "供应商": (share.name, application.intent.supplier.name),
    }
    renamed = [
        f"合同上的{word}是「{was}」,现在的名称是「{now}」"
        for word, (was, now) in named.items()
        if was != now
    ]
    return Line(
        key="parties",
        value=";".join(f"{word} {now}" for word, (_, now) in named.items()),
        source="合同备案",
        on=contract.signed_on,
        doubt=";".join(renamed),
    )


def _award(contract: Contract) -> Line:
    award, told = contract.award, ""
    if contract.amount_fen != award.amount_fen:
        told = f"合同 {format_yuan(contract.amount_fen)},中标 {format_yuan(award.amount_fen)}"
    notice = f",项目编号 {award.project_no}" if award.project_no else ""
    return Line(
        key="award",
        value=f"{award.no}{notice},{format_yuan(award.amount_fen)}",
        source=f"{award.kind}通知书",
        on=award.notice_on,
        doubt=f"两个金额不同:{told}" if told else "",
    )


def _filing(contract: Contract) -> Line:
    filing = newest_filing(contract)
    decided, accepted = filing.decided_at, filing.verdict == Filing.Verdict.ACCEPT
    assert contract.signed_on is not None
    assert contract.announced_at is not None
    days = [
        f"{day_words(contract.signed_on)}签订",
        f"{day_words(day_of(contract.announced_at))}公告",
        f"第 {filing.round} 次报送"
        + (f"{day_words(day_of(decided))}同意备案" if accepted and decided else "还没有同意备案"),
    ]
    return Line(
        key="filing",
        value=",".join(days),
        source="财政部门备案",
        on=day_of(decided or filing.submitted_at),
        doubt="" if accepted else "财政部门还没有同意备案",
    )


def _proof(contract: Contract, check: Verification) -> Line:
    newest = PublishedVersion.objects.filter(contract=contract).latest("version").version
    return Line(
        key="proof",
        value=f"与公告第 {check.version} 版逐字节一致,{moment_words(check.at)}核验,"
        f"校验值 {check.content_hash[:16]}…",
        source="平台公告的凭证",
        on=day_of(check.at),
        doubt="" if check.version == newest else f"公告后来有了第 {newest} 版",
    )


def _query(application: Application, check: Verification) -> Line:
    obliged = obliged_to_province(application.institution_id)
    none = "没有查询" if obliged else "没有查询(本机构没有对接省系统)"
    said = f"查询编号 {check.provincial_reference},{moment_words(check.at)}登记"
    return Line(
        key="query",
        value=said if check.provincial_reference else none,
        source="河南省电子化政府采购系统",
        on=day_of(check.at) if check.provincial_reference else None,
        doubt="还没有查询编号" if obliged and not check.provincial_reference else "",
    )


def _acceptance(receivable: Receivable) -> Line:
    rows = Acceptance.objects.filter(Acceptance.STANDING, receivable=receivable)
    whole = rows.aggregate(whole=Sum("amount_fen"))["whole"]
    last = rows.order_by("-accepted_on").first()
    return Line(
        key="acceptance",
        value=f"已验收 {format_yuan(whole)}" if last else "还没有验收",
        source="采购人登记的验收",
        on=last.accepted_on if last else None,
    )


def _money(contract: Contract, share: ContractSupplier, receivable: Receivable) -> Line:
    part = ""
    if share.share_fen != contract.amount_fen:
        part = f",其中本供应商 {format_yuan(share.share_fen)}"
    return Line(
        key="money",
        value=f"合同 {format_yuan(contract.amount_fen)}{part};财政尚待支付 "
        f"{format_yuan(base_fen(receivable))}",
        source="合同备案和国库支付",
        doubt="" if base_fen(receivable) > 0 else "财政没有待支付的合同款",
    )


def _papers(application: Application, contract: Contract) -> Line:
    texts = Paper.objects.filter(contract=contract, purpose__in=TEXTS, state="handed")
    read = Reading.objects.filter(paper__in=texts, organisation=application.institution_id)
    opened, held = read.values("paper").distinct().count(), texts.count()
    last = read.order_by("-at").first()
    return Line(
        key="papers",
        value="".join(_of_texts(held, opened)),
        source="采购人上传的合同文本,本机构的打开记录",
        on=day_of(last.at) if last else None,
        doubt=_unread(held, opened),
    )


def _of_texts(held: int, opened: int) -> Iterator[str]:
    yield f"平台有 {held} 份合同文本" if held else "采购人没有上传合同文本"
    if held:
        yield f",本机构打开过 {opened} 份"


def _unread(held: int, opened: int) -> str:
    if not held:
        return "平台没有合同文本,要看原件"
    return "" if opened == held else f"还有 {held - opened} 份没有打开看过"
