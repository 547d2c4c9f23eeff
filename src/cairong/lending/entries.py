"""The entries of loans: what moved each, one after the other."""

from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, append_only


class LoanEntry(models.Model):
    """One thing that moved a loan: a draw, an entry, money, its return, forgiveness. Never changed.

    `accrued_fen` is the interest worked out from the entry before up to `on`; `source_id` is the
    remittance it came from, empty for a repayment by other means (`means`). What `reverses` a
    repayment bears its sums below zero, and the interest that its principal bore since.
    """

    class Kind(models.TextChoices):
        DRAWN = "drawn", "放款"
        ENTERED = "entered", "平台外余额入账"
        REMITTED = "remitted", "回款还款"
        REPAID = "repaid", "其他方式还款"
        REVERSED = "reversed", "退汇冲回还款"
        FORGIVEN = "forgiven", "减免欠款"

    id = models.BigAutoField(primary_key=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="entries")
    kind = CodeField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    at = models.DateTimeField()
    drawn_fen = models.BigIntegerField(default=0)
    accrued_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    principal_fen = models.BigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)
    source_id = models.UUIDField(null=True)
    means = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversal"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "source_id"],
                name="lending_entry_source_once",
                condition=Q(source_id__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(drawn_fen__gte=0, accrued_fen__gte=0)
                & (
                    Q(interest_fen__gte=0, principal_fen__gte=0, fee_fen__gte=0)
                    | Q(kind="reversed", interest_fen__lte=0, principal_fen__lte=0, fee_fen__lte=0)
                ),
                name="lending_entry_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversed", reverses__isnull=False, drawn_fen=0)
                | (~Q(kind="reversed") & Q(reverses__isnull=True)),
                name="lending_entry_reverses",
            ),
        ]
        triggers = [append_only()]

    @classmethod
    def standing(cls) -> "models.QuerySet[LoanEntry]":
        """List what was repaid from money of contracts that did not come back."""
        return cls.objects.filter(kind=cls.Kind.REMITTED, reversal__isnull=True)
