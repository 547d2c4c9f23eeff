"""What keeps signed payments from getting to the treasury, as the gateway itself says it.

It reads only what the gateway writes, and what says that the clock is in doubt: whoever holds web
or worker can keep an alarm back, but not this.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.http import Http404, HttpRequest, JsonResponse

from cairong.clocks.reads import doubted
from cairong.doors.actors import home_city, moment_of
from cairong.home.folder import home
from cairong.home.hailing import answer_to
from cairong.orders.ledger import SHOWN
from cairong.orders.reads import founded_at, gateway_heard, instructions_in
from cairong.orders.watching import BETWEEN

QUIET = timedelta(minutes=3)  # its rounds are heard of each minute
SLOW = timedelta(minutes=30)


class Standstill(NamedTuple):
    """What stands still, and since when it is known to."""

    what: str
    since: datetime


def standstills(city: str, now: datetime) -> list[Standstill]:
    """List what keeps a city's instructions from leaving, or answers from being taken.

    Empty where no ceremony was held: nothing leaves by the gateway there.
    """
    founded = founded_at(city)
    if founded is None:
        return []
    heard, found = gateway_heard(city), []
    if heard is None or heard.heard_at <= now - QUIET:
        at = heard.heard_at if heard else founded
        found.append(Standstill("签名网关的收发停住了,请平台运维看 log/gateway.log", at))
    elif heard.since is not None:
        found += [Standstill(each, heard.since) for each in heard.trouble.split(BETWEEN)]
    clock = doubted(city)
    if clock is not None and clock.doubted_at is not None:
        found.append(Standstill("时钟异常,请平台运维核对时钟", clock.doubted_at))
    waiting = instructions_in(city, "queued", "leaving")
    late = [each for each in waiting if each.made_at <= now - SLOW]
    if late:
        said = "、".join(f"{each.order.number}(核对码 {each.order.code})" for each in late[:SHOWN])
        more = f"等 {len(late)} 份" if len(late) > SHOWN else ""
        found.append(Standstill(f"已签名、没有送到国库:{said}{more}", late[0].made_at))
    return found


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 where all gets on; 503 with what stands still. Anybody may ask."""
    found = standstills(home_city(), moment_of(request))
    said = [{"what": each.what, "since": each.since.isoformat()} for each in found]
    answer = {"status": "unavailable", "standstills": said} if found else {"status": "ok"}
    return JsonResponse(
        answer, status=503 if found else 200, json_dumps_params={"ensure_ascii": False}
    )


def hail(request: HttpRequest) -> JsonResponse:
    """Prove to a command of the operator's that it is us who answer here; else there is nothing."""
    said = answer_to(home().gateway, request.GET.get("asked", ""))
    if said is None:
        raise Http404
    return JsonResponse(said)
