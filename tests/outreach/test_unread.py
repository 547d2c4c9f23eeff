"""The count of what is unread, which every page asks for in words of its own, and the list."""

from dataclasses import replace

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.outreach import reads
from cairong.outreach.models import Message, Reading
from cairong.parties.reads import the_only
from support.town import CITY, COUNTY, Town, at

THEN = at("2025-09-01 09:00")


def told(organisation, role: Role, region: str, of: int = 0) -> Message:
    event = Event.objects.order_by("seq")[of]
    return Message.objects.create(
        city_id=CITY, event=event, event_type=event.type, organisation=organisation,
        role=role.value, region=region, sentence="说了一句话", subject_type="x", subject_id="y",
        sent_at=THEN,
    )  # fmt: skip


def test_it_counts_what_the_list_shows_whoever_asks(town: Town, monkeypatch):
    bureau, bank = the_only(CITY, "bureau"), town.institution()
    clerk = town.bureau(Role.PROCUREMENT_OFFICER)
    there = replace(clerk, region=COUNTY)
    other = town.actor(bureau, Role.PROCUREMENT_OFFICER, "another")
    desk = Role.PROCUREMENT_OFFICER
    said = [told(bureau, desk, region, of=n) for n, region in enumerate(("", "", COUNTY, "410327"))]
    told(bureau, Role.TREASURY_OFFICER, "")
    told(bank, Role.PROCUREMENT_OFFICER, "")
    for one, reader in ((said[0], clerk), (said[2], other)):
        Reading.objects.create(message=one, person_id=reader.person_id, at=THEN)
    for actor, count in ((clerk, 3), (there, 2), (other, 3), (replace(other, region=COUNTY), 2)):
        assert reads.unread(actor).count() == reads.unread_count(actor) == count
    assert reads.unread_count(town.bureau(Role.TREASURY_OFFICER)) == 1
    monkeypatch.setattr(reads, "MOST_COUNTED", 2)
    assert reads.unread_count(clerk) == 2
