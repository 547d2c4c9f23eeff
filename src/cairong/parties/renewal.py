"""A renewal: somebody who cannot sign in any more asks to be let back in."""

from django.db import models
from django.db.models import Q

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.parties.states import RENEWAL


class Renewal(models.Model):
    """Who asked for which account in one browser, the two words for it, and how it ended.

    The browser that asked keeps a secret (`nonce_hash`); `code` is what its page shows. Where
    nobody has the user name there is no account, and nothing comes of it. `seats_hash` is what
    the person held at the first word; `rested` is whose rest it began.
    """

    id = uuid7_key()
    city = city_key()
    account = models.ForeignKey(
        "parties.Account", null=True, on_delete=models.PROTECT, related_name="renewals"
    )
    with_factor = models.BooleanField(default=False)
    code = models.CharField(max_length=8)
    nonce_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = StateField(max_length=12, choices=RENEWAL.choices(), default="asked")
    seats_hash = models.CharField(max_length=64, blank=True)
    first_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    first_at = models.DateTimeField(null=True)
    first_inside = models.BooleanField(default=False)
    first_papers = models.CharField(max_length=200, blank=True)
    second_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    second_inside = models.BooleanField(default=False)
    second_papers = models.CharField(max_length=200, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)
    link_until = models.DateTimeField(null=True)
    by_link = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    vouched_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    vouched_at = models.DateTimeField(null=True)
    owned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [state_known(RENEWAL)]
        indexes = [
            models.Index(
                fields=["account", "-asked_at"],
                name="parties_renewal_open",
                condition=~Q(state="done"),
            ),
        ]
