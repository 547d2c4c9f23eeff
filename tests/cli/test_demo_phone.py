"""On a telephone the first thing that waits stands in sight, for every role of the demo city."""

from collections.abc import Iterator

import pytest

from cairong.kernel.actor import OVERSEERS, Role
from cairong.parties.models import Account
from support.visitors import signed_in
from visual.studio import Studio, studio

pytestmark = pytest.mark.xdist_group("demo")
ROLES = [role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC)]
WATCHING = (*OVERSEERS, Role.OPERATOR, Role.AUDITOR, Role.INSPECTOR)
HIGHEST = 600
TOP = "document.querySelector({!r}).getBoundingClientRect().top"


@pytest.fixture(scope="module")
def desks(built) -> dict[Role, tuple[int, str]]:
    """The first screen of each role, and how much waits there."""
    pages = {}
    for role in ROLES:
        client = signed_in(Account.objects.get(username=role.value))
        answer = client.get("/desk/", follow=True)
        pages[role] = (answer.context["waiting"].total, answer.content.decode())
    return pages


@pytest.fixture(scope="module")
def looking(desks) -> Iterator[Studio]:
    """A browser that starts once all pages have been read: it keeps a loop in this thread."""
    with studio() as opened:
        yield opened


def test_every_role_that_acts_has_something_to_do(desks):
    idle = {role for role, (total, _) in desks.items() if not total}
    assert idle <= set(WATCHING)


@pytest.mark.parametrize("role", ROLES)
def test_the_first_row_stands_in_sight(looking, desks, role):
    total, html = desks[role]
    with looking.showing(html, width=360, height=740) as page:
        assert page.evaluate("document.styleSheets.length") > 0
        assert page.evaluate(TOP.format("main tbody tr" if total else "main h1")) < HIGHEST
