"""An answer leaves the supplier its days to go up, whatever the program would write. 三(一)-2"""

from datetime import date
from types import SimpleNamespace

import pytest

from cairong.complaints.actions import answer_complaint as answering
from cairong.kernel.errors import Refusal
from complaints.ground import Ground, stand_complaints
from support.town import at, found_town

SHORT = {"2025-10-01": "complaints.unsaid", "2025-10-13": "complaints.unsaid",
         "2025-10-22": "complaints.unsaid", None: "complaints.complete"}  # fmt: skip


@pytest.fixture
def ground(committed_db) -> Ground:
    return stand_complaints(found_town(at("2025-09-01 08:00")))


def test_nobody_shortens_them(ground, monkeypatch):
    """The answer is said and told as it is due: the database counts the days itself."""
    found = ground.complain()
    for until, code in SHORT.items():
        day = date.fromisoformat(until) if until else None
        with monkeypatch.context() as short:
            short.setattr(answering, "add_working_days", lambda *_, on=day: SimpleNamespace(due=on))
            with pytest.raises(Refusal) as caught:
                ground.answer(found)
        assert caught.value.findings[0].code == code, until
        found.refresh_from_db()
        assert (found.state, found.press_until) == ("open", None)
    assert ground.answer(found).press_until == date(2025, 10, 27)
