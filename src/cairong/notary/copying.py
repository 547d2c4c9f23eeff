"""Copies of the signed heads outside: a file a day in a folder, or posted to an address."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from http.client import HTTPException
from pathlib import Path

from cairong.home.environment import log_copies
from cairong.home.folder import write_whole
from cairong.home.trouble import Trouble
from cairong.kernel.calendar import day_of
from cairong.notary.heads import SignedHead
from cairong.notary.models import Copy
from cairong.notary.reads import heads_after, heads_of, written
from cairong.outreach.lines import line_to, silence
from cairong.policy.outreach import pause_after

MOST = 500
TAKEN = range(200, 300)


def copy(*, city: str, clock: Callable[[], datetime]) -> int:
    """Bring every place outside the heads it has not; count the heads brought.

    A place that fails waits longer each time, and says why to the operator. Writes: notary.Copy.
    """
    return sum(_bring(city, place, clock()) for place in log_copies())


def _bring(city: str, place: str, now: datetime) -> int:
    kept, _ = Copy.objects.get_or_create(city=city, place=place)
    if kept.retry_at and kept.retry_at > now:
        return 0
    fresh = heads_after(city, kept.head_id, most=MOST)
    if not fresh:
        return 0
    why = _taken(city, place, [head for _, head in fresh], now)
    if why:
        kept.attempts += 1
        kept.last_error, kept.retry_at = why[:300], now + pause_after(kept.attempts)
    else:
        kept.head_id, kept.at = fresh[-1][0], now
        kept.attempts, kept.last_error, kept.retry_at = 0, "", None
    kept.save()
    return 0 if why else len(fresh)


def _taken(city: str, place: str, heads: list[SignedHead], now: datetime) -> str:
    """Bring heads to a place; why it did not take them, empty where it did."""
    if "://" not in place:
        return _file(city, Path(place), heads, now)
    try:
        return _post(city, place, heads, now)
    except (HTTPException, OSError, ValueError) as error:
        return silence(error)


def _post(city: str, place: str, heads: list[SignedHead], now: datetime) -> str:
    line, path = line_to(place)
    with closing(line):
        headers = {"Content-Type": "application/json", "Idempotency-Key": heads[-1].digest}
        line.request("POST", path, json.dumps(written(city, heads, now)), headers)
        status = line.getresponse().status
    return "" if status in TAKEN else f"HTTP {status}"


def _file(city: str, folder: Path, heads: list[SignedHead], now: datetime) -> str:
    """Write the whole file of each day that has new heads: the old text or the new, never half."""
    try:
        for day in sorted({day_of(head.at) for head in heads}):
            whole = written(city, heads_of(city, day), now)
            text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
            write_whole(folder / f"cairong-log-{city}-{day.isoformat()}.json", text, mode=0o644)
    except (OSError, Trouble) as error:
        cause = error.__cause__ or error
        return f"目录写不进({getattr(cause, 'strerror', None) or cause})"
    return ""
