"""Of which papers of its vault a supplier is to be reminded: before they are out of date."""

from collections.abc import Iterator
from datetime import date

from cairong.audit.recording import Tell
from cairong.kernel.actor import Actor, Role
from cairong.outreach.steps.reminding import Occasion
from cairong.papers.reads import lapsing_papers
from cairong.policy.outreach import told_before
from cairong.policy.papers import BEFORE, CLAUSE, WARNED, WORDS


def lapsing(actor: Actor, today: date, _ends: date) -> Iterator[Occasion]:
    """List the papers of vaults that hold for some days only, each at its marks.

    Whoever has a newer one withdraws the older, and is reminded of it no more.
    """
    for paper in lapsing_papers(actor.city, today, today + WARNED):
        assert paper.valid_until is not None
        mark = told_before((paper.valid_until - today).days, BEFORE)
        yield Occasion(
            type="outreach.reminded.lapsing",
            mark=f"lapse{mark}",
            subject=paper,
            until=paper.valid_until,
            about=[],
            facts={"purpose": WORDS[paper.purpose], "name": paper.name},
            tell=[Tell(organisation_id=paper.organisation_id, role=Role.SUPPLIER)],
            basis=CLAUSE,
        )
