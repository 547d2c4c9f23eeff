"""Slow down who tries too often."""

from datetime import datetime
from ipaddress import IPv4Address, ip_address, ip_network
from typing import ClassVar

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from cairong.doors.actors import moment_of
from cairong.kernel.errors import Refusal
from cairong.parties.tallies import count


class TooOften(Refusal):
    """Asked too often within a stretch of time."""

    kind: ClassVar[str] = "TooOften"
    status: ClassVar[int] = 429

    def __init__(self, code: str, *, seconds: int) -> None:
        super().__init__(code, seconds=seconds, wait=wait_words(seconds))
        self.seconds = seconds


def wait_words(seconds: int) -> str:
    """Say how long to wait, never too short: in seconds, minutes or hours."""
    for size, unit in ((3600, "小时"), (60, "分钟")):
        if seconds >= 2 * size:
            return f"{-(-seconds // size)} {unit}"
    return f"{seconds} 秒"


def limit(
    key: str, moment: datetime, *, most: int, seconds: int, code: str = "doors.too_often"
) -> None:
    """Refuse the try after `most` of a key in a stretch of `seconds`. Raises TooOften."""
    tries, left = count(key, moment, seconds=seconds)
    if tries > most:
        raise TooOften(code, seconds=left)


def limit_address(request: HttpRequest, what: str, *, most: int, seconds: int) -> None:
    """Limit what one address asks for, of IPv6 one network. Raises TooOften."""
    whose = network_of(address_of(request))
    limit(f"{what}:{whose}", moment_of(request), most=most, seconds=seconds)


def network_of(address: str) -> str:
    """Name what one household or office has: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv4Address):
        return str(read)
    inside = read.ipv4_mapped
    return str(inside or ip_network((read, 64), strict=False))


def address_of(request: HttpRequest) -> str:
    """Read where a request comes from: behind a proxy, as that proxy says."""
    address: str = get_adapter(request).get_client_ip(request)
    return address
