"""Whether this installation can serve: the database answers, is up to date, and can be written."""

import os
import tempfile
import time
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse

from cairong.clocks.reads import doubted
from cairong.doors.clock import now
from cairong.notary.reads import standing, standstills
from cairong.parties.reads import cities
from cairong.parties.tallies import count

WRITES_EVERY = 10.0  # seconds: anybody may ask, and what is tried is a commit and a file
_WRITTEN: dict[str, float] = {}


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view takes its request
    """Answer 200 only when the database answers, is up to date and can be written; name alarms."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(str(app), str(name)) for app, name in cursor.fetchall()}
    except DatabaseError:
        return _ill("数据库没有应答:请确认数据库在运行。")
    missing = len(known_migrations() - applied)
    if missing:
        return _ill(f"有 {missing} 个数据库迁移还没有执行:请运行 cairong migrate。")
    if unwritten := _unwritten():
        return _ill(unwritten)
    alarms = [word for city in cities() for word in _alarms(city)]
    told = {"alarms": alarms} if alarms else {}
    return JsonResponse({"status": "ok", **told}, json_dumps_params={"ensure_ascii": False})


def _alarms(city: str) -> list[str]:
    """Say what does not stop the serving, and is not well all the same."""
    alarms = ["时钟异常,自动办理已停下"] if doubted(city) else []
    found = standing(city, now())
    if found.alarm:
        alarms.append(f"审计日志没有签发:{found.alarm.kind}")
    elif found.late:
        alarms.append("审计日志超过 5 分钟没有签发")
    return alarms + standstills(city)


def _unwritten() -> str:
    """Say what cannot be written, in the database or on the disk; "" where both can.

    What went well is believed for ten seconds, what failed is tried again each time.
    """
    if time.monotonic() < _WRITTEN.get("until", 0):
        return ""
    try:
        count("healthz", now(), seconds=60)
    except DatabaseError:
        return "数据库只能读,写不进:请看磁盘是否已满,数据库是否只读。"
    try:
        with tempfile.TemporaryFile(dir=settings.FILES_ROOT) as file:
            file.write(b".")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"数据目录写不进({error.strerror}):请看磁盘是否已满、是否只读。"
    _WRITTEN["until"] = time.monotonic() + WRITES_EVERY
    return ""


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """List the migrations this program carries."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations or ())


def _ill(sentence: str) -> JsonResponse:
    answer = {"status": "unavailable", "message": sentence}
    return JsonResponse(answer, status=503, json_dumps_params={"ensure_ascii": False})
