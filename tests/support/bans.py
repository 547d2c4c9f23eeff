"""What Django forbids a test of other databases is over with the test, also where its end failed.

A row that a deferred guard refuses fails a test at its end; pytest-django then never comes to what
lifts the ban on the owner's line, and every later test of the process that looks there fails too.
"""

from django.test import TestCase


def lift_bans_always() -> None:
    """Have the end of a test that fails lift what the test was forbidden, and fail all the same."""
    end = TestCase._fixture_teardown

    def ended(self: TestCase) -> None:
        try:
            end(self)
        except BaseException:
            type(self).doClassCleanups()
            raise

    TestCase._fixture_teardown = ended  # type: ignore[method-assign]
