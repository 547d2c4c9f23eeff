"""Files of published rows with every kind of dirt that clerks' files have."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

HEADER = (
    "src", "src_file", "src_id", "notice_type", "publish_date", "province", "city", "district",
    "buyer", "buyer_class", "agency", "suppliers", "title", "project_no", "contract_no",
    "amount_yuan", "budget_yuan", "bid_open_date", "industry", "published_on_site",
    "performance_period", "location", "scope", "quality_flag",
)  # fmt: skip
GOOD = {
    "src": "yichang_ggzy", "src_id": "858f8435", "notice_type": "中标",
    "publish_date": "2025-08-12",
    "province": "湖北", "city": "宜昌市", "buyer": "兴山县南阳镇人民政府",
    "suppliers": "宜昌誉博建设工程有限公司", "title": "重点村建设项目中标结果公告",
    "amount_yuan": "3622435.87", "project_no": "XSA010025-202501-01",
    "published_on_site": "宜昌市公共资源交易中心 https://ggzy.sc.yichang.gov.cn/a.html",
}  # fmt: skip
KINDS: tuple[tuple[str, object, str], ...] = (
    ("publish_date", "2025/8/12", ""),
    ("publish_date", "2025.8.12", ""),
    ("publish_date", "20250812", ""),
    ("publish_date", "2025年8月12日", ""),
    ("publish_date", "2025年08月12号", ""),
    ("publish_date", "2025-08-12", ""),
    ("publish_date", "2025-08-12 09:30:00", ""),
    ("publish_date", "2025-08-12T09:30:00+08:00", ""),
    ("publish_date", "二〇二五年八月十二日", ""),
    ("publish_date", "二零二五年十月三十一日", ""),
    ("publish_date", " 2025-08-12 ", ""),
    ("publish_date", "", "invalid.missing"),
    ("publish_date", "8/12/2025", "invalid.date"),
    ("publish_date", "12-08-25", "invalid.date"),
    ("publish_date", "2025-02-30", "invalid.date"),
    ("publish_date", "2025-13-01", "invalid.date"),
    ("publish_date", "2025年8月", "invalid.date"),
    ("publish_date", "昨天", "invalid.date"),
    ("publish_date", "2099-01-01", "import.future"),
    ("publish_date", "0000-00-00", "invalid.date"),
    ("publish_date", "0001-01-01", "invalid.range"),
    ("publish_date", "1948-12-31", "invalid.range"),
    ("publish_date", "NaT", "invalid.date"),
    ("publish_date", "99999999999999999999", "invalid.date"),
    ("amount_yuan", "1,000.00", ""),
    ("amount_yuan", "1000.00", ""),
    ("amount_yuan", "¥1,000", ""),
    ("amount_yuan", "人民币壹佰元整", ""),
    ("amount_yuan", "30万", ""),
    ("amount_yuan", "30万元", ""),
    ("amount_yuan", "1.5亿", ""),
    ("amount_yuan", "362.243587万", ""),
    ("amount_yuan", "3622435.8", ""),
    ("amount_yuan", "3622435.870", ""),
    ("amount_yuan", "3622435元", ""),
    ("amount_yuan", "", "invalid.missing"),
    ("amount_yuan", "0", "invalid.money_zero"),
    ("amount_yuan", "0.00", "invalid.money_zero"),
    ("amount_yuan", "-5", "invalid.money_negative"),
    ("amount_yuan", "NaN", "invalid.money"),
    ("amount_yuan", "inf", "invalid.money"),
    ("amount_yuan", "1e400", "invalid.money"),
    ("amount_yuan", "1e5", "invalid.money"),
    ("amount_yuan", "1.234", "invalid.money_fraction"),
    ("amount_yuan", "0.0001万", ""),
    ("amount_yuan", "0.0000001万", "invalid.money_fraction"),
    ("amount_yuan", "1,00.00", "invalid.money_ambiguous"),
    ("amount_yuan", "1.000,00", "invalid.money_ambiguous"),
    ("amount_yuan", "面议", "invalid.money"),
    ("amount_yuan", "详见附件", "invalid.money"),
    ("amount_yuan", "100;200", "invalid.money"),
    ("amount_yuan", "95%", "invalid.money"),
    ("amount_yuan", "一万二", "invalid.money"),
    ("amount_yuan", "USD 100", "invalid.money"),
    ("amount_yuan", "#N/A", "invalid.money"),
    ("amount_yuan", "=1+1", "invalid.money"),
    ("amount_yuan", "99999999999999999", "invalid.money_size"),
    ("amount_yuan", "9" * 500, "invalid.money_size"),
    ("budget_yuan", "", ""),
    ("budget_yuan", "400万", ""),
    ("budget_yuan", "待定", "invalid.money"),
    ("budget_yuan", "-1", "invalid.money_negative"),
    ("src_id", "", "invalid.missing"),
    ("src_id", "   ", "invalid.missing"),
    ("src_id", "x" * 201, "invalid.text_length"),
    ("src_id", "a\x00b", "invalid.text_character"),
    ("src_id", "%2F=?#/../", ""),
    ("src", "", ""),
    ("src", "x" * 41, "invalid.text_length"),
    ("notice_type", "成交", ""),
    ("notice_type", "中标公告", ""),
    ("notice_type", "合同公告", ""),
    ("notice_type", "成交结果公告", ""),
    ("notice_type", "", "invalid.missing"),
    ("notice_type", "招标", "import.kind"),
    ("notice_type", "award", "import.kind"),
    ("buyer", "", "invalid.missing"),
    ("buyer", "\t \n", "invalid.missing"),
    ("buyer", "县\r\n政府", ""),
    ("buyer", "某\u202e局", "invalid.text_character"),
    ("buyer", "某\u200f局", "invalid.text_character"),
    ("buyer", "x" * 201, "invalid.text_length"),
    ("buyer", "e" + "\u0301" * 10_000, "invalid.text_length"),
    ("buyer", "e" + "\u0301" * 20, "invalid.text_marks"),
    ("buyer", "坏\ufffd字", "import.bytes"),
    ("buyer", "𠮷野家", ""),
    ("buyer", "𬭚业局", ""),
    ("buyer", "'; DROP TABLE x; --", ""),
    ("buyer", "<script>alert(1)</script>", ""),
    ("suppliers", "", "invalid.missing"),
    ("suppliers", "|", "invalid.missing"),
    ("suppliers", "甲|乙", ""),
    ("suppliers", "甲|乙", ""),
    ("suppliers", "甲||乙|", ""),
    ("suppliers", "甲|" + "x" * 201, "invalid.text_length"),
    ("suppliers", "|".join(f"公司{number}" for number in range(31)), "import.suppliers"),
    ("suppliers", "|".join(f"公司{number}" for number in range(30)), ""),
    ("title", "", "invalid.missing"),
    ("title", "第一行\n第二行", ""),
    ("title", "引号\"里'面", ""),
    ("title", "逗号,分号;制表", ""),
    ("title", "x" * 301, "invalid.text_length"),
    ("title", "=cmd|' /C calc'!A0", ""),
    ("title", "+1", ""),
    ("title", "@SUM(1)", ""),
    ("title", "控制\x07符", "invalid.text_character"),
    ("title", "私用\ue000区", ""),
    ("scope", "x" * 501, "invalid.text_length"),
    ("scope", "多行\n说明", ""),
    ("published_on_site", "x" * 601, "invalid.text_length"),
    ("published_on_site", "javascript:alert(1)", ""),
    ("district", "不存在的区", ""),
    ("city", "洛阳", ""),
    ("city", "", ""),
    ("performance_period", "90日历天", ""),
    ("project_no", "x" * 101, "invalid.text_length"),
    ("contract_no", "11N47/2024 #1", ""),
)


def dirty_rows() -> list[dict[str, object]]:
    """One row for each kind of dirt, otherwise good."""
    return [
        {**GOOD, "src_id": f"dirt-{number}", column: value}
        for number, (column, value, _) in enumerate(KINDS)
    ]


def table(
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """Write rows as a CSV file."""
    path = folder / "rows.csv"
    header = HEADER if set(rows[0]) <= set(HEADER) else tuple(rows[0])
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def sheet(
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    merged: Sequence[tuple[str, int, int, str]] = (),
    formulas: Mapping[tuple[str, int], object] | None = None,
) -> Path:
    """Write rows as a workbook, with merged cells (column, first, last, value) and formulas."""
    path = folder / "rows.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        covered = {(column, row) for column, first, last, _ in merged
                   for row in range(first, last + 1)}  # fmt: skip
        for number, row in enumerate(rows):
            for place, column in enumerate(HEADER):
                if (column, number) not in covered:
                    page.write(number + 1, place, row.get(column, ""))
        for column, first, last, value in merged:
            place = HEADER.index(column)
            page.merge_range(first + 1, place, last + 1, place, value)
        for (column, number), result in (formulas or {}).items():
            page.write_formula(number + 1, HEADER.index(column), "=1+1", None, result)
    return path
