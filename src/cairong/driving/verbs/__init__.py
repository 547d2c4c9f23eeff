"""What may be done with a case, in its order; a module's verbs are entered when it is imported."""

from cairong.driving.verbs import awards, contracts, shelf, offers  # isort: skip
from cairong.driving.verbs import locks, loans, openings, payments, payees  # isort: skip
from cairong.driving.verbs import admission, alerts, board, evaluating, guidance  # isort: skip
from cairong.driving.verbs import inspecting, oversight, promotion  # isort: skip
from cairong.driving.verbs import readiness, recommending, roster, rulebook, urging  # isort: skip
from cairong.driving.verb import enter_rest

enter_rest()

__all__ = [
    "admission", "alerts", "awards", "board", "contracts", "evaluating", "guidance", "inspecting",
    "loans", "locks", "offers", "openings", "oversight", "payees", "payments", "promotion",
    "readiness", "recommending", "roster", "rulebook", "shelf", "urging",
]  # fmt: skip
