"""The forms of an application's page as they are at first, filled with what is known."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cairong.cases.applications import Dealing
from cairong.cases.background import Background
from cairong.policy.inquiring import MOST_DEFECTS
from cairong.policy.wanted import written
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.institution.forms import (
    BackgroundForm,
    ConditionsForm,
    DefectsForm,
    DisburseForm,
    EligibilityForm,
    LookupForm,
    QuestionForm,
    RejectForm,
    VerifyForm,
)

FORMS: dict[str, type[ActForm]] = {
    "contact": ActForm,
    "ask": ActForm,
    "complete": ActForm,
    "defects": DefectsForm,
    "question": QuestionForm,
    "verify": VerifyForm,
    "background": BackgroundForm,
    "eligibility": EligibilityForm,
    "lookup": LookupForm,
    "reject": RejectForm,
    "lock": ActForm,
    "lock_recall": ReasonForm,
    "conditions": ConditionsForm,
    "disburse": DisburseForm,
    "step_back": ReasonForm,
}


def begun(dealing: Dealing, today: date, given: Mapping[str, Any]) -> dict[str, Any]:
    """Make the forms of an application's page, but those `given` that were refused.

    A refused one is drawn as it was sent, beside what is so now.
    """
    own: dict[str, dict[str, Any]] = {
        "verify": {"obliged": dealing.obliged},
        "background": _of_background(dealing.background),
        "defects": {"initial": {"defects": written(dealing.missing[:MOST_DEFECTS])}},
        "disburse": {"initial": {"amount": dealing.chosen.due_fen if dealing.chosen else None}},
        "eligibility": {"today": today},
        "lookup": {"askable": dealing.looks.codes},
    }
    if dealing.background and "background_form" in given:
        given["background_form"].initial["seen"] = dealing.background.digest
    made = {
        f"{name}_form": form(auto_id=f"{name}-%s", **own.get(name, {}))
        for name, form in FORMS.items()
    }
    return {**made, **given}


def _of_background(found: Background | None) -> dict[str, Any]:
    """Begin the checklist with the opinion given before; what is ticked is judged anew."""
    if found is None:
        return {}
    opinion = found.kept.opinion if found.kept else ""
    return {"doubtful": found.doubtful, "initial": {"opinion": opinion, "seen": found.digest}}
