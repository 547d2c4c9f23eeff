"""What pages are made of: one plain value per part, drawn by the tag of the same name."""

from cairong.web.parts.cases import Ball, Moment, Paper, Step
from cairong.web.parts.charts import Chart
from cairong.web.parts.deadlines import Deadline, Pause
from cairong.web.parts.reasons import Change, Fact, Sum, TwoPerson, Why
from cairong.web.parts.shell import MenuGroup, MenuItem, Seat, Shell
from cairong.web.parts.tables import Column, Empty, Linked, Pages, Row, Table, plain_table

__all__ = [
    "Ball",
    "Change",
    "Chart",
    "Column",
    "Deadline",
    "Empty",
    "Fact",
    "Linked",
    "MenuGroup",
    "MenuItem",
    "Moment",
    "Pages",
    "Paper",
    "Pause",
    "Row",
    "Seat",
    "Shell",
    "Step",
    "Sum",
    "Table",
    "TwoPerson",
    "Why",
    "plain_table",
]
