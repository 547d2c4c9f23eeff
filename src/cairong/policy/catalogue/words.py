"""How the facts of a finding are written in its sentence."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from string import Formatter
from typing import Any

from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import SHANGHAI
from cairong.kernel.money import format_yuan
from cairong.policy.catalogue.facts import fact_words

WEEKDAYS = "一二三四五六日"


def day_words(day: date | str) -> str:
    """Write a day as 2025年10月9日(周四)."""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{known.year}年{known.month}月{known.day}日(周{WEEKDAYS[known.weekday()]})"


def moment_words(moment: datetime | str) -> str:
    """Write a moment in China's time: 2025年10月9日 16:05."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = known.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def role_words(roles: str) -> str:
    """Write roles (one, or several joined by 、) by their Chinese names; other text as it is."""
    named = {role.value: ROLE_NAMES[role] for role in Role}
    return "、".join(named.get(each, each) for each in roles.split("、"))


def percent_words(percent: str | None) -> str:
    """Write a yearly cost: 3.5289%; a dash where terms are such that it has none."""
    return "—" if percent is None else f"{percent}%"


def possible_words(listed: str) -> str:
    """Say what the reader can do instead, of acts joined by 、; or that it is nothing."""
    return f"现在可以做的是:{listed}。" if listed else "您现在没有可办的事。"


FORMATS: Mapping[str, Callable[[Any], str]] = {
    "yuan": lambda fen: format_yuan(int(fen)),
    "day": day_words,
    "moment": moment_words,
    "role": role_words,
    "act": act_words,
    "facts": fact_words,
    "percent": percent_words,
    "possible": possible_words,
    "switch": lambda on: "启用" if on else "停用",
}


class SentenceFormatter(Formatter):
    """Templates may say {fen:yuan} and {due:day}; a fact that is missing is shown as …"""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Take a fact by name, or the mark of a missing one."""
        del args
        return kwargs.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one fact by its format.

        `yuan` takes fen, `day` and `moment` one or its ISO form, `role` and `act` a name, `facts` keys;
        `percent` alone has a word for what is known to have no value.
        """
        if value == "…" or (value is None and format_spec != "percent"):
            return "…"
        if write := FORMATS.get(format_spec):
            return write(value)
        return str(super().format_field(value, format_spec))
