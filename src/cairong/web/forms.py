"""Forms as every page draws them: label above, hint below, errors beside, amounts in yuan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

from cairong.doors.actors import TOKEN
from cairong.doors.forms import with_token
from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.identifiers import check_account, check_cnaps, check_serial, check_uscc
from cairong.kernel.money import read_yuan, yuan_string
from cairong.kernel.numbers import read_number
from cairong.kernel.text import check_characters, half_width
from cairong.policy.catalogue import sentence
from cairong.web.widgets import DRAWN

UNNAMED = ProhibitNullCharactersValidator  # says neither which field nor what to do
STOCK = forms.Field.default_error_messages
WRITTEN_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


Choices = Sequence[tuple[str, str]]


def choices_of(words: Iterable[str]) -> Choices:
    """Offer words to choose from, none of them chosen to begin with."""
    return [("", "请选择"), *((word, word) for word in words)]


class PageRenderer(DjangoTemplates):
    """Draws a form by the product's own parts."""

    form_template_name = "parts/form_fields.html"
    field_template_name = "parts/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw by a template, boxes and labels without one."""
        drawn = DRAWN.get(template_name)
        return super().render(template_name, context, request) if drawn is None else drawn(context)


PAGES = PageRenderer()  # one, which keeps the templates it has read


class PageForm(forms.Form):
    """A form of a page. `sources` says where a prefilled value comes from, by field name.

    `choices` are those of the fields that offer what has to be read first, by field name.
    Its list of errors is read first after a refusal, unless `takes_focus` is turned off.
    `optional` says, by field name, more than 可不填 of a field that need not always be filled in.
    """

    default_renderer = PAGES
    takes_focus = True
    optional: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        *args: Any,
        sources: Mapping[str, str] | None = None,
        choices: Mapping[str, Choices] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.sources = dict(sources or {})
        for name, offered in (choices or {}).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def full_clean(self) -> None:
        """Clean; a field without words of its own says by name what is missing or too long.

        No text may hold characters that break pages, whatever else is wrong with the form.
        """
        for name, field in self.fields.items():
            label = str(field.label or name)
            for code, said in _own_words(label, field).items():
                if field.error_messages.get(code) == STOCK.get(code):
                    field.error_messages[code] = said
            if isinstance(field, forms.CharField):
                kept = [
                    validator
                    for validator in field.validators
                    if not isinstance(validator, UNNAMED | Characters)
                ]
                field.validators = [Characters(label), *kept]
        super().full_clean()

    def arguments(self) -> dict[str, Any]:
        """Give what was typed under the names of the act's own arguments."""
        return {key: value for key, value in self.cleaned_data.items() if key != TOKEN}


def _own_words(label: str, field: forms.Field) -> dict[str, str]:
    """Word what Django has words of its own for; it fills in the length it counted."""
    said = {"required": sentence(Finding(code="invalid.required", params={"field": label}))}
    if isinstance(field, forms.CharField) and field.max_length is not None:
        facts = {"least": field.min_length or 0, "most": field.max_length}
        params = {"field": label.replace("%", "%%"), "length": "%(show_value)d", **facts}
        length = sentence(Finding(code="invalid.text_length", params=params))
        said |= {"min_length": length, "max_length": length}
    return said


class Characters:
    """Refuses controls, direction overrides and piled-up marks in a text, by the field's name."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, text: Any) -> None:
        """Look at one text. Raises ValidationError with the catalogue's sentence."""
        if not isinstance(text, str):
            return
        try:
            check_characters(text, self.label)
        except Invalid as refusal:
            raise ValidationError(sentence(refusal.findings[0])) from None


class ActForm(PageForm):
    """A form whose sending is one act: its one-time token makes a double click do once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_token(self)


class LinesField(forms.CharField):
    """A text of several lines; its box shows so many `rows` of them."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class TickedField(forms.TypedMultipleChoiceField):
    """Some of several records, ticked one by one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, widget=forms.CheckboxSelectMultiple, **kwargs)


class ReasonForm(ActForm):
    """Why something is refused, taken back or declined."""

    reason = LinesField(label="理由", min_length=2, max_length=300, help_text="会原样告诉对方")


class YuanField(forms.CharField):
    """An amount typed in yuan (30万 and 壹佰元整 are read too); its value is whole fen."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "money-input", "data-unit": "元"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show fen as yuan; what was typed stays as typed."""
        return yuan_string(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Read what was typed as fen. Raises ValidationError with the catalogue's sentence."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_yuan(text, str(self.label or "金额"))
        except Invalid as refusal:
            raise ValidationError(sentence(refusal.findings[0])) from None


class WholeField(forms.IntegerField):
    """A whole number as people write it: １２, 1,000, with its `unit` 30天; its value is an int."""

    widget = forms.TextInput  # a box of type «number» forgets what it cannot read

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Bring up the keys of digits, where no sign may be needed."""
        plain = isinstance(self.min_value, int) and self.min_value >= 0
        return {"inputmode": "numeric"} if plain and not widget.is_hidden else {}

    def to_python(self, value: Any) -> int | None:
        """Read what was typed. Raises ValidationError with the catalogue's sentence."""
        read = _number(value, self, places=0)
        return None if read is None else int(read)

    def validate(self, value: Any) -> None:
        """Hold the number against its bounds, in words of our own."""
        super().validate(value)
        _within(value, self)


class NumberField(forms.DecimalField):
    """A number with decimals as people write it: １２.５, with its `unit` 12.5%."""

    widget = forms.TextInput

    def __init__(self, *, decimal_places: int, unit: str = "", **kwargs: Any) -> None:
        self.unit, self.places = unit, decimal_places
        super().__init__(decimal_places=decimal_places, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Bring up the keys of digits and the point."""
        return {} if widget.is_hidden else {"inputmode": "decimal"}

    def to_python(self, value: Any) -> Any:
        """Read what was typed. Raises ValidationError with the catalogue's sentence."""
        return _number(value, self, places=self.places)

    def validate(self, value: Any) -> None:
        """Hold the number against its bounds, in words of our own."""
        super().validate(value)
        _within(value, self)


class CodeField(forms.CharField):
    """A code that is checked by itself; full-width digits and blanks between groups are read.

    `check` returns a valid code, named by its field. Raises Invalid.
    """

    check: Callable[[str, str], str]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Read what was typed. Raises ValidationError with the catalogue's sentence."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return self.check("".join(half_width(text).split()), str(self.label))
        except Invalid as refusal:
            raise ValidationError(sentence(refusal.findings[0])) from None


class UsccField(CodeField):
    """A unified social credit code."""

    check = staticmethod(check_uscc)


class AccountField(CodeField):
    """A bank account's number."""

    check = staticmethod(check_account)


class CnapsField(CodeField):
    """The number of a bank's branch."""

    check = staticmethod(check_cnaps)


class SerialField(CodeField):
    """The serial number of a bank slip."""

    check = staticmethod(check_serial)


class DayField(forms.DateField):
    """A day, picked by the browser's own calendar, or typed as 2025-10-09 or 2025年10月9日."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", WRITTEN_DAYS)
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Read a day. Raises ValidationError with the catalogue's sentence."""
        try:
            return super().to_python(half_width(value) if isinstance(value, str) else value)
        except ValidationError:
            params = {"field": str(self.label or "日期"), "value": str(value)[:40]}
            raise ValidationError(sentence(Finding(code="invalid.date", params=params))) from None


def _number(value: Any, field: WholeField | NumberField, *, places: int) -> Decimal | None:
    if value in field.empty_values or not str(value).strip():
        return None
    try:
        return read_number(str(value), str(field.label), places=places, unit=field.unit)
    except Invalid as refusal:
        raise ValidationError(sentence(refusal.findings[0])) from None


def _within(value: Any, field: WholeField | NumberField) -> None:
    least: Any = field.min_value
    most: Any = field.max_value
    if value is None or ((least is None or value >= least) and (most is None or value <= most)):
        return
    params = {
        "field": str(field.label),
        "value": value,
        "least": _bound(least),
        "most": _bound(most),
    }
    raise ValidationError(sentence(Finding(code="invalid.range", params=params)))


def _bound(bound: object) -> str:
    return "不限" if bound is None else str(bound)
