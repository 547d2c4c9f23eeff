"""Each column of a published file: its names, its bounds, its dirt, and where a refusal points."""

from datetime import date

import pytest

from cairong.contracts.importing.check import LENGTHS
from cairong.contracts.importing.columns import MONEY, NAMES, REQUIRED
from cairong.contracts.importing.reading import read_rows
from cairong.contracts.importing.rows import AwardRow, RowError
from cairong.contracts.importing.running import import_file
from cairong.contracts.models import Award, AwardShare
from cairong.kernel.actor import system
from cairong.kernel.errors import Invalid
from contracts.dirt import GOOD, sheet, table
from contracts.ground import Ground
from support.town import CITY, at

NOW = at("2026-11-24 10:00")
ATTRIBUTES = {
    "src": "src", "src_id": "src_id", "province": "place_province", "city": "place_city",
    "district": "place_district", "buyer": "purchaser_name", "buyer_class": "purchaser_class",
    "agency": "agency", "title": "title", "project_no": "project_no",
    "contract_no": "contract_no", "industry": "industry",
    "performance_period": "performance_period", "location": "place_of_work", "scope": "scope",
    "quality_flag": "quality_flag",
}  # fmt: skip
TEXTS = sorted(ATTRIBUTES)
UNREAD = {"src_file", "bid_open_date"}  # columns of the source that mean nothing to us
ALIASES = [(column, name) for column, names in NAMES.items() for name in names]


def read(tmp_path, **cells) -> AwardRow | list[RowError]:
    (row,) = read_rows(table(tmp_path, [{**GOOD, **cells}]), today=NOW.date())
    return row


def refused(tmp_path, **cells) -> RowError:
    row = read(tmp_path, **cells)
    assert not isinstance(row, AwardRow), row
    (error,) = row
    return error


class TestTexts:
    @pytest.mark.parametrize("column", TEXTS)
    def test_the_longest_text_is_kept_whole_and_one_more_is_refused(self, tmp_path, column):
        most = LENGTHS.get(column, 200)
        row = read(tmp_path, **{column: "字" * most})
        assert getattr(row, ATTRIBUTES[column]) == "字" * most
        error = refused(tmp_path, **{column: "字" * (most + 1)})
        assert (error.code, error.column, error.line) == ("invalid.text_length", column, 2)
        assert str(most) in error.reason

    @pytest.mark.parametrize("column", TEXTS)
    @pytest.mark.parametrize(
        ("dirt", "code"),
        [("控\x07制", "invalid.text_character"), ("翻\u202e转", "invalid.text_character"),
         ("坏\ufffd字", "import.bytes")],
    )  # fmt: skip
    def test_unreadable_signs_are_refused_where_they_stand(self, tmp_path, column, dirt, code):
        error = refused(tmp_path, **{column: dirt})
        assert (error.code, error.column) == (code, column)

    @pytest.mark.parametrize("column", TEXTS)
    def test_lines_blanks_and_tabs_are_one_line(self, tmp_path, column):
        row = read(tmp_path, **{column: " \t甲\r\n乙\u2028丙 "})
        assert getattr(row, ATTRIBUTES[column]) == "甲 乙 丙"

    @pytest.mark.parametrize("column", sorted(set(TEXTS) - {"src", *REQUIRED}))
    @pytest.mark.parametrize("empty", ["", "  ", "\t"])
    def test_what_may_be_missing_may_be_missing(self, tmp_path, column, empty):
        assert getattr(read(tmp_path, **{column: empty}), ATTRIBUTES[column]) == ""

    @pytest.mark.parametrize("column", [*REQUIRED])
    @pytest.mark.parametrize("empty", ["", "  ", "\t"])
    def test_what_is_needed_is_needed_and_named(self, tmp_path, column, empty):
        error = refused(tmp_path, **{column: empty})
        assert (error.code, error.column) == ("invalid.missing", column)

    @pytest.mark.parametrize("column", TEXTS)
    @pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
    def test_what_looks_like_a_formula_is_only_text(self, tmp_path, column, formula):
        assert getattr(read(tmp_path, **{column: formula}), ATTRIBUTES[column]) == formula

    def test_columns_that_mean_nothing_to_us_hold_anything(self, tmp_path):
        for column in UNREAD:
            assert isinstance(read(tmp_path, **{column: "坏\ufffd字" + "长" * 999}), AwardRow)


class TestHeaders:
    @pytest.mark.parametrize(("column", "alias"), ALIASES)
    def test_every_name_of_a_column_leads_to_it(self, tmp_path, column, alias):
        value = {"publish_date": "2025-08-12", "notice_type": "成交", "amount_yuan": "12",
                 "budget_yuan": "12", "state_secret": "否"}.get(column, "某值")  # fmt: skip
        cells = {name: cell for name, cell in GOOD.items() if name != column} | {alias: value}
        (row,) = read_rows(table(tmp_path, [cells]), today=NOW.date())
        assert isinstance(row, AwardRow), row
        said = {"publish_date": row.notice_on.isoformat(), "notice_type": row.kind,
                "amount_yuan": str(row.amount_fen // 100), "suppliers": row.suppliers[0],
                "budget_yuan": str((row.budget_fen or 0) // 100), "state_secret": "否",
                "published_on_site": row.source_site}  # fmt: skip
        if column not in UNREAD:
            read_as = said[column] if column in said else getattr(row, ATTRIBUTES[column])
            assert read_as == value

    @pytest.mark.parametrize("column", REQUIRED)
    def test_a_needed_column_that_is_missing_is_named(self, tmp_path, column):
        cells = {name: cell for name, cell in GOOD.items() if name != column} | {"无关": "某值"}
        with pytest.raises(Invalid) as caught:
            list(read_rows(table(tmp_path, [cells]), today=NOW.date()))
        found = caught.value.findings[0]
        assert (found.code, found.params["columns"]) == ("import.missing_column", column)

    @pytest.mark.parametrize(
        ("header", "fen"),
        [("金额", 1_200), ("金额(元)", 1_200), ("金额(万元)", 12_000_000),
         ("金额\uff08万元\uff09", 12_000_000), (" 金额 万元", 12_000_000),
         ("*中标金额(万元)", 12_000_000), ("合同金额", 1_200)],
    )  # fmt: skip
    def test_the_header_says_the_unit(self, tmp_path, header, fen):
        cells = {name: cell for name, cell in GOOD.items() if name != "amount_yuan"}
        (row,) = read_rows(table(tmp_path, [cells | {header: "12"}]), today=NOW.date())
        assert row.amount_fen == fen

    @pytest.mark.parametrize(
        ("first", "second"), [("中标金额", "合同金额"), ("金额", "金额(万元)")]
    )
    def test_two_columns_of_amounts_are_not_guessed_between(self, tmp_path, first, second):
        cells = {name: cell for name, cell in GOOD.items() if name != "amount_yuan"}
        with pytest.raises(Invalid) as caught:
            list(read_rows(table(tmp_path, [cells | {first: "1", second: "2"}]), today=NOW.date()))
        found = caught.value.findings[0]
        assert found.code == "import.column_twice"
        assert found.params["columns"] == f"{first}、{second}"


class TestMoney:
    @pytest.mark.parametrize("column", MONEY)
    @pytest.mark.parametrize(
        ("text", "fen"),
        [("1,234.50", 123_450), ("¥ 1,234.5", 123_450), ("1234.5元", 123_450),
         ("3万", 3_000_000), ("0.01", 1), ("壹佰元整", 10_000)],
    )  # fmt: skip
    def test_amounts_as_people_write_them(self, tmp_path, column, text, fen):
        row = read(tmp_path, **{column: text})
        assert {"amount_yuan": row.amount_fen, "budget_yuan": row.budget_fen}[column] == fen

    @pytest.mark.parametrize("column", MONEY)
    @pytest.mark.parametrize(
        ("text", "code"),
        [("-1", "invalid.money_negative"), ("0", "invalid.money_zero"),
         ("1.001", "invalid.money_fraction"), ("约三万", "invalid.money"),
         ("1,00", "invalid.money_ambiguous"), ("9" * 30, "invalid.money_size")],
    )  # fmt: skip
    def test_amounts_that_are_none_are_refused_in_their_column(self, tmp_path, column, text, code):
        error = refused(tmp_path, **{column: text})
        assert (error.code, error.column) == (code, column)
        assert len(error.value) < 100


class TestRows:
    def test_every_wrong_cell_of_a_row_is_told_at_once(self, tmp_path):
        wrong = {"buyer": "", "amount_yuan": "面议", "publish_date": "昨天", "title": "控\x07制",
                 "suppliers": "|"}  # fmt: skip
        errors = read(tmp_path, **wrong)
        assert {one.column for one in errors} == set(wrong)
        assert all(one.line == 2 and one.reason for one in errors)

    def test_a_refusal_names_the_column_as_the_file_does(self, tmp_path):
        cells = {name: cell for name, cell in GOOD.items() if name != "buyer"} | {"采购单位": ""}
        ((error,),) = read_rows(table(tmp_path, [cells]), today=NOW.date())
        assert error.column == "采购单位"

    def test_the_line_is_that_of_the_file_blank_lines_counted(self, tmp_path):
        rows = [{**GOOD, "src_id": "1"}, dict.fromkeys(GOOD, ""), {**GOOD, "src_id": ""}]
        *_, last = read_rows(table(tmp_path, rows), today=NOW.date())
        assert last[0].line == 4

    def test_the_second_of_two_rows_of_one_source_names_the_first(self, tmp_path):
        rows = [GOOD, {**GOOD, "src": "别的来源"}, {**GOOD, "title": "改过的标题"}]
        first, other, again = read_rows(table(tmp_path, rows), today=NOW.date())
        assert isinstance(first, AwardRow)
        assert isinstance(other, AwardRow)
        assert (again[0].code, again[0].line) == ("import.duplicate", 4)
        assert "第 2 行" in again[0].reason

    @pytest.mark.parametrize("day", ["2026-11-24", "2026-11-25"])
    def test_a_notice_of_today_enters_and_one_of_tomorrow_does_not(self, tmp_path, day):
        row = read(tmp_path, publish_date=day)
        if date.fromisoformat(day) <= NOW.date():
            assert row.notice_on == NOW.date()
        else:
            assert row[0].code == "import.future"

    @pytest.mark.parametrize("write", [table, sheet])
    def test_one_supplier_written_twice_is_one(self, ground: Ground, tmp_path, write):
        name = ground.town.supplier().name
        cells = {**GOOD, "city": "洛阳市", "suppliers": f"{name}| {name}|{name}"}
        report = import_file(write(tmp_path, [cells]), actor=system(city=CITY), clock=lambda: NOW)
        assert (report.awards, report.refused) == (1, 0)
        (share,) = AwardShare.objects.all()
        assert (share.supplier, share.share_fen) == (
            ground.town.supplier(), Award.objects.get().amount_fen,
        )  # fmt: skip

    def test_too_many_suppliers_are_counted_in_the_reason(self, tmp_path):
        error = refused(tmp_path, suppliers="|".join(f"公司{number}" for number in range(31)))
        assert error.code == "import.suppliers"
        assert "31 家" in error.reason
        assert "30 家" in error.reason
