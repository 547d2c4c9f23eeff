"""Boxes and labels of forms written straight out: a template for each costs most of a page.

What Django's own templates would draw, to the letter (tests/web/test_widgets.py).
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

PLACE = "django/forms/widgets/"
INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "input")


def put(value: Any) -> str:
    """Put a value into markup: what is markup as it is, anything else escaped."""
    return value if isinstance(value, SafeString) else escape(str(value))


def written_attrs(attrs: Mapping[str, Any]) -> str:
    """Write the attributes of a tag: what is False falls away, what is True stands by its name."""
    return "".join(
        f" {put(name)}" if value is True else f' {put(name)}="{put(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(context: Mapping[str, Any]) -> str:
    of = context["widget"]
    value = "" if of["value"] is None else f' value="{put(of["value"])}"'
    kind, name = put(of["type"]), put(of["name"])
    return f'<input type="{kind}" name="{name}"{value}{written_attrs(of["attrs"])}>'


def _select(context: Mapping[str, Any]) -> str:
    of = context["widget"]
    parts = [f'<select name="{put(of["name"])}"{written_attrs(of["attrs"])}>']
    for group, options, _ in of["optgroups"]:
        parts += [f'\n  <optgroup label="{put(group)}">'] if group else []
        parts += [f"\n  {_option(each)}" for each in options]
        parts += ["\n  </optgroup>"] if group else []
    return "".join([*parts, "\n</select>"])


def _option(of: Mapping[str, Any]) -> str:
    value, label = put(of["value"]), put(of["label"])
    return f'<option value="{value}"{written_attrs(of["attrs"])}>{label}</option>\n'


def _label(context: Mapping[str, Any]) -> str:
    label, tag = put(context["label"]), context["tag"]
    if not context["use_tag"]:
        return str(label)
    return f"<{tag}{written_attrs(context['attrs'] or {})}>{label}</{tag}>"


DRAWN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"{PLACE}{kind}.html": _input for kind in INPUTS},
    f"{PLACE}select.html": _select,
    "django/forms/label.html": _label,
}
