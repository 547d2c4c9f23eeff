"""Abuse 9, 10: every box for money, numbers, days and codes, found by the kind of its field."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.forms import Field

import cairong.web
from abuse.test_forms import forms
from abuse.walking import drawn
from cairong.audit.models import Event
from cairong.kernel.identifiers import uscc_check
from cairong.web.forms import (
    AccountField,
    CnapsField,
    DayField,
    NumberField,
    UsccField,
    WholeField,
    YuanField,
)
from support.seeds import some_of

pytestmark = pytest.mark.xdist_group("abuse-forms")  # walked to once by a process

BODY = "91410300MA9K1R0T2"
USCC = BODY + uscc_check(BODY)
READ = {
    YuanField: {
        "１２３４５６.７８": 12_345_678, "1,000.00": 100_000, "壹佰元": 10_000, "30万": 30_000_000,
        "壹佰元整": 10_000, "￥１，０００": 100_000, "３０万元": 30_000_000, "4.5万": 4_500_000,
    },
    WholeField: {"３": 3, "03": 3, "1,000": 1000, "１,０００": 1000, "5.0": 5},
    NumberField: {one: Decimal("12.5") for one in ("１２.５", "12.50", "１２．５")},
    AccountField: {
        "６２２２０２０２０００１２３４５６７８": "6222020200012345678",
        "6222 0202 0001 2345 678": "6222020200012345678", "41001-5-0123456": "41001-5-0123456",
    },
    CnapsField: {"１０２４９３００２０１２": "102493002012", "102 4930 0201 2": "102493002012"},
    UsccField: {USCC: USCC, f" {USCC} ": USCC, USCC.replace("1", "１"): USCC},
    DayField: {"2025-10-09": date(2025, 10, 9), "2025年10月9日": date(2025, 10, 9),
               "２０２５-１０-０９": date(2025, 10, 9), "2025/10/9": date(2025, 10, 9)},
}  # fmt: skip
REFUSED = {
    YuanField: ["1,00.00", "约30万", "30万-40万", "1e5", "1.001", "-1", "NaN", "壹佰贰", "10³",
                "٣٠", "30萬零", "O.5"],
    WholeField: ["三十", "30万", "1.5", "1,00", "1e3", "1_000", "NaN", "٣٠", "10³", "1.000", "3O",
                 "③"],
    NumberField: ["百分之四十", "4,0", "12.345", "4e1", "1_0", "NaN", "٤٠", "Infinity", "½", "40‰",
                  "4O", "12..5"],
    AccountField: ["6222O20200012345678", "622202020001234567О", "1234567", "6222²20200012345678",
                   "٦٢٢٢٠٢٠٢٠٠٠١٢٣٤", "6222--0202", "①②③④⑤⑥⑦⑧⑨", "6" * 33, "账号", "1e18",
                   "6222.0202.0001", "６２２２"],
    CnapsField: ["10249300201O", "1O2493002012", "999493002012", "10249300201", "10249300201О",
                 "1024930020122", "联行号", "١٠٢٤٩٣٠٠٢٠١٢", "10249300201²", "10249300201l",
                 "102-493002012", "０００"],
    UsccField: [BODY + "0" if USCC[-1] != "0" else BODY + "1", USCC.replace("0", "O"),
                USCC.replace("M", "М"), USCC.replace("A", "Α"), USCC.lower(), USCC[:-1], USCC + "0",
                USCC.replace("1", "I"), USCC.replace("1", "l"), "统一社会信用代码", "9" * 18,
                USCC[:2] + "AB" + USCC[4:]],
    DayField: ["2025-13-01", "十月一日", "10/09/2025", "2025-02-30", "NaN", "45939", "2025-10",
               "今天", "2025-10-09T25:00", "٢٠٢٥", "2025-1O-09", "25-10-09"],
}  # fmt: skip
ROUNDS = 12
SHOWN = re.compile(r"例如|请写成|应在|不小于")
RAW = re.compile(r"forms\.(IntegerField|DecimalField|FloatField|DateField)\(")
PLAIN_CODE = re.compile(
    r"\b(\w*(?:uscc|account_no|cnaps|amount|percent|_fen|_yuan)\w*)\"?\]?\s*[=:]\s*forms\.CharField"
)


def kind_of(field: Field) -> type[Field] | None:
    """The kind of box a field is, None for text, choices and ticks."""
    return next((kind for kind in READ if isinstance(field, kind)), None)


def boxes(answer, names) -> dict[str, Field]:
    """The boxes of a page's forms among these names."""
    return {
        bound.html_name: bound.field
        for form in drawn(answer)
        for bound in form
        if bound.html_name in names and kind_of(bound.field)
    }


def walked(busy) -> Iterator[tuple]:
    for client, form in forms(busy):
        if form.method == "post" and (found := boxes(client.get(form.page), form.sent)):
            yield client, form, found


def test_every_box_is_read_as_written_or_refused_with_an_example_and_nothing_is_lost(busy):
    wrong, seen, dealt = [], set(), some_of(range(ROUNDS), 4)
    for client, form, found in walked(busy):
        seen |= {(form.address, kind_of(one)) for one in found.values()}
        wrong += [f"{form.address} {one}" for one in misread(found)]
        wrong += [f"{form.address} {one}" for one in let_through(client, form, found, next(dealt))]
    assert not wrong, "\n".join(wrong)
    assert {kind for _, kind in seen} == set(READ)
    assert len(seen) > 20


def misread(found: dict[str, Field]) -> Iterator[str]:
    """What of that which says one thing was not read as that."""
    for name, field in found.items():
        for typed, value in READ[kind_of(field)].items():
            try:
                read = field.clean(typed)
            except ValidationError as refused:
                read = value if "超出范围" in str(refused) else str(refused)
            if read != value:
                yield f"{name} {typed}: {read}"


def let_through(client, form, found: dict[str, Field], turns: list[int]) -> Iterator[str]:
    """What of that which says nothing, or two things, was taken, lost or badly told."""
    for turn in turns:
        bad = {name: REFUSED[kind_of(one)][turn] for name, one in found.items()}
        events = Event.objects.count()
        answer = client.post(form.address, {**form.with_token(), **bad})
        if answer.status_code != 422 or Event.objects.count() != events:
            yield f"{bad}: {answer.status_code}"
        page = answer.content.decode()
        for name, typed in bad.items():
            if escape(typed) not in page:
                yield f"{name}: {typed} is lost"
            if not told(answer, name):
                yield f"{name}: {typed} is not told with an example"


def told(answer, name: str) -> bool:
    """Whether the page says beside this box what is wrong, with an example or its bounds."""
    said = [one.errors[name] for one in drawn(answer) if one.is_bound and name in one.errors]
    return any(SHOWN.search(str(one)) for errors in said for one in errors)


def sources() -> list[Path]:
    return sorted(Path(cairong.web.__file__).parent.rglob("*.py"))


def test_no_form_asks_for_a_number_or_code_by_a_field_of_its_own():
    """A new form is caught before it is drawn anywhere."""
    wrong = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.name != "typed.py":
            wrong += [f"{path.name}: {one[0]}" for one in RAW.finditer(text)]
            wrong += [f"{path.name}: {one[1]}" for one in PLAIN_CODE.finditer(text)]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    ["    days = forms.IntegerField(label='x')", "rate = forms.DecimalField()",
     "    uscc = forms.CharField(label='x')", '"account_no": forms.CharField(',
     '            self.fields["percent_0"] = forms.CharField('],
)  # fmt: skip
def test_the_probe_can_see_one(line):
    assert [one for one in (RAW, PLAIN_CODE) if one.search(line)]
