"""The one clock: doors read the time here and pass it on as an argument."""

import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from cairong.policy.clock import Reading

BOOT = Path("/proc/sys/kernel/random/boot_id")


def now() -> datetime:
    """Read the present moment, aware."""
    return timezone.now()


def reading() -> Reading:
    """Read the present moment beside the time since the machine was started."""
    boot = ""
    with suppress(OSError):
        boot = BOOT.read_text().strip()
    up = timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    return Reading(at=now(), boot=boot, up=up)
