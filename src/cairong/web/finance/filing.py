"""One filing: opened, read item by item, accepted or returned with a reason for each item."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.proposals import proposal_back, waiting_proposal
from cairong.clocks.reads import duties_about
from cairong.contracts.models import Contract
from cairong.contracts.reads import contract_for, newest_filing, suppliers_of
from cairong.contracts.states import CONTRACT
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.open_filing import open_filing
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.size import SIZE_WORDS
from cairong.rulebook.reads import calendar_of
from cairong.web.acting import carry_out
from cairong.web.duties import deadline_of
from cairong.web.finance.items import Line, lines_of
from cairong.web.finance.lists import DECIDE as ACT
from cairong.web.finance.lists import DESK
from cairong.web.forms import ActForm
from cairong.web.frame import draw

PREPARES = (Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK)
VERDICTS = ("accept", "return")
FILING_DUTIES = (
    "sign_contract", "announce_contract", "file_contract", "review_filing", "mend_filing",
)  # fmt: skip
CONFUSED = "写了退回的理由,又选择了同意。请清空理由后同意,或选择退回。"
UNDECIDED = "请选择「同意备案」或「退回」。"


class DecideForm(ActForm):
    """A reason for each item that has to be mended, and which withheld items become public."""

    def __init__(self, *args: Any, lines: list[Line], verdict: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.verdict = lines, verdict
        for line in lines:
            self._ask(line.name, line.word, line)
        self._ask("", "整份备案")

    def _ask(self, name: str, word: str, line: Line | None = None) -> None:
        self.fields[f"reason_{name}"] = forms.CharField(
            label=f"{word}退回理由", required=False, max_length=500
        )
        if line and line.withheld and line.withheld.assent is None:
            self.fields[f"public_{name}"] = forms.BooleanField(
                label="不同意不公开,予以公开", required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that is none, and one that says both."""
        typed = dict(super().clean() or {})
        if self.verdict not in VERDICTS:
            self.add_error(None, UNDECIDED)
        if self.verdict == "accept" and any(self.reasons(typed).values()):
            self.add_error(None, CONFUSED)
        return typed

    def reasons(self, typed: dict[str, Any]) -> dict[str, str]:
        """Read the reasons by item; an item without one is left out."""
        return {
            name.removeprefix("reason_"): text
            for name, text in typed.items()
            if name.startswith("reason_") and text
        }

    def published(self, typed: dict[str, Any]) -> list[str]:
        """Name the items whose withholding is refused."""
        return [
            name.removeprefix("public_")
            for name, chosen in typed.items()
            if name.startswith("public_") and chosen
        ]

    def pairs(self) -> list[tuple[Line, Any, Any]]:
        """Lay each item beside its reason and, where asked, the choice to publish it."""
        return [
            (line, self[f"reason_{line.name}"],
             self[f"public_{line.name}"] if f"public_{line.name}" in self.fields else None)
            for line in self.lines
        ]  # fmt: skip

    def whole(self) -> Any:
        """The reason for the filing as a whole."""
        return self["reason_"]


@page(*DESK)
def filing(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Open a filing, and lay a decision on it before the second person."""
    contract = contract_for(actor, contract_id)
    if request.method == "POST":
        return _decided(request, actor, contract)
    current = newest_filing(contract)
    if contract.state == "announced" and current.opened_at is None:
        open_filing(actor=actor, now=moment_of(request), contract_id=contract_id)
        current.refresh_from_db()
    lines = lines_of(contract, current)
    form = DecideForm(lines=lines, initial=_begun(actor, contract))
    return _drawn(request, actor, contract, form)


def _decided(request: HttpRequest, actor: Actor, contract: Contract) -> HttpResponseBase:
    lines = lines_of(contract, newest_filing(contract))
    verdict = request.POST.get("verdict", "")
    form = DecideForm(request.POST, lines=lines, verdict=verdict)
    accepting = verdict == "accept"
    return carry_out(
        request,
        form,
        lambda typed: decide_filing.propose(
            actor=actor,
            now=moment_of(request),
            contract_id=contract.pk,
            verdict=verdict,
            reasons=form.reasons(typed),
            published_items=form.published(typed) if accepting else [],
        ),
        draw=lambda shown: _drawn(request, actor, contract, shown),
        done=lambda pk: reverse("proposal", args=[pk]),
        also=("verdict",),
        said="已提交复核。复核人同意后,"
        + ("合同备案,回款账户第一版生效。" if accepting else "备案退回采购人,逐项写明理由。"),
    )


def _begun(actor: Actor, contract: Contract) -> dict[str, Any]:
    """Begin with the reasons of a proposal that came back in this round."""
    back = proposal_back(actor, ACT, contract.pk)
    if back is None or back.prepared_at < newest_filing(contract).submitted_at:
        return {}
    given = back.arguments["reasons"]
    reasons = given if isinstance(given, dict) else {"": given}
    chosen = {f"public_{name}": True for name in back.arguments["published_items"]}
    return {f"reason_{name}": text for name, text in reasons.items()} | chosen


def _drawn(
    request: HttpRequest, actor: Actor, contract: Contract, form: DecideForm
) -> HttpResponse:
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    duties = [
        deadline_of(one, today=today, calendar=calendar)
        for one in duties_about([contract.pk, contract.award_id]).exclude(state="cancelled")
        if one.kind in FILING_DUTIES
    ]
    current = newest_filing(contract)
    waiting = waiting_proposal(actor, ACT, contract.pk)
    sizes: dict[str, str] = {str(key): word for key, word in SIZE_WORDS.items()}
    context = {
        "contract": contract,
        "state": CONTRACT.states[contract.state],
        "filing": current,
        "earlier": list(contract.filings.filter(round__lt=current.round).order_by("-round")),
        "duties": [one for one in duties if one.verdict != "open"],
        "deadline": next((one for one in duties if one.verdict == "open"), None),
        "suppliers": [(one, sizes.get(one.size, "")) for one in suppliers_of(contract)],
        "form": form,
        "words": {line.name: line.word for line in form.lines},
        "changed": [line for line in form.lines if line.before],
        "proposal": waiting,
        "back": proposal_back(actor, ACT, contract.pk) if _begun(actor, contract) else None,
        "open": contract.state == "announced" and actor.role in PREPARES and not waiting,
    }
    return draw(request, actor, "finance/filing.html", context)
