"""How much of an accepted offer the supplier asked to draw, and on what the days of that hang."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairong.policy.cost import REVOLVING
from cairong.policy.drawing import cooled


class Asked(models.Model):
    """What of an offer is asked for, and when the conditions of drawing it came about (D14).

    `asked_fen` is all that was asked so far, the drawn part included; empty where the supplier took
    the whole at acceptance. `asked_at` is the moment of the last asking after it. The days are
    those of the facts, `conditions_at` the moment they were recorded.
    Of a revolving limit `asked_fen` and `drawn_fen` count every draw; `back_fen` is what of them
    was repaid, kept by the trigger `lending_back_applied` alone, and can be asked for again.
    """

    asked_fen = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    conditions_on = models.DateField(null=True)
    conditions_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    registered_on = models.DateField(null=True)
    cooling_until = models.DateField(null=True)
    cooling_waived_at = models.DateTimeField(null=True)
    drawn_fen = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField()
    back_fen = models.BigIntegerField(default=0, db_default=0)
    method = models.CharField(max_length=20)

    class Meta:
        abstract = True

    KEPT: ClassVar[list[models.BaseConstraint]] = [
        models.CheckConstraint(
            condition=Q(asked_fen__isnull=True)
            | Q(asked_fen__gt=0) & (Q(asked_fen__lte=F("amount_fen")) | Q(method=REVOLVING)),
            name="lending_asked_within_offer",
        ),
        models.CheckConstraint(
            condition=Q(asked_fen__isnull=True) | Q(drawn_fen__lte=F("asked_fen")),
            name="lending_drawn_within_asked",
        ),
        models.CheckConstraint(
            condition=~Q(state="part_drawn")
            | Q(asked_fen__isnull=False, asked_fen=F("drawn_fen"))
            & (Q(asked_fen__lt=F("amount_fen")) | Q(method=REVOLVING)),
            name="lending_part_drawn",
        ),
    ]

    @property
    def wanted_fen(self) -> int:
        """All that the supplier has asked for so far."""
        return self.amount_fen if self.asked_fen is None else self.asked_fen

    @property
    def due_fen(self) -> int:
        """What is asked for and not drawn yet."""
        return self.wanted_fen - self.drawn_fen

    @property
    def unasked_fen(self) -> int:
        """What of the offer nobody has asked for."""
        return max(self.amount_fen + self.back_fen - self.wanted_fen, 0)

    @property
    def left_fen(self) -> int:
        """What of the offer is not drawn, or was repaid and can be drawn again."""
        return max(self.amount_fen + self.back_fen - self.drawn_fen, 0)

    @property
    def revolves(self) -> bool:
        """Whether what is repaid can be drawn again."""
        return self.method == REVOLVING

    @property
    def used_fen(self) -> int:
        """What of a revolving limit is drawn and not repaid."""
        return self.drawn_fen - self.back_fen

    def cools_on(self, on: date) -> bool:
        """Whether on a day the cooling-off of the loan's contract runs, not waived."""
        waived = self.cooling_waived_at is not None
        return cooled(cooling_until=self.cooling_until, waived=waived, on=on) is not None
