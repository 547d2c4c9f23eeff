"""A bound that is broken is said, and decides the exit code."""

import pytest
from bench.report import Line, heading, machine, padded
from bench.timing import in_turn


@pytest.mark.parametrize(
    ("ours", "bound", "verdict", "kept"),
    [(2.5, 2.5, "ok", True), (2.51, 2.5, "BROKEN", False), (99.0, None, "report", True)],
)
def test_a_line_says_ratio_bound_and_verdict(ours, bound, verdict, kept):
    line = Line(what="页", floor_ms=1, ours_ms=ours, bound=bound)
    assert line.is_kept is kept
    assert line.words().endswith(f" {verdict}")
    assert f"{ours:.2f}×" in line.words()


def test_columns_stand_under_their_names():
    assert len(heading()) == len(Line(what="x", floor_ms=1, ours_ms=1, bound=3).words())
    assert len(padded("首屏")) == len(padded("ab")) - 2


def test_the_machine_is_described_without_naming_it():
    assert "cores" in machine()
    assert "/" not in machine()


def test_both_sides_are_called_in_turn():
    called = []
    in_turn(lambda: called.append("a"), lambda: called.append("b"), rounds=3)
    assert "".join(called) == "ab" * (len(called) // 2)
