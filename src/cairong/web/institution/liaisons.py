"""Whom suppliers ask at the institution, county by county. 二(四)-1"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.cases.green_channel import counties_of, people_of
from cairong.kernel.actor import Actor
from cairong.kernel.acts import ACTS
from cairong.parties.reads import served_regions
from cairong.policy.liaising import PHONE_LEAST
from cairong.products.actions.name_liaison import end_liaison, name_liaison
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm
from cairong.web.institution.lists import PEOPLE

PHONE = "供应商打的办公电话,代班的人也在这里接,例如 0379-60000001"


class LiaisonForm(ActForm):
    """Who is asked, at which number, in which regions."""

    person_id = forms.TypedChoiceField(label="专人", coerce=UUID)
    phone = forms.CharField(
        label="办公电话", min_length=PHONE_LEAST, max_length=30, help_text=PHONE
    )
    regions = forms.MultipleChoiceField(
        label="负责的区域",
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选全市的,负责市本级和没有另外指定专人的县区;已有专人的区域改由这位负责",
    )


def _needs(actor: Actor, now: datetime, *_: object) -> Mapping[str, Any]:
    regions = [
        (code, f"{name}(全市)" if code == actor.city else name)
        for code, name in served_regions(actor, now).items()
    ]
    return {"choices": {"person_id": _offered(actor, now), "regions": regions}}


def _offered(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    return [("", "请选择"), *((str(pk), name) for pk, name in people_of(actor, now))]


def _shows(actor: Actor, now: datetime, *_: object) -> Mapping[str, Any]:
    counties = counties_of(actor, now)
    return {
        "counties": counties,
        "uncovered": [each.name for each in counties if each.served and not each.duty],
        "names": actor.role in ACTS["name_liaison"].roles,
        "form": LiaisonForm(**_needs(actor, now)),
        "end_form": ActForm(auto_id=False),
    }


def _page(_: object, __: str) -> str:
    return reverse("institution-liaisons")


_view = partial(act_view, draw=page_of("institution/liaisons.html", _shows), done=_page)
liaisons = _view(
    name_liaison,
    LiaisonForm,
    roles=PEOPLE,
    needs=_needs,
    said="已指定,供应商在意向和绿色通道专人的页面看得到。",
)
liaison_end = _view(
    end_liaison, only_posted=True, said="这个区域不再由这位负责。请尽快另外指定专人。"
)
