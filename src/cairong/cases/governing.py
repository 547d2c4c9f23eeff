"""Events that say who may do what here: people, factors, units, rules, the machine, the log.

An auditor reads them of the whole city; what a case is about is in none of them.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from cairong.audit.models import Event
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue.events import EVENTS

# By group: its word, and how the types of its events begin.
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "people": (
        "人员与授权",
        (
            "parties.mandate.given", "parties.mandate.ended", "parties.mandate.proved",
            "parties.mandate.refused", "parties.deputy.", "parties.desk.", "parties.person.",
            "parties.administrator.", "parties.invitation.",
        ),
    ),
    "renewal": ("找回登录", ("parties.renewal.", "parties.password.renewed")),
    "factor": (
        "第二因素",
        ("parties.second_factor.", "parties.passkey.", "parties.spare_codes."),
    ),
    "organisation": ("单位", ("parties.organisation.", "parties.city.")),
    "secrecy": ("涉密冻结与清除", ("secrecy.",)),
    "rules": ("参数与规则", ("rulebook.",)),
    "machine": ("发送渠道与时钟", ("outreach.channel.", "clocks.clock.")),
    "log": ("审计日志", ("notary.",)),
}  # fmt: skip
WORDS: Mapping[str, str] = {group: word for group, (word, _) in GROUPS.items()}
GROUP_OF: Mapping[str, str] = {
    kind: group for kind in EVENTS for group, (_, begin) in GROUPS.items() if kind.startswith(begin)
}


def governing_events(actor: Actor) -> QuerySet[Event]:
    """List these events of an auditor's city."""
    rows = Event.objects.filter(city=actor.city, type__in=sorted(GROUP_OF))
    return rows if actor.role is Role.AUDITOR else rows.none()


def about_so(_actor: Actor, _now: datetime, group: str) -> Q:
    """Keep the events of one group."""
    types = sorted(kind for kind, of in GROUP_OF.items() if of == group)
    return Q(type__in=types) if group else Q()


def group_word(kind: str) -> str:
    """Name the group of an event by its type."""
    return WORDS.get(GROUP_OF.get(kind, ""), "")
