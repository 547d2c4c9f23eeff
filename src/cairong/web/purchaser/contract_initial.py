"""What a contract's form begins with: the draft, or what came back from the second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from cairong.cases.drafts import Draft
from cairong.contracts.reads import Shares
from cairong.policy.items import OWN
from cairong.web.purchaser.contract_fields import AMOUNT, ELSEWHERE, field_of
from cairong.web.purchaser.contract_form import names


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Values by field, where the prefilled ones come from, and how many rows there are."""

    initial: Mapping[str, Any]
    sources: Mapping[str, str]
    rows: int


def beginning_of(draft: Draft, shares: Shares) -> Beginning:
    """Begin the form of an award's contract: prefilled, drafted, or sent back with changes.

    A draft saved since what came back was proposed to the second person is the newer of the two.
    """
    begun = of_draft(draft)
    if draft.back is None or draft.overtaken:
        return begun
    typed = of_arguments(draft.back.arguments, shares)
    return Beginning(
        initial={**begun.initial, **typed.initial},
        sources={name: word for name, word in begun.sources.items() if name not in typed.initial},
        rows=max(begun.rows, typed.rows),
    )


def of_draft(draft: Draft) -> Beginning:
    """Take values and their sources from a contract as it stands."""
    contract = draft.contract
    initial: dict[str, Any] = {
        each.code: getattr(contract, each.code) or None
        if each.kind == "money"
        else getattr(contract, each.code)
        for each in OWN
    }
    initial |= {
        AMOUNT: contract.amount_fen,
        "signed_on": contract.signed_on,
        "revision": contract.revision,
    }
    sources = {field_of(name): word for name, word in draft.sources.items()}
    for place, party in enumerate(draft.parties):
        account = (party.payee, party.account_no, party.bank, party.cnaps)
        initial |= dict(zip(names(place), account, strict=True))
        sources[names(place)[0]] = party.payee_from
    if len(draft.parties) == 1:
        initial["supplier_address"] = draft.parties[0].address
        sources["supplier_address"] = draft.parties[0].address_from
    schedule = draft.schedule
    initial |= _rows(
        (each.milestone, each.percent, each.agreed_days, each.unit) for each in schedule
    )
    given = {name: word for name, word in sources.items() if word}
    return Beginning(initial=initial, sources=given, rows=len(schedule) + 1)


def of_arguments(arguments: Mapping[str, Any], shares: Shares) -> Beginning:
    """Take values from the arguments of a proposal that came back."""
    fields = arguments.get("fields") or {}
    initial = {name: value for name, value in fields.items() if value is not None}
    initial |= {"amount": arguments.get("amount_fen"), "signed_on": arguments.get("signed_on")}
    initial |= {name: arguments.get(name) for name in (*ELSEWHERE, "withdrawn")}
    for name in ("outside_at", "announced_outside_at"):
        if at := initial[name]:
            initial[name] = datetime.fromisoformat(at)
    given = {argument["supplier_id"]: argument for argument in arguments.get("accounts") or []}
    for place, share in enumerate(shares):
        if kept := given.get(str(share.supplier_id)):
            account = (kept["payee"], kept["no"], kept["bank"], kept["cnaps"])
            initial |= dict(zip(names(place), account, strict=True))
    schedule = arguments.get("schedule") or []
    initial |= _rows(
        (each["milestone"], Decimal(each["percent"]), each["agreed_days"], each["unit"])
        for each in schedule
    )
    for at, argument in enumerate(arguments.get("withheld") or []):
        initial |= {f"{name}_{at}": argument[name] for name in ("item", "ground", "until")}
    return Beginning(initial=initial, sources={}, rows=len(schedule) + 1)


def _rows(schedule: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at, (milestone, percent, days, unit) in enumerate(schedule):
        found |= {
            f"milestone_{at}": milestone,
            f"percent_{at}": f"{percent.normalize():f}",
            f"agreed_days_{at}": days,
            f"unit_{at}": unit,
        }
    return found
