"""What forms of all audiences share: say that it was done, and put a refusal beside its field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from cairong.doors.forms import Draw, Next, submit
from cairong.kernel.errors import Finding, Refusal

Places = Mapping[str, str]
NOWHERE: Places = {}


def carry_out(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    draw: Draw,
    done: Next,
    said: str,
    places: Places = NOWHERE,
    also: Iterable[str] = (),
) -> HttpResponseBase:
    """Carry out one act from a form, and say on the page that follows what was done.

    `places` names, by a finding's code, the field it belongs beside.
    """

    def placed(values: dict[str, Any]) -> object:
        with beside(places):
            return act(values)

    answer = submit(request, form, placed, draw=draw, done=done, also=also)
    if isinstance(answer, HttpResponseRedirect):
        messages.success(request, said)
    return answer


@contextmanager
def beside(places: Places) -> Iterator[None]:
    """Give the findings of a refusal the field they belong beside."""
    try:
        yield
    except Refusal as refusal:
        refusal.findings = tuple(_placed(one, places) for one in refusal.findings)
        raise


def _placed(finding: Finding, places: Places) -> Finding:
    place = places.get(finding.code)
    return replace(finding, params={**finding.params, "field": place}) if place else finding
