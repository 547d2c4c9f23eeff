"""A sealed event is believed only where a freeze names it and keeps its content as it was."""

from datetime import date

import pytest

from cairong.audit.checking import check_whole_chain
from cairong.audit.models import Event
from cairong.contracts.models import Award
from cairong.driving.together import together as twice
from cairong.home.addresses import NOTARY
from cairong.home.trouble import Trouble
from cairong.kernel.errors import Conflict
from cairong.notary.checking import proof_of
from cairong.notary.facts import differences
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.secrecy.actions.order_purge import order_purge
from cairong.secrecy.actions.purge_case import purge_case
from cairong.secrecy.actions.thaw_case import thaw_case
from cairong.secrecy.models import Freeze
from contracts.ground import Ground
from notary.conftest import Notary, tamper
from support.staging import staged
from support.town import CITY, Town, at, found_town

EMPTIED = """
    UPDATE audit_event SET type = 'audit.event.sealed', schema_version = 0, after = '{{}}',
        person_id = NULL, rows = NULL WHERE seq = {seq}
"""


@staged
def one() -> Town:
    """A city with one award."""
    town = found_town(at("2025-09-01 08:00"))
    Ground(town).award()
    town.bureau("treasury-officer")
    return town


@pytest.fixture
def notary(committed_db, one, cluster, tmp_path) -> Notary:
    """A city with an award, signed once."""
    folder = tmp_path / "notary"
    folder.mkdir(mode=0o700)
    made = Notary(one, cluster.address(NOTARY).conninfo, folder)
    made.round()
    return made


def freeze(town: Town) -> None:
    freeze_case(
        actor=town.bureau("treasury-officer"), now=at("2025-09-16 10:00"),
        number=Award.objects.get().no,
    )  # fmt: skip


def test_the_signer_goes_on_and_works_the_whole_chain_out_after_it(notary):
    freeze(notary.town)
    notary.round()
    size = Event.objects.count()
    assert notary.sizes()[-1] == size
    notary.round(after=notary.signer.period * 2_000)  # a day has ended: everything is read anew
    assert notary.heads()[-1].size == size
    assert "day_end" in notary.heads()[-1].text
    assert notary.alarms() == []


def test_a_case_frozen_before_anybody_signed_it_is_signed_too(notary):
    Ground(notary.town).award(title="第二件")
    newest = Award.objects.order_by("-no").first()
    freeze_case(
        actor=notary.town.bureau("treasury-officer"), now=at("2025-09-16 10:00"), number=newest.no
    )
    notary.round()
    assert notary.sizes()[-1] == Event.objects.count()
    assert notary.alarms() == []


def test_no_proof_is_given_of_a_sealed_event(notary):
    freeze(notary.town)
    notary.round()
    with pytest.raises(Trouble, match="已冻结或清除"):
        proof_of(CITY, sealed_seq())
    assert proof_of(CITY, 1)["leaf_index"] == 0


def sealed_seq() -> int:
    return Event.objects.filter(type="audit.event.sealed").order_by("seq").values_list("seq")[0][0]


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE audit_sealed SET content = content || 'x' WHERE of_table = 'audit_event'",
        "DELETE FROM audit_sealed WHERE of_table = 'audit_event'",
        """UPDATE audit_event SET after = after - 'sealed' WHERE type = 'secrecy.case.frozen'""",
        "UPDATE audit_event SET hash = sha256(hash) WHERE schema_version = 0",
    ],
)
def test_an_owner_who_changes_what_a_freeze_keeps_is_found(notary, edit):
    freeze(notary.town)
    seq = sealed_seq()
    tamper(edit)
    assert check_whole_chain(CITY).broken == seq
    notary.round(after=notary.signer.period * 2_000)
    assert [found for _, found in notary.alarms()] == [seq]


def test_an_event_that_is_emptied_and_named_by_no_freeze_is_a_break(notary):
    freeze(notary.town)
    tamper(EMPTIED.format(seq=3))
    assert check_whole_chain(CITY).broken == 3
    notary.round(after=notary.signer.period * 2_000)
    assert notary.alarms() == [("content", 3)]


def test_an_event_is_not_sealed_where_its_content_is_not_what_was_hashed(notary):
    tamper("UPDATE audit_event SET after = '{\"x\": 1}' WHERE type = 'contracts.award.recorded'")
    with pytest.raises(Exception, match="untrue"):
        freeze(notary.town)
    assert Award.objects.count() == 1


LETTER = {
    "authority": "洛阳市国家保密局", "document_no": "洛保〔2025〕7号",
    "document_on": date(2025, 9, 17), "signed_by": "周局长",
}  # fmt: skip


def decided(town: Town, act) -> None:
    """Two persons decide by the authority's letter; each act in a transaction of its own."""
    officer, approver = (town.bureau(f"procurement-{word}") for word in ("officer", "approver"))
    twice(
        act, officer, approver, at("2025-09-18 10:00"), freeze_id=Freeze.objects.get().pk, **LETTER
    )


def test_purged_the_chain_still_holds_for_signer_and_check(notary):
    freeze(notary.town)
    notary.round()
    decided(notary.town, order_purge)
    one = Freeze.objects.get()
    purge_case(actor=notary.town.system, now=at("2025-09-18 11:00"), freeze_id=one.pk)
    assert check_whole_chain(CITY).broken is None
    assert list(differences(CITY)) == []
    notary.round(after=notary.signer.period * 2_000)
    assert notary.sizes()[-1] == Event.objects.count()
    assert notary.alarms() == []


def test_a_purge_that_one_person_ordered_is_a_break(notary):
    freeze(notary.town)
    decided(notary.town, order_purge)
    one = Freeze.objects.get()
    purge_case(actor=notary.town.system, now=at("2025-09-18 11:00"), freeze_id=one.pk)
    seq = sealed_seq()
    tamper(
        "UPDATE audit_event AS o SET person_id = m.person_id FROM audit_event AS m"
        " WHERE o.type = 'secrecy.purge.ordered' AND m.type = 'parties.proposal.made'"
        " AND m.after ->> 'act' = 'secrecy.order_purge'"
    )
    assert check_whole_chain(CITY).broken == seq
    notary.round(after=notary.signer.period * 2_000)
    assert [found for _, found in notary.alarms()] == [seq]


def test_put_back_the_award_and_its_events_are_what_they_were(notary):
    award, events = Award.objects.get(), Event.objects.count()
    told = list(Event.objects.order_by("seq").values())
    freeze(notary.town)
    decided(notary.town, thaw_case)
    assert vars(Award.objects.get()) | {"_state": 0} == vars(award) | {"_state": 0}
    assert list(Event.objects.order_by("seq").values()[:events]) == told
    assert list(differences(CITY)) == []
    notary.round(after=notary.signer.period * 2_000)
    assert notary.alarms() == []


def test_what_was_changed_meanwhile_is_not_put_back(notary):
    freeze(notary.town)
    tamper(
        "UPDATE audit_sealed SET facts = facts || '{\"after\": {}}' WHERE of_table = 'audit_event'"
    )
    with pytest.raises(Conflict):
        decided(notary.town, thaw_case)
    assert not Award.objects.exists()
