"""Clock A, worked by hand from the State Council's notices: ten working days to decide.

By confirmation, by silence, by a disputed start; with pauses, over holidays and make-up days, into
a year without a notice.
"""

from policy.worked import Worked

# fmt: off
DECIDING = (
    Worked(
        "eve of National Day",
        start="2025-09-30",
        counted="10:9-11,13-17,20-21",
    ),
    Worked(
        "a Friday before a make-up Saturday",
        start="2025-10-10",
        counted="10:11,13-17,20-23",
    ),
    Worked(
        "a make-up Saturday starts it too",
        start="2025-10-11",
        counted="10:13-17,20-24",
    ),
    Worked(
        "a Sunday starts it too",
        start="2025-10-12",
        counted="10:13-17,20-24",
    ),
    Worked(
        "over New Year with a make-up Sunday",
        start="2025-12-22",
        counted="12:23-26,29-31 1:4-6",
    ),
    Worked(
        "over Spring Festival",
        start="2026-02-09",
        counted="2:10-14,24-28",
    ),
    Worked(
        "eve of the make-up Saturday before Spring Festival",
        start="2026-02-13",
        counted="2:14,24-28 3:2-5",
    ),
    Worked(
        "a holiday starts it",
        start="2026-02-16",
        counted="2:24-28 3:2-6",
    ),
    Worked(
        "eve of Qingming",
        start="2026-04-03",
        counted="4:7-10,13-17,20",
    ),
    Worked(
        "over Labour Day",
        start="2026-04-28",
        counted="4:29-30 5:6-9,11-14",
    ),
    Worked(
        "over Dragon Boat",
        start="2026-06-15",
        counted="6:16-18,22-26,29-30",
    ),
    Worked(
        "over Mid-Autumn and National Day",
        start="2026-09-18",
        counted="9:20-24,28-30 10:8-9",
    ),
    Worked(
        "eve of National Day",
        start="2026-09-30",
        counted="10:8-10,12-16,19-20",
    ),
    Worked(
        "into a year without a notice",
        start="2026-12-21",
        counted="12:22-25,28-31 1:1,4", provisional=True,
    ),
    Worked(
        "ends on the last day of a known year",
        start="2026-12-17",
        counted="12:18,21-25,28-31",
    ),
    Worked(
        "ends on the first day of a year without a notice",
        start="2026-12-18",
        counted="12:21-25,28-31 1:1", provisional=True,
    ),
    Worked(
        "within a year without a notice",
        start="2027-01-04",
        counted="1:5-8,11-15,18", provisional=True,
    ),
    Worked(
        "ends on a make-up Sunday",
        start="2024-09-13",
        counted="9:14,18-20,23-27,29",
    ),
    Worked(
        "eve of National Day",
        start="2024-09-30",
        counted="10:8-12,14-18",
    ),
    Worked(
        "ends on a make-up Saturday after Spring Festival",
        start="2025-01-20",
        counted="1:21-24,26-27 2:5-8",
    ),
    Worked(
        "a make-up Sunday before Labour Day",
        start="2025-04-24",
        counted="4:25,27-30 5:6-9,12",
    ),
    Worked(
        "over Dragon Boat",
        start="2025-05-29",
        counted="5:30 6:3-6,9-13",
    ),
    Worked(
        "over Mid-Autumn and National Day",
        start="2021-09-17",
        counted="9:18,22-24,26-30 10:8",
    ),
    Worked(
        "three days of pause",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-17",
        counted="10:11,13,17,20-24,27-28",
    ),
    Worked(
        "asked and answered on one day",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-14",
        counted="10:11,13-17,20-23",
    ),
    Worked(
        "asked on the day it started",
        start="2025-10-10",
        pauses="2025-10-10/2025-10-13",
        counted="10:13-17,20-24",
    ),
    Worked(
        "a pause of a weekend costs nothing",
        start="2025-10-10",
        pauses="2025-10-18/2025-10-20",
        counted="10:11,13-17,20-23",
    ),
    Worked(
        "from Friday to Monday costs the Friday",
        start="2025-10-10",
        pauses="2025-10-17/2025-10-20",
        counted="10:11,13-16,20-24",
    ),
    Worked(
        "answered on a Sunday",
        start="2025-10-10",
        pauses="2025-10-17/2025-10-19",
        counted="10:11,13-16,20-24",
    ),
    Worked(
        "two pauses",
        start="2025-10-10",
        pauses="2025-10-13/2025-10-15 2025-10-20/2025-10-23",
        counted="10:11,15-17,23-24,27-30",
    ),
    Worked(
        "one pause right after another",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-16 2025-10-16/2025-10-17",
        counted="10:11,13,17,20-24,27-28",
    ),
    Worked(
        "a pause over National Day",
        start="2025-09-26",
        pauses="2025-09-29/2025-10-09",
        counted="9:28 10:9-11,13-17,20",
    ),
    Worked(
        "a pause of a make-up Sunday",
        start="2025-09-26",
        pauses="2025-09-28/2025-09-29",
        counted="9:29-30 10:9-11,13-17",
    ),
    Worked(
        "answered on the last of ten days",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-28",
        counted="10:11,13,28-31 11:3-6",
    ),
    Worked(
        "the latest it can come to while it waits",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-29",
        counted="10:11,13,29-31 11:3-7",
    ),
    Worked(
        "a pause over New Year",
        start="2025-12-22",
        pauses="2025-12-30/2026-01-05",
        counted="12:23-26,29 1:5-9",
    ),
    Worked(
        "a pause from before Spring Festival to after it",
        start="2026-02-09",
        pauses="2026-02-13/2026-02-24",
        counted="2:10-12,24-28 3:2-3",
    ),
    Worked(
        "a pause within Spring Festival costs nothing",
        start="2026-02-09",
        pauses="2026-02-16/2026-02-24",
        counted="2:10-14,24-28",
    ),
    Worked(
        "a pause into a year without a notice",
        start="2026-12-21",
        pauses="2026-12-29/2027-01-04",
        counted="12:22-25,28 1:4-8", provisional=True,
    ),
    Worked(
        "the manager asks on the tenth day",
        start="2025-10-10",
        pauses="2025-10-23/2025-10-27",
        counted="10:11,13-17,20-22,27",
    ),
    Worked(
        "a pause over Labour Day to a make-up Saturday",
        start="2026-04-28",
        pauses="2026-04-30/2026-05-09",
        counted="4:29 5:9,11-15,18-20",
    ),
    Worked(
        "a pause over Mid-Autumn ends on a make-up Saturday",
        start="2026-09-18",
        pauses="2026-09-24/2026-09-28",
        counted="9:20-23,28-30 10:8-10",
    ),
    Worked(
        "a pause of a make-up Saturday and Mid-Autumn",
        start="2024-09-13",
        pauses="2024-09-14/2024-09-18",
        counted="9:18-20,23-27,29-30",
    ),
    Worked(
        "silent from a Friday",
        start="2025-11-11", came="2025-11-07",
        counted="11:12-14,17-21,24-25",
    ),
    Worked(
        "silent from a Sunday",
        start="2025-11-11", came="2025-11-09",
        counted="11:12-14,17-21,24-25",
    ),
    Worked(
        "silent over New Year",
        start="2026-01-05", came="2025-12-31",
        counted="1:6-9,12-16,19",
    ),
    Worked(
        "silent until a make-up Saturday",
        start="2025-10-11", came="2025-10-09",
        counted="10:13-17,20-24",
    ),
    Worked(
        "silent over National Day",
        start="2025-10-10", came="2025-09-30",
        counted="10:11,13-17,20-23",
    ),
    Worked(
        "silent over Spring Festival",
        start="2026-02-24", came="2026-02-13",
        counted="2:25-28 3:2-6,9",
    ),
    Worked(
        "silent over Labour Day",
        start="2026-05-07", came="2026-04-30",
        counted="5:8-9,11-15,18-20",
    ),
    Worked(
        "silent into a year without a notice",
        start="2027-01-01", came="2026-12-30",
        counted="1:4-8,11-15", provisional=True,
    ),
    Worked(
        "silent from a make-up Sunday",
        start="2025-02-05", came="2025-01-26",
        counted="2:6-8,10-14,17-18",
    ),
    Worked(
        "silent after the list of defects was answered",
        start="2025-10-17", came="2025-10-15",
        counted="10:20-24,27-31",
    ),
    Worked(
        "silent and then paused",
        start="2025-11-11", came="2025-11-07",
        pauses="2025-11-13/2025-11-18",
        counted="11:12,18-21,24-28",
    ),
    Worked(
        "disputed: four days earlier",
        start="2025-10-10", first="2025-10-14", first_due="2025-10-28",
        counted="10:11,13-17,20-23",
    ),
    Worked(
        "disputed after silence",
        start="2025-10-09", first="2025-10-11", first_due="2025-10-24",
        counted="10:10-11,13-17,20-22",
    ),
    Worked(
        "disputed with a pause since",
        start="2025-10-10", first="2025-10-13", first_due="2025-10-30",
        pauses="2025-10-14/2025-10-17",
        counted="10:11,13,17,20-24,27-28",
    ),
    Worked(
        "disputed over New Year",
        start="2025-12-31", first="2026-01-05", first_due="2026-01-19",
        counted="1:4-9,12-15",
    ),
    Worked(
        "disputed over National Day",
        start="2025-09-30", first="2025-10-09", first_due="2025-10-22",
        counted="10:9-11,13-17,20-21",
    ),
    Worked(
        "disputed to a Sunday",
        start="2025-10-12", first="2025-10-14", first_due="2025-10-28",
        counted="10:13-17,20-24",
    ),
    Worked(
        "dispute refused: nothing moves",
        start="2025-10-14", first="2025-10-14", first_due="2025-10-28",
        counted="10:15-17,20-24,27-28",
    ),
    Worked(
        "disputed: in time by the first start alone",
        start="2025-10-10", first="2025-10-14", first_due="2025-10-28",
        counted="10:11,13-17,20-23", done="2025-10-24", verdict="late",
    ),
    Worked(
        "disputed: in time by both",
        start="2025-10-10", first="2025-10-14", first_due="2025-10-28",
        counted="10:11,13-17,20-23", done="2025-10-23", verdict="kept",
    ),
    Worked(
        "decided on the last day",
        start="2025-10-10",
        counted="10:11,13-17,20-23", done="2025-10-23", verdict="kept",
    ),
    Worked(
        "decided a day late",
        start="2025-10-10",
        counted="10:11,13-17,20-23", done="2025-10-24", verdict="late",
    ),
    Worked(
        "decided on the last day with a pause",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-17",
        counted="10:11,13,17,20-24,27-28", done="2025-10-28", verdict="kept",
    ),
    Worked(
        "decided a day late with a pause",
        start="2025-10-10",
        pauses="2025-10-14/2025-10-17",
        counted="10:11,13,17,20-24,27-28", done="2025-10-29", verdict="late",
    ),
)
# fmt: on
