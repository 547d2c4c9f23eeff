"""Send the link by which somebody sets a new password, to an address proven a day before."""

from datetime import datetime

from django.conf import settings

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.outreach.models import Kind
from cairong.outreach.steps.secrets import send_secret, settled
from cairong.parties.models import Renewal
from cairong.parties.steps.invitations import hashed, new_token
from cairong.parties.steps.renewing import LINK_LASTS, OPEN

TITLE = "采融:设新密码"
TEXT = (
    "有人申请找回您在采融的登录。是您本人的,请在提出申请的浏览器里打开,30 分钟内有效:{link}\n"
    "不是您本人的,请不要打开,并告诉本单位管理员。"
)


@consumer("outreach.send_renewal", word="发送找回登录的链接")
def send_renewal(*, actor: Actor, now: datetime, event: Event) -> None:
    """Send the link of a request, where its person has an address that was proven a day ago.

    None is sent for a lost second factor: two see the person for that. Whoever asked is answered
    before this is looked at, so that the answer does not tell who exists.
    Writes: parties.Renewal, outreach.Dispatch.
    """
    rows = Renewal.objects.select_related("account__person__city").filter(pk=event.subject_id)
    renewal = rows.filter(state__in=OPEN, expires_at__gt=now, with_factor=False).first()
    account = renewal.account if renewal else None
    way = settled(account.person, now) if account and account.is_active else None
    if renewal and account and way:
        token, (kind, to) = new_token(), way
        renewal.link_hash, renewal.link_until = hashed(token), now + LINK_LASTS
        renewal.save(update_fields=["link_hash", "link_until"])
        link = f"{settings.SITE_URL}/account/renewal/{renewal.pk}/{token}/"
        send_secret(account.person, kind, to, title=TITLE, text=TEXT.format(link=link), now=now)
    record(
        actor=actor, now=now, type="parties.renewal.looked_at", subject=event,
        after={"sent": Kind(way[0]).label if way else ""}, basis=["三(一)-1"],
    )  # fmt: skip
