"""What a bank says of a payment that came back: its paper, as uploaded, and its own number."""

from django.db import models
from django.db.models import Q

from cairong.audit.columns import append_only, city_key, uuid7_key
from cairong.audit.papers import Paper, hash_holds


class ReturnSlip(Paper):
    """The paper by which a bank says that a payment came back (退汇凭证). Never changed."""

    id = uuid7_key()
    payment = models.ForeignKey(
        "treasury.Payment", on_delete=models.PROTECT, related_name="return_slips"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "sha256"], name="treasury_slip_once"),
            hash_holds("treasury_slip_hash"),
        ]
        triggers = [append_only()]


class PaymentReturn(models.Model):
    """That a payment came back, whole, by the number and the paper of the bank. Never changed."""

    id = uuid7_key()
    city = city_key()
    payment = models.OneToOneField(
        "treasury.Payment", on_delete=models.PROTECT, related_name="came_back"
    )
    amount_fen = models.BigIntegerField()
    serial = models.CharField(max_length=40)
    slip = models.ForeignKey(ReturnSlip, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "serial"], name="treasury_return_serial_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="treasury_return_range"),
        ]
        triggers = [append_only()]
