"""Which loans count, and how much of each."""

from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from cairong.lending.models import Loan

BRIEF: Final = "brief_loan_days"  # the parameter: within so many days it is the same money
COUNTED: Final = F("principal_fen") - F("refinanced_fen")


class LoansHere(models.Manager["Loan"]):
    """The loans that were drawn on the platform: what statistics count, and nothing else."""

    def get_queryset(self) -> "models.QuerySet[Loan]":
        """Leave out what was lent outside the platform."""
        return super().get_queryset().filter(outside__isnull=True)


class LoansCounted(LoansHere):
    """The loans drawn on the platform that lent something new: by them a year is measured.

    Sums take `COUNTED` of each, so that a yuan lent again is counted once.
    """

    def get_queryset(self) -> "models.QuerySet[Loan]":
        """Leave out what only repays an earlier loan of the same money."""
        return super().get_queryset().filter(refinanced_fen__lt=F("principal_fen"))
