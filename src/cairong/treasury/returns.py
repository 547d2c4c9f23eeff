"""What a bank says of a payment that came back: its paper, as uploaded, and its own number."""

from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import Exact

from cairong.audit.columns import CodeField, append_only, city_key, uuid7_key


class ReturnSlip(models.Model):
    """The paper by which a bank says that a payment came back (退汇凭证). Never changed.

    It decides nothing by itself: what two persons agree to names it.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    id = uuid7_key()
    payment = models.ForeignKey(
        "treasury.Payment", on_delete=models.PROTECT, related_name="return_slips"
    )
    name = models.CharField(max_length=120)
    kind = CodeField(max_length=4, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "sha256"], name="treasury_slip_once"),
            models.CheckConstraint(
                condition=Exact(
                    F("sha256"),
                    Func(
                        Func(F("content"), function="sha256"), Value("hex"), function="encode",
                        output_field=CharField(),
                    ),
                ),
                name="treasury_slip_hash",
            ),
        ]  # fmt: skip
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
