"""The columns of a paper that was uploaded as evidence; its hash is held to its content."""

from django.db import models
from django.db.models import CharField, CheckConstraint, F, Func, Value
from django.db.models.lookups import Exact

from cairong.audit.columns import CodeField
from cairong.kernel.papers import KINDS


class Paper(models.Model):
    """A paper as it was uploaded. It decides nothing by itself: what two agree to names it."""

    name = models.CharField(max_length=120)
    kind = CodeField(max_length=4, choices=KINDS.items())
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        abstract = True


def hash_holds(name: str) -> CheckConstraint:
    """Make the constraint that the hash of a paper is that of its content."""
    digest = Func(F("content"), function="sha256")
    text = Func(digest, Value("hex"), function="encode", output_field=CharField())
    return CheckConstraint(condition=Exact(F("sha256"), text), name=name)
