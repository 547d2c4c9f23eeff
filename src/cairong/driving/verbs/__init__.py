"""What may be done with a case, in its order; a module's verbs are entered when it is imported."""

from cairong.driving.verbs import awards, contracts, shelf, offers  # isort: skip
from cairong.driving.verbs import locks, loans, lookups, openings, outside, overdue, payments  # isort: skip
from cairong.driving.verbs import admission, agencies, alerts, board, evaluating  # isort: skip
from cairong.driving.verbs import guidance, inspecting, on_paper, oversight, promotion  # isort: skip
from cairong.driving.verbs import payees, readiness, recommending, roster, rulebook, starts  # isort: skip
from cairong.driving.verbs import assessing, complaints, papers, sizing, spreading, urging  # isort: skip
from cairong.driving.verb import enter_rest

enter_rest()

__all__ = [
    "admission", "agencies", "alerts", "assessing", "awards", "board", "complaints", "contracts",
    "evaluating",
    "guidance", "inspecting", "loans", "locks", "lookups", "offers", "on_paper", "openings",
    "outside", "overdue", "oversight", "papers", "payees", "payments", "promotion", "readiness",
    "recommending", "roster", "rulebook", "shelf", "sizing", "spreading", "starts", "urging",
]  # fmt: skip
