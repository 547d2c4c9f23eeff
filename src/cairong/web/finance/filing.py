"""One filing: opened, read item by item, accepted or returned with a reason for each item."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.proposals import Proposed, proposal_back, waiting_proposal
from cairong.clocks.reads import deadlines_about
from cairong.contracts.reads import ContractView, confirm_until, contract_view
from cairong.contracts.states import CONTRACT
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.open_filing import open_filing
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.deciding import Decider, other_decider
from cairong.policy.size import SIZE_WORDS
from cairong.treasury.reads import disowned_on, words_on
from cairong.web.acting import carry_out, proposed, sent, to_proposal, told
from cairong.web.duties import shown
from cairong.web.finance.items import Line, lines_of
from cairong.web.finance.lists import DECIDE as ACT
from cairong.web.finance.lists import DESK
from cairong.web.forms import ActForm, LinesField
from cairong.web.frame import draw

PREPARES = (Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK)
VERDICTS = ("accept", "return")
SIZES: dict[str, str] = {str(key): word for key, word in SIZE_WORDS.items()}
FILING_DUTIES = (
    "sign_contract", "announce_contract", "file_contract", "review_filing", "mend_filing",
)  # fmt: skip
CONFUSED = "写了退回的理由,又选择了同意。请清空理由后同意,或选择退回。"
UNDECIDED = "请选择「同意备案」或「退回」。"


class DecideForm(ActForm):
    """A reason for each item that has to be mended, and which withheld items become public."""

    optional: ClassVar[Mapping[str, str]] = {"unconfirmed_reason": "同意备案时必填"}

    def __init__(self, *args: Any, lines: list[Line], verdict: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.verdict = lines, verdict
        for line in lines:
            self._ask(line.name, line.word, line)
        self._ask("", "整份备案")
        self.fields["unconfirmed_reason"] = LinesField(
            label="先行通过的理由", required=False, max_length=500,
            help_text="例如已电话联系不上、已当面核对开户许可证。会原样告诉供应商和采购人",
        )  # fmt: skip

    def _ask(self, name: str, word: str, line: Line | None = None) -> None:
        self.fields[f"reason_{name}"] = forms.CharField(
            label=f"{word}退回理由", required=False, max_length=500
        )
        if line and line.undecided:
            self.fields[f"public_{name}"] = forms.BooleanField(
                label="不同意不公开,予以公开", required=False
            )

    def clean(self) -> None:
        """Refuse an answer that is none, and one that says both."""
        if self.verdict not in VERDICTS:
            self.add_error(None, UNDECIDED)
        if self.verdict == "accept" and self._written("reason_"):
            self.add_error(None, CONFUSED)

    def arguments(self) -> dict[str, Any]:
        """Give the verdict, the reasons by item, and the items whose withholding is refused."""
        published = self._written("public_") if self.verdict == "accept" else {}
        return {
            "verdict": self.verdict,
            "reasons": self._written("reason_"),
            "published_items": [*published],
            "unconfirmed_reason": self.cleaned_data["unconfirmed_reason"],
        }

    def _written(self, kind: str) -> dict[str, Any]:
        """Read what was typed or ticked of a kind, by item; an item without is left out."""
        given = self.cleaned_data.items()
        return {name.removeprefix(kind): it for name, it in given if name.startswith(kind) and it}

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
    found, posted = contract_view(actor, contract_id), request.method == "POST"
    unopened = found.contract.state == "announced" and found.filing.opened_at is None
    other = other_decider(actor, found.contract.region, moment_of(request))
    if unopened and not posted and not actor.rests and other is None:
        open_filing(actor=actor, now=moment_of(request), contract_id=contract_id)
        found = contract_view(actor, contract_id)
    back = proposal_back(actor, ACT, contract_id)
    if back is not None and back.prepared_at < found.filing.submitted_at:
        back = None
    verdict = request.POST.get("verdict", "")
    begun = {"initial": _begun(back)} if back else {}
    form = sent(request, DecideForm, lines=lines_of(found), verdict=verdict, **begun)
    accepted = "合同备案,回款账户第一版生效。"
    return carry_out(
        request,
        form,
        told(request, actor, decide_filing.propose, contract_id=contract_id),
        draw=lambda shown: _drawn(request, actor, found, shown, back, other=other),
        done=to_proposal,
        also=("verdict",),
        said=proposed(accepted if verdict == "accept" else "备案退回采购人,逐项写明理由。"),
    )


def _begun(back: Proposed) -> dict[str, Any]:
    """Begin with the reasons of a proposal that came back in this round."""
    given = back.arguments["reasons"]
    reasons = given if isinstance(given, dict) else {"": given}
    chosen = {f"public_{name}": True for name in back.arguments["published_items"]}
    typed = {f"reason_{name}": text for name, text in reasons.items()}
    return typed | chosen | {"unconfirmed_reason": back.arguments.get("unconfirmed_reason", "")}


def _drawn(
    request: HttpRequest,
    actor: Actor,
    found: ContractView,
    form: DecideForm,
    back: Proposed | None,
    *,
    other: Decider | None,
) -> HttpResponse:
    contract, waiting = found.contract, waiting_proposal(actor, ACT, found.contract.pk)
    about = [contract.pk, contract.award_id]
    words, disowned = words_on(found.suppliers), disowned_on(found.suppliers)
    until = confirm_until(found.filing, contract.city_id)
    duties = deadlines_about(actor, moment_of(request), about, FILING_DUTIES)
    context = {
        "contract": contract,
        "state": CONTRACT.states[contract.state],
        "filing": found.filing,
        "earlier": found.filings[1:],
        "duties": [shown(duty) for duty in duties if duty.verdict != "open"],
        "deadline": next((duty for duty in duties if duty.verdict == "open"), None),
        "suppliers": [
            (each, SIZES.get(each.size, ""), words.get(each.pk), disowned.get(each.pk))
            for each in found.suppliers
        ],
        "silent": [each for each in found.suppliers if each.pk not in words],
        "disowned": [(each, disowned[each.pk]) for each in found.suppliers if each.pk in disowned],
        "until": until,
        "late": day_of(moment_of(request)) > until,
        "form": form,
        "changed": [line for line in form.lines if line.before],
        "proposal": waiting,
        "back": back,
        "decider": other,
        "open": contract.state == "announced" and actor.role in PREPARES and not (waiting or other),
    }
    return draw(request, actor, "finance/filing.html", context)
