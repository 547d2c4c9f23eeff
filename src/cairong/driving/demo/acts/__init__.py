"""The acts a script may name: each is a function of a case, found by its name."""

from collections.abc import Callable, Mapping

from cairong.driving.demo.acts import changing, contracting, financing, locking, paying
from cairong.driving.demo.case import Case

Act = Callable[[Case], None]
ACTS: Mapping[str, Act] = {
    name: act
    for module in (contracting, financing, locking, paying, changing)
    for name, act in module.ACTS.items()
}
