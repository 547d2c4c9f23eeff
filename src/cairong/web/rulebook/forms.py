"""What is typed into the rulebook: a value, a year's days, a rate."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cairong.kernel.calendar import SATURDAY
from cairong.kernel.errors import Finding
from cairong.policy.catalogue import sentence
from cairong.policy.parameters import BY_CODE, FEN, Parameter
from cairong.web.forms import ActForm, DayField, NumberField, WholeField, YuanField
from cairong.web.parts.words import long_day

DAY = r"(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?"
SPAN = re.compile(rf"{DAY}(?:\s*(?:至|到|—|–|~|-)\s*(?:{DAY}|(\d{{1,2}})日))?")
WEEKDAY = re.compile(r"[((]\s*(?:周|星期)[一二三四五六日天]\s*[))]")
BETWEEN = re.compile(r"[\s,,、;;]+")
LONGEST = 62
SOURCE_HINT = "写明文号或网址,会随这个值一直显示"


class DaysField(forms.CharField):
    """Days of one year, one by one or as stretches: `2027-02-05至2027-02-11、10月1日`.

    Its value is a list of (first, last) as month and day, with the year where it was written.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(max_length=4000, **kwargs)

    def stretches(self, text: str, year: int) -> list[tuple[date, date]]:
        """Read what was typed as stretches of days. Raises ValidationError naming the word."""
        joined = re.sub(r"\s*(至|到|—|–|~)\s*", r"\1", WEEKDAY.sub("", text))
        return [self._stretch(word, year) for word in BETWEEN.split(joined) if word]

    def _stretch(self, word: str, year: int) -> tuple[date, date]:
        stretch = _stretch(word, year)
        if stretch is None:
            params = {"field": str(self.label), "value": word[:40]}
            raise ValidationError(sentence(Finding(code="invalid.date", params=params)))
        return stretch


class HolidayForm(ActForm):
    """One year's arrangement; `seen` holds the days whose effect was already shown."""

    year = WholeField(label="年份", unit="年", min_value=2019, max_value=2100)
    days_off = DaysField(
        label="放假的日子",
        help_text="照通知抄写,例如:1月1日至3日、2月5日至2月11日。一段里的周六、周日本来就休息,不用去掉。",
    )
    days_worked = DaysField(
        label="补班的周六、周日", required=False, help_text="例如:1月4日、2月14日。没有就不填。"
    )
    source = forms.CharField(label="来源", max_length=300, help_text=SOURCE_HINT)
    seen = forms.CharField(required=False, max_length=9000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Turn the stretches into single days: weekdays off, and weekend days worked."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("year"):
            return typed
        off, worked = (self._stretches(name) for name in ("days_off", "days_worked"))
        for day in _days(worked):
            if any(first <= day <= last for first, last in off):
                self.add_error("days_worked", f"{long_day(day)}也在放假的日子里。请只写在一处。")
        typed["days_off"], typed["days_worked"] = _days(off), _days(worked)
        return typed

    def _stretches(self, name: str) -> list[tuple[date, date]]:
        field, text = self.fields[name], self.cleaned_data.get(name, "")
        assert isinstance(field, DaysField)
        try:
            return field.stretches(text, self.cleaned_data["year"])
        except ValidationError as error:
            self.add_error(name, error)
            return []

    @property
    def signature(self) -> str:
        """The days as one text, by which a change after the trial is noticed."""
        typed = self.cleaned_data
        days = [day.isoformat() for day in (*typed["days_off"], *typed["days_worked"])]
        return " ".join([str(typed["year"]), *days])


class LprForm(ActForm):
    """One publication of the LPR, in percent as published; the fields bear the names of the act."""

    published_on = DayField(label="公布日")
    one_year_bp = NumberField(
        label="一年期(%)", unit="%", min_value=Decimal("0.01"), max_value=30, decimal_places=2,
        help_text="照公布的百分数填写,例如 3.00",
    )  # fmt: skip
    five_year_bp = NumberField(
        label="五年期以上(%)", unit="%", min_value=Decimal("0.01"), max_value=30, decimal_places=2
    )
    source = forms.CharField(label="来源", max_length=300, help_text=SOURCE_HINT)

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the rates in basis points."""
        typed = super().arguments()
        rates = {name: int(typed[name] * 100) for name in ("one_year_bp", "five_year_bp")}
        return typed | rates


class ParameterForm(ActForm):
    """A new value of one parameter, from a day on."""

    valid_from = DayField(label="生效日", help_text="今天或以后;已经开始的事项仍按原值。")
    source = forms.CharField(label="来源", max_length=300, help_text=SOURCE_HINT)
    field_order = ("value", "valid_from", "source")

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = BY_CODE[parameter.code].words
        if words:
            choices = [(str(value), word) for value, word in words.items()]
            self.fields["value"] = forms.TypedChoiceField(
                label="新的值", choices=choices, coerce=int
            )
        elif parameter.unit == FEN:
            self.fields["value"] = YuanField(label="新的值")
        else:
            attrs = {"data-unit": parameter.unit}
            self.fields["value"] = WholeField(
                label="新的值", unit=parameter.unit, widget=forms.TextInput(attrs=attrs)
            )
        self.order_fields(self.field_order)


def _stretch(word: str, year: int) -> tuple[date, date] | None:
    """Read one word as a day or a stretch of days; None where it is neither."""
    match = SPAN.fullmatch(word)
    if match is None:
        return None
    try:
        first = date(int(match[1] or year), int(match[2]), int(match[3]))
        last = date(
            int(match[4] or first.year),
            int(match[5] or first.month),
            int(match[6] or match[7] or first.day),
        )
    except ValueError:
        return None
    return (first, last) if timedelta() <= last - first <= timedelta(days=LONGEST) else None


def _days(stretches: list[tuple[date, date]]) -> list[date]:
    found = set[date]()
    for first, last in stretches:
        whole = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        found |= {day for day in whole if len(whole) == 1 or day.weekday() < SATURDAY}
    return sorted(found)
