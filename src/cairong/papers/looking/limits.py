"""What the process that looks into a file may use: little, and for a short time."""

import resource

MEGABYTE = 1024 * 1024
CPU_SECONDS, MEMORY_MB, WRITES_MB, HANDLES = 20, 1024, 64, 64


def confine() -> None:
    """Bound this process, for good: time of the processor, memory, size of what it writes."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_MB * MEGABYTE),
        (resource.RLIMIT_FSIZE, WRITES_MB * MEGABYTE),
        (resource.RLIMIT_NOFILE, HANDLES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
