"""One figure, wherever it stands: page, workbook, paper, public file and plain SQL. 一(二) 三(一)

Cities at random; CAIRONG_SEED draws the same again. Each table is asked anew of the rows alone, by
the plainest statement, without a word of the program's own.
"""

import json
import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
import typst
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from cairong.clocks.models import Mark
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Role, system
from cairong.kernel.money import format_yuan
from cairong.lending.models import Loan, Offer
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.actions.keep_months import keep_months
from cairong.oversight.models import MonthlyFigures
from cairong.oversight.statistics import Table, table_of
from cairong.oversight.steps.statistic import said
from cairong.parties.models import Region
from cairong.policy.duties import DUTIES, Agreed
from cairong.policy.statistics import FORMS, Cell, CellKind
from cairong.rulebook.models import ParameterRow
from lending.ground import Case, stand_case
from oversight.ground import lent, offered
from support.seeds import SEED
from support.staging import staged
from support.town import CITY, COUNTY, Town, at, found_town
from support.undecided import look_away
from support.visitors import browser

pytestmark = pytest.mark.django_db
CITIES = 60 if os.environ.get("CAIRONG_SOAK") else 2
YEAR, CUT, NOW = 2025, date(2025, 12, 31), at("2026-03-02 09:00")
PLACES = (CITY, COUNTY, "410327", "410329")
MERGED = "410329"  # into the county: its loans are that county's
FIRMS = [("乙公司", "91410300MA3X4LQK6G"), ("丙公司", "91410300MA45QW111Q")]
ASKED = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).with_name("figures").glob("*.sql"))
}


@staged
def ground(db) -> tuple[Case, Loan]:
    """A case that was lent on, accepted and paid in part; then whatever is drawn at random."""
    look_away("lending")
    case = stand_case(found_town(at("2025-09-01 08:00")))
    loan = case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    case.paid("50000", at("2025-11-12 10:00"), "签订开票")
    asks = case.publish(
        name="例外贷", collateral="股东担保", collateral_ground="没有同类履约记录的企业"
    )
    plain = {"lpr_bp": 310, "irr_percent": None, "offered_at": at("2024-12-31 23:59")}
    offered(loan.offer, product_version_id=asks.versions.get().pk, irr_percent=5)
    offered(loan.offer, **plain)
    return case, loan


def at_random(town: Town, loan: Loan, chance: Random) -> None:
    """Loans of any lender, borrower, level and day; duties of any kind, kept, late, given up."""
    ParameterRow.objects.create(
        city_id=CITY, code="target_city_scope", value=chance.choice((1, 2)), source="依据",
        valid_from=date(2025, 1, 1), recorded_at=NOW,
    )  # fmt: skip
    Region.objects.filter(code=MERGED).update(successor_code=COUNTY)
    lenders = [town.institution(name).pk for name in ("甲银行", "乙银行", "丙银行")]
    offers = list(Offer.objects.values_list("pk", flat=True).order_by("offered_at", "lpr_bp"))
    firms = [loan.supplier_id, *(town.supplier(name, uscc=code).pk for name, code in FIRMS)]
    for _ in range(chance.randrange(8, 25)):
        on = date(chance.choice((2024, 2025, 2025)), chance.randrange(1, 13), 1)
        lent(
            loan, chance.choice(PLACES), str(on + timedelta(days=chance.randrange(28))),
            chance.randrange(1, 300), rate_bp=chance.randrange(250, 600),
            institution_id=chance.choice(lenders), supplier_id=chance.choice(firms),
            offer_id=chance.choice(offers),
        )  # fmt: skip
    for _ in range(25):
        kind = chance.choice(sorted(DUTIES))
        start = date(2025, 1, 2) + timedelta(days=chance.randrange(420))
        duty = open_duty(
            city=CITY, kind=kind, subject_id=uuid4(), holder=town.institution(), title="项目",
            region=chance.choice(PLACES), start_on=start, now=NOW,
            agreed=Agreed(days=chance.randint(1, 60), unit="calendar") if kind == "pay" else None,
        )  # fmt: skip
        if ended := chance.choice([None, Mark.Kind.DONE, Mark.Kind.DONE, Mark.Kind.CANCELLED]):
            on = start + timedelta(days=chance.randrange(90))
            Mark.objects.create(duty=duty, kind=ended, on=on, at=NOW)


def asked(kind: str) -> list[dict]:
    """Ask the rows themselves."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED[kind], {"city": CITY, "first": date(YEAR, 1, 1), "last": CUT})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if kind != "kept_days":
        return rows
    seen = [row for row in rows if not (DUTIES[row["duty"]].quiet or DUTIES[row["duty"]].between)]
    return [row | {"duty": DUTIES[row["duty"]].word} for row in seen]


@pytest.fixture
def papers(monkeypatch) -> list[dict]:
    """What is set in type, as it is given to be set."""
    given, compiled = list[dict](), typst.compile

    def kept(*args, **kwargs) -> bytes:
        given.append(json.loads(kwargs["sys_inputs"]["given"]))
        return compiled(*args, **kwargs)

    monkeypatch.setattr(typst, "compile", kept)
    return given


def cells(page: str, label: str) -> list[str]:
    """Read a column of a page's tables, without its sum."""
    body = re.sub(r"<tfoot>.*?</tfoot>", "", page, flags=re.DOTALL)
    found = re.findall(rf'data-label="{re.escape(label)}"[^>]*>(.*?)</td>', body, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", each) for each in found]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_table_says_what_its_rows_say_on_page_in_sheet_and_on_paper(ground, papers, clock):
    case, loan = ground
    chance = Random(SEED)  # noqa: S311 - to be drawn again, not to be secret
    desk = case.town.bureau(Role.PROCUREMENT_OFFICER)
    watcher = browser(case.town, Role.PROCUREMENT_OFFICER)
    clock.goes_on_from(NOW)
    assert ASKED.keys() == FORMS.keys() - {"promotion"}  # which counts what these tables count
    for _ in range(CITIES):
        point = connection.savepoint()
        at_random(case.town, loan, chance)
        tables = {}
        for kind in ASKED:
            row = issue_statistic(actor=desk, now=NOW, kind=kind, year=YEAR, cut_off=CUT)
            tables[kind] = table = table_of(row)
            agrees(kind, table)
            shown_alike(watcher, table, papers)
        on_the_pages(watcher, tables)
        published(tables)
        connection.savepoint_rollback(point)


def agrees(kind: str, table: Table) -> None:
    """Every line of a table is the line that the rows give, and there is no other."""
    first = table.form.fields[0].key
    key: Callable[[dict], tuple] = lambda row: (row[first], row.get("level", ""))  # noqa: E731
    expected = {key(row): row for row in asked(kind)}
    found = {key(row): row for row in table.rows}
    silent = {place for place, row in found.items() if not any(map(number, row.values()))}
    assert found.keys() - silent <= expected.keys() <= found.keys(), kind
    for place, row in expected.items():
        assert {name: found[place][name] for name in row} == row, (kind, place)


def number(value: object) -> bool:
    return isinstance(value, int) and value != 0


def shown_alike(watcher: Client, table: Table, papers: list[dict]) -> None:
    """Page, workbook and paper of a table bear its every cell."""
    at_home = f"/overseer/statistics/{table.row.pk}"
    page = text(watcher, f"{at_home}/")
    sheet = CalamineWorkbook.from_filelike(BytesIO(watcher.get(f"{at_home}.xlsx").content))
    lines = sheet.get_sheet_by_index(0).to_python()
    first = next(n for n, line in enumerate(lines) if line[0] == table.form.fields[0].word) + 1
    assert watcher.get(f"{at_home}.pdf").content.startswith(b"%PDF")
    for place, field in enumerate(table.form.fields):
        written = [said(row[field.key], field.kind) for row in table.rows]
        assert [given[place] for given in papers[-1]["rows"][: len(written)]] == written
        if place:  # the first is the head of its line
            shown = [each.strip("—") for each in cells(page, field.word)]
            assert shown == [each.replace(" ", "") for each in written]
        counted = [line[place] or 0 for line in lines[first : first + len(written)]]
        assert counted == [in_sheet(row[field.key], field.kind) for row in table.rows], field.word


def in_sheet(value: Cell, kind: CellKind) -> object:
    """A cell as a workbook keeps it: yuan and per cent with their decimals, nothing as nothing."""
    if kind == "text" or value is None:
        return value or 0
    return float(value) / 100 if kind in {"money", "rate"} else float(value)


def on_the_pages(watcher: Client, tables: dict[str, Table]) -> None:
    """The pages people work on bear the figures of the tables."""
    page = text(watcher, f"/overseer/targets/?year={YEAR}")
    targets = tables["targets"].rows
    assert cells(page, "本年融资") == [format_yuan(row["amount"]) for row in targets]
    assert cells(page, "上年融资") == [format_yuan(row["base"]) for row in targets]
    for label, key in (
        ("备案合同(份)", "filed"), ("放款机构(家)", "institutions"), ("贷款(笔)", "loans"),
        ("受惠企业(家)", "suppliers"), ("其中中小微(家)", "smes"),
        ("其中首次融资(家)", "first_time"),
    ):  # fmt: skip
        shown = cells(page, label)[-len(targets) :]  # after the months
        assert shown == [str(row[key]) for row in tables["coverage"].rows], label
    headline_agrees(page, tables["targets"])
    lenders = text(watcher, f"/overseer/institutions/?year={YEAR}")
    labels = ("放款本金", "笔数", "企业数", "年利率", "较LPR基点", "信用占比%")
    named = len(cells(lenders, "笔数"))  # before the months
    shown = zip(*(cells(lenders, label)[:named] for label in labels), strict=True)
    assert sorted(row for row in shown if row[1] != "0") == sorted(
        (
            format_yuan(row["amount"]), str(row["loans"]), str(row["suppliers"]),
            f"{row['rate'] / 100:.2f}%", str(row["spread"]), str(row["credit"]),
        )
        for row in tables["institutions"].rows
    )  # fmt: skip
    months = tables["rates"].rows
    for label, key in (("年利率", "rate"), ("LPR", "lpr"), ("年化成本", "cost")):
        shown = cells(lenders, label)[-len(months) :]
        assert shown == [
            "—" if row[key] is None else said(row[key], "rate") + "%" for row in months
        ]
    listed = text(watcher, f"/overseer/loans/?year={YEAR}")
    assert format_yuan(tables["months"].rows[-1]["sum"]) in listed


def headline_agrees(page: str, targets: Table) -> None:
    """What is said on top is a line of the table below, or its sum; the other stands beside it."""
    (title,) = re.findall(r"<h1[^>]*>(\S+) 2025年融资</h1>", page)
    own = next((row for row in targets.rows if row["level"] == "洛阳市本级"), {})
    head, aside = (own, targets.total) if title == "洛阳市本级" else (targets.total, own)
    (shown,) = re.findall(r"<dt>本年放款</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert format_yuan(head["amount"]) in shown
    lead = page.partition("</h1>")[2].partition('<dl class="figures">')[0]
    told = {word for word in ("已达到", "还差") if word in lead}
    assert told <= {"已达到" if head["amount"] >= 2 * head["base"] else "还差"}
    (other,) = re.findall(r"另一种口径 <strong>.*?</strong>:(.*?)通知的", page, re.DOTALL)
    assert format_yuan(aside["amount"]) in other
    assert format_yuan(aside["base"]) in other


def published(tables: dict[str, Table]) -> None:
    """What everybody can download of December bears the same sums."""
    keep_months(actor=system(city=CITY), now=at("2026-01-01 01:00"))
    kept = MonthlyFigures.objects.filter(month=date(YEAR, 12, 1)).latest("version")
    told = json.loads(kept.document)
    by_level = {row["level"]: row["amount"] for row in tables["targets"].rows}
    apart = {each["name"]: each["year_fen"] for each in told["levels"] if each["apart"]}
    assert apart.items() <= by_level.items()
    assert told["all"]["year_fen"] == sum(by_level.values())
    assert told["all"]["loans"] == tables["coverage"].total["loans"]
