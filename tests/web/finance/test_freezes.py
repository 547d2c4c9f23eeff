"""冻结: one form freezes, one sheet is printed, two persons decide by the authority's letter."""

import pytest
from django.conf import settings

from cairong.cases.finding import trail_of
from cairong.contracts.models import Award
from cairong.doors.actors import TOKEN
from cairong.kernel.actor import Channel, Role
from cairong.kernel.errors import NotFound
from cairong.parties import reads
from cairong.parties.models import Mandate, Proposal
from cairong.secrecy.models import Freeze
from contracts.ground import Ground
from secrecy.conftest import settled
from support.browsing import follow, problems, read, send, value_of
from support.staging import staged
from support.town import Town, at, found_town
from support.visitors import browser

NEW = "/finance/freezes/new/"
LETTER = {
    "authority": "洛阳市国家保密局", "document_no": "洛保〔2025〕7号", "signed_by": "周局长",
}  # fmt: skip


@staged
def town(db) -> Town:
    """A city with one award."""
    made = found_town(at("2025-09-01 08:00"))
    Ground(made).award()
    return made


@pytest.fixture
def officer(town):
    return browser(town, Role.PROCUREMENT_OFFICER)


def sent(client, address: str, typed: dict, to: str = "") -> str:
    """Fill in a form on its page and read where it leads."""
    settled()
    return follow(client, to or address, {TOKEN: value_of(read(client, address), TOKEN), **typed})


def frozen(client) -> tuple[str, str]:
    """Freeze the one award by its number; the address of the freeze, and its page."""
    page = sent(client, NEW, {"number": Award.objects.get().no})
    return f"/finance/freezes/{Freeze.objects.get().pk}/", page


@pytest.mark.parametrize("role", [Role.TREASURY_APPROVER, Role.COUNTY_CLERK])
def test_a_number_is_all_that_is_typed_and_the_sheet_is_there_to_print(town, role):
    award = Award.objects.get()
    _, page = frozen(browser(town, role))
    assert "已冻结。请打印报告表" in page
    assert "涉及国家秘密事项报告表" in page
    assert "事项名称、密级、保密期限" in page
    assert award.title not in page
    assert award.no not in page


def test_kept_uploads_go_with_it(town, officer):
    folder = settings.FILES_ROOT / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.data").write_text("secret")
    frozen(officer)
    assert list(folder.iterdir()) == []


def test_a_number_that_is_not_there_is_said_beside_the_box(town, officer):
    typed = {TOKEN: value_of(read(officer, NEW), TOKEN), "number": "ZB2025-9"}
    page = send(officer, NEW, typed, 422)
    assert "没有这个编号" in page
    assert value_of(page, "number") == "ZB2025-9"


@pytest.mark.parametrize(("to", "state"), [("", "ordered"), ("thaw/", "thawed")])
def test_two_persons_decide_by_the_letter(town, officer, to, state):
    address, _ = frozen(officer)
    day = Freeze.objects.get().frozen_at.date().isoformat()
    page = sent(officer, address, {**LETTER, "document_on": day}, f"{address}{to}")
    assert "洛保〔2025〕7号" in page
    second = browser(town, Role.PROCUREMENT_APPROVER)
    proposal = Proposal.objects.get()
    settled()
    decide = f"/proposals/{proposal.pk}/decide/"
    send(second, decide, {"decision": "approve", "reason": "", TOKEN: str(proposal.pk)})
    assert Freeze.objects.get().state == state
    assert "周局长 签发" in read(second, address)


def test_an_auditor_reads_the_freeze_and_no_proposal_of_the_bureau(town, officer):
    address, _ = frozen(officer)
    day = Freeze.objects.get().frozen_at.date().isoformat()
    sent(officer, address, {**LETTER, "document_on": day})
    proposal = Proposal.objects.get()
    assert str(proposal.pk) in read(officer, address)
    auditor = browser(town, Role.AUDITOR)
    assert str(proposal.pk) not in read(auditor, address)
    read(auditor, f"/proposals/{proposal.pk}/", 404)
    who = Mandate.objects.get(role=Role.AUDITOR)
    with pytest.raises(NotFound):
        trail_of(reads.actor_of(who, channel=Channel.WEB), proposal.pk)


def test_a_letter_of_before_is_said_beside_its_day(town, officer):
    address, _ = frozen(officer)
    typed = {**LETTER, "document_on": "2025-01-02", TOKEN: value_of(read(officer, address), TOKEN)}
    settled()
    assert "文书日期应在冻结那天以后" in str(problems(send(officer, address, typed, 422)))
