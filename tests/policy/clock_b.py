"""Clock B, worked by hand from the State Council's notices: seven working days to draw."""

from policy.worked import Worked

# fmt: off
DRAWING = (
    Worked(
        "after National Day",
        start="2025-10-09",
        counted="10:10-11,13-17",
    ),
    Worked(
        "over New Year",
        start="2025-12-24",
        counted="12:25-26,29-31 1:4-5",
    ),
    Worked(
        "over Spring Festival",
        start="2026-02-11",
        counted="2:12-14,24-27",
    ),
    Worked(
        "into a year without a notice",
        start="2026-12-25",
        counted="12:28-31 1:1,4-5", provisional=True,
    ),
    Worked(
        "eve of National Day",
        start="2025-09-30",
        counted="10:9-11,13-16",
    ),
    Worked(
        "a make-up Saturday starts it",
        start="2025-10-11",
        counted="10:13-17,20-21",
    ),
    Worked(
        "over Labour Day",
        start="2026-04-30",
        counted="5:6-9,11-13",
    ),
    Worked(
        "over Mid-Autumn and National Day to a make-up Saturday",
        start="2026-09-23",
        counted="9:24,28-30 10:8-10",
    ),
    Worked(
        "a make-up Saturday counts",
        start="2024-10-11",
        counted="10:12,14-18,21",
    ),
    Worked(
        "over Spring Festival to a make-up Saturday",
        start="2025-01-23",
        counted="1:24,26-27 2:5-8",
    ),
    Worked(
        "a later draw runs its own days",
        start="2025-11-20",
        counted="11:21,24-28 12:1",
    ),
    Worked(
        "over Dragon Boat",
        start="2026-06-17",
        counted="6:18,22-26,29",
    ),
    Worked(
        "drawn on the last day",
        start="2025-10-09",
        counted="10:10-11,13-17", done="2025-10-17", verdict="kept",
    ),
    Worked(
        "drawn a day late",
        start="2025-10-09",
        counted="10:10-11,13-17", done="2025-10-20", verdict="late",
    ),
)
# fmt: on
