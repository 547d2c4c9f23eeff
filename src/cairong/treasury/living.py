"""What the SQL of this room takes from the chart of accounts and from the tables of states."""

from collections.abc import Iterable

from cairong.kernel.states import StateTable
from cairong.orders.states import UNDER_WAY, UNPAID
from cairong.policy.orders import UNHEARD
from cairong.policy.parameters import BY_CODE
from cairong.treasury.chart import FLOWS, OF_PAYMENT, SIDES, Account, Side
from cairong.treasury.states import LIVE, LOCK, OPEN_PAYMENTS, OPENING, PAYMENT

CAP = "contract_cap_percent"


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _cases(column: str, values: Iterable[tuple[str, str]]) -> str:
    return _switched(column, ((code, f"'{value}'") for code, value in values))


def _switched(column: str, values: Iterable[tuple[str, str]]) -> str:
    cases = "\n".join(f"    WHEN '{code}' THEN {value}" for code, value in values)
    return f"CASE {column}\n{cases} END"


def _sizes() -> Iterable[tuple[str, str]]:
    """Say how many accounts a posting of each kind moves."""
    return ((kind, str(len(flow.takes) + len(flow.gives))) for kind, flow in FLOWS.items())


def _steps(table: StateTable) -> str:
    pairs = sorted({(before, step.after) for (before, _), step in table.steps.items()})
    return ",\n".join(f"('{before}', '{after}')" for before, after in pairs if before != after)


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    return {
        "side_of_account": _cases(
            "account", [(account, side) for side, accounts in SIDES.items() for account in accounts]
        ),
        "accounts_of_kind": _switched("min(kind)", _sizes()),
        "shipped_caps": ", ".join(str(each.value) for each in BY_CODE[CAP].by_city()),
        "contract_side": _listed(SIDES[Side.CONTRACT]),
        "sums_moved": ",\n".join(f"{each}_fen = r.{each}_fen + s.{each}" for each in Account),
        "sums_posted": ",\n".join(
            f"sum(CASE account WHEN '{each}' THEN delta_fen ELSE 0 END) AS {each}"
            for each in Account
        ),
        "sum_not_zero": "\nOR ".join(f"NEW.{each}_fen <> 0" for each in Account),
        "payment_kinds": _listed(OF_PAYMENT),
        "payment_state_of_kind": _cases("kind", OF_PAYMENT.items()),
        "payment_steps": _steps(PAYMENT),
        "opening_steps": _steps(OPENING),
        "open_payments": _listed(OPEN_PAYMENTS),
        "under_way": _listed(UNDER_WAY),
        "unheard": f"interval '{UNHEARD.total_seconds():.0f} seconds'",
        "unpaid": _listed(UNPAID),
        "lock_steps": _steps(LOCK),
        "live_locks": _listed(LIVE),
    }
