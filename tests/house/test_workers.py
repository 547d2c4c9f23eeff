"""Tests of one group share a worker: what they start is started once, and not beside itself."""

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_known_to_the_workers(request):
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("tests are not spread over workers")
    assert request.node.nodeid.endswith("@together")
