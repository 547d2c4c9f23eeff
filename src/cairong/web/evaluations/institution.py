"""The page of one institution's year for authorities: its points, and what the bank does of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.assessment.reads import frozen_result
from cairong.evaluation.actions.close_flag import close_flag
from cairong.evaluation.actions.decide_support import decide_support
from cairong.evaluation.showing import institution_page
from cairong.kernel.actor import OVERSEERS, Actor
from cairong.policy.incentives import SUPPORT_WORDS
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.evaluations.forms import FlagForm, SupportForm
from cairong.web.evaluations.points import flag_word, said

READERS = tuple(sorted(OVERSEERS))


def _flags(actor: Actor, now: datetime, year: int, institution_id: UUID) -> Mapping[str, Any]:
    flags = institution_page(actor, now, year, institution_id).open_flags
    return {"offered": [(each.code, flag_word(each)) for each in flags]}


def _supports(actor: Actor, now: datetime, year: int, institution_id: UUID) -> Mapping[str, Any]:
    codes = institution_page(actor, now, year, institution_id).undecided
    return {"offered": {code: SUPPORT_WORDS[code] for code in codes}}


def _shows(actor: Actor, now: datetime, year: int, institution_id: UUID) -> dict[str, Any]:
    found = institution_page(actor, now, year, institution_id)
    forms: dict[str, Any] = {}
    if found.looks and found.open_flags:
        forms["flag_form"] = FlagForm(**_flags(actor, now, year, institution_id))
    if found.decides and found.undecided:
        forms["support_form"] = SupportForm(**_supports(actor, now, year, institution_id))
    return {**said(found, frozen_result(actor.city, year, institution_id)), **forms}


drawn = page_of("evaluations/institution.html", _shows)
evaluated = look_view(drawn, *READERS)
looked = act_view(
    close_flag, FlagForm, "flag_form", draw=drawn, only_posted=True, said="已记下查明的情况。",
    needs=lambda actor, now, record: _flags(actor, now, **record), done="overseer-evaluated",
)  # fmt: skip
supported = act_view(
    decide_support, SupportForm, "support_form", draw=drawn, only_posted=True,
    needs=lambda actor, now, record: _supports(actor, now, **record),
    then="决定生效,机构收到消息。", places={"evaluation.support_grade": "granted"},
)  # fmt: skip
