"""A file that cannot be understood is refused with its line and what is wrong."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairong.driving.stories.parsing import read_story
from cairong.driving.stories.reading import Misunderstood
from cairong.kernel.actor import Role

HEAD = """story: 试
parties:
  采购人: {kind: purchaser, region: "410303"}
  供应商: {kind: supplier}
  甲银行: {kind: institution, regions: ["410300"]}
lines:
"""
AWARD = "at: 2025-09-15 10:00, by: 采购人/officer, do: record_award, name: 中标, supplier: 供应商"
GOOD = f"  - {{{AWARD}, amount_yuan: 1.10, notice_on: 2025-09-15}}\n"


def read(tmp_path, text):
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return read_story(path)


def test_a_line_becomes_plain_values(tmp_path):
    line = read(tmp_path, HEAD + GOOD).lines[0]
    assert (line.number, line.word.name, line.name) == (7, "record_award", "中标")
    assert line.at == datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
    assert line.values == {
        "supplier": "供应商",
        "amount_yuan": 110,
        "notice_on": date(2025, 9, 15),
    }
    assert [(one.words, one.role) for one in line.by] == [
        ("采购人/officer", Role.PURCHASER_OFFICER)
    ]


def test_a_story_says_in_which_kind_of_city_it_is(tmp_path):
    assert read(tmp_path, HEAD + GOOD).demo
    assert read(tmp_path, f"city: demo\n{HEAD}{GOOD}").demo
    assert not read(tmp_path, f"city: real\n{HEAD}{GOOD}").demo
    with pytest.raises(Misunderstood, match="demo、real"):
        read(tmp_path, f"city: 洛阳\n{HEAD}{GOOD}")


@pytest.mark.parametrize(
    ("written", "fen"),
    [("685200", 68520000), ('"0.1"', 10), ("1.10", 110), ("0.29", 29), ("99999999.99", 9999999999)],
)
def test_yuan_is_read_exactly(tmp_path, written, fen):
    line = f"  - {{{AWARD}, amount_yuan: {written}, notice_on: 2025-09-15}}\n"
    assert read(tmp_path, HEAD + line).lines[0].values["amount_yuan"] == fen


def test_words_of_yaml_1_2_and_schedules(tmp_path):
    sign = (
        "  - {at: 2025-09-16 10:00, by: [采购人/officer, 采购人/approver], do: sign_contract,\n"
        "     award: 中标, amount_yuan: 1, signed_on: 2025-09-16, account: {no: 0123456789},\n"
        "     schedule: [{milestone: on, percent: 33.33, agreed_days: 5, unit: working}]}\n"
    )
    values = read(tmp_path, HEAD + GOOD + sign).lines[1].values
    assert values["account"] == {"no": "0123456789"}
    assert values["schedule"] == [
        {"milestone": "on", "percent": Decimal("33.33"), "agreed_days": 5, "unit": "working"}
    ]


def test_an_unreadable_value_may_be_just_what_a_line_expects(tmp_path):
    bad = (
        f"  - {{{AWARD}, amount_yuan: 1.001, notice_on: 2025-09-15, refused: {{kind: Invalid}}}}\n"
    )
    assert read(tmp_path, HEAD + bad).lines[0].unreadable is not None


WRONG_LINES = [
    ("do: 飞", "不认识「飞」"),
    ("do: record_award", "缺少 amount_yuan、notice_on"),
    (f"{AWARD}, amount_yuan: 1, notice_on: 2025-09-15, colour: 红", "不认识「colour」"),
    (f"{AWARD}, amount_yuan: 1.001, notice_on: 2025-09-15", "amount_yuan"),
    (f"{AWARD}, amount_yuan: 1e3, notice_on: 2025-09-15", "amount_yuan"),
    (f"{AWARD}, amount_yuan: 1, notice_on: 2025-09-31", "notice_on:应是日期"),
    (f"{AWARD}, amount_yuan: 1, notice_on: 2025-09-15, amount_yuan: 2", "写了两次"),
    (AWARD.replace("供应商", "甲银行") + ", amount_yuan: 1, notice_on: 2025-09-15", "类别不符"),
    (
        AWARD.replace("采购人/officer", "谁/officer") + ", amount_yuan: 1, notice_on: 2025-09-15",
        "谁",
    ),
    (AWARD.replace("officer", "boss") + ", amount_yuan: 1, notice_on: 2025-09-15", "职务不对"),
    (
        AWARD.replace("officer", "officer@410303") + ", amount_yuan: 1, notice_on: 2025-09-15",
        "区域",
    ),
    ("at: 2025-09-15 10:00, do: pass_time, by: 供应商", "不要写 by"),
    ("at: 2025-09-15 10:00, expect: duty, of: 中标, duty: sign_contract", "没有哪一行给出「中标」"),
    ("at: 2025-09-15 10:00, expect: books, balanced: 是", "true 或 false"),
    ("at: 2025-09-15 10:00, expect: books, by: 供应商", "expect 不带 by"),
    ("at: 2025-09-15 10:00, expect: books, do: pass_time", "do 或 expect 之一"),
    ("expect: books", "缺少 at"),
    ("at: 十点, expect: books", "应是时间"),
    ("at: 2025-09-15 10:00, do: pass_time, refused: {kind: Maybe}", "NotFound"),
    ("at: 2025-09-15 10:00, do: pass_time, refused: {obligation: 二(二)-1}", "缺少 kind"),
]


@pytest.mark.parametrize(("line", "why"), WRONG_LINES, ids=[why for _, why in WRONG_LINES])
def test_a_line_that_cannot_be_understood_is_named(tmp_path, line, why):
    text = line if "at:" in line or line == "expect: books" else f"at: 2025-09-15 10:00, {line}"
    text = text if "by:" in text or "do: record" not in text else f"by: 采购人/officer, {text}"
    with pytest.raises(Misunderstood) as caught:
        read(tmp_path, f"{HEAD}  # 第 7 行是注释\n  - {{{text}}}\n")
    assert caught.value.line == 8
    assert why in caught.value.why


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "空的"),
        ("story: 试\n", 1, "缺少 parties、lines"),
        ("story: 试\nparties: {}\nlines: []\n", 3, "至少一行"),
        ("story: 试\nlines: [}\n", 2, "YAML"),
        ("story: 试\n甲: 1\n", 2, "不认识「甲」"),
        ("story: 试\nparties:\n  甲: {kind: 人}\nlines: [1]\n", 3, "kind"),
        ("story: 试\nparties:\n  甲: {kind: supplier, 年龄: 3}\nlines: [1]\n", 3, "年龄"),
        ("story: 试\nparties:\n  bureau: {kind: supplier}\nlines: [1]\n", 3, "bureau"),
        ("story: 试\nparties: {}\nlines: [1]\n", 3, "词: 值"),
    ],
)
def test_a_file_that_cannot_be_understood(tmp_path, text, line, why):
    with pytest.raises(Misunderstood) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
    assert why in caught.value.why
    assert caught.value.file.endswith("one.yaml")


def test_time_does_not_go_back(tmp_path):
    with pytest.raises(Misunderstood, match="时间倒退"):
        read(tmp_path, HEAD + GOOD + "  - {at: 2025-09-15 09:59, do: pass_time}\n")


def test_an_act_of_two_persons_names_both(tmp_path):
    line = "at: 2025-09-16 10:00, by: 采购人/officer, do: sign_contract, award: 中标"
    with pytest.raises(Misunderstood, match="两个人"):
        read(tmp_path, f"{HEAD}{GOOD}  - {{{line}, amount_yuan: 1, signed_on: 2025-09-15}}\n")


def test_a_refused_line_gives_no_name(tmp_path):
    refused = GOOD.replace("}\n", ", refused: {kind: NotAllowed}}\n")
    after = "  - {at: 2025-09-16 10:00, expect: ball, of: 中标}\n"
    with pytest.raises(Misunderstood, match="没有哪一行给出「中标」"):
        read(tmp_path, HEAD + refused + after)


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(Misunderstood, match="打不开"):
        read_story(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"story: \xff\n")
    with pytest.raises(Misunderstood, match="UTF-8"):
        read_story(tmp_path / "latin.yaml")
