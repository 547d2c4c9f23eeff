"""A loan on a contract that was lent outside the platform: the desk that pays looks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.web.acting import look_view, page_of
from cairong.web.elsewhere import elsewhere_facts
from cairong.web.finance.lists import READERS


def _outside(actor: Actor, _now: datetime, outside_id: UUID) -> dict[str, Any]:
    return elsewhere_facts(actor, outside_id)


outside = look_view(page_of("cases/outside.html", _outside), *READERS)
