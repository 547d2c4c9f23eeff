"""An agreement that ends, and what the agency does at the same moment. 采购法§20, 条例§16"""

from datetime import date
from functools import partial

import pytest

from agencies.ground import NOW, Agencies
from cairong.agencies.actions.add_recipients import add_recipients
from cairong.agencies.actions.answer_engagement import accept_engagement
from cairong.agencies.actions.end_engagement import end_engagement
from cairong.agencies.actions.issue_file import issue_file
from cairong.agencies.actions.record_engagement import record_engagement
from cairong.agencies.models import Engagement, ProcurementFile, Recipient
from cairong.kernel.actor import public
from cairong.kernel.errors import Conflict
from cairong.outreach.actions.acknowledge_letter import acknowledge_letter
from support.racing import FEWER, hands, split
from support.town import CITY, at, found_town

pytestmark = pytest.mark.soak
ROUNDS = FEWER // 2


@pytest.fixture
def ground(committed_db) -> Agencies:
    made = Agencies(found_town(at("2026-01-05 08:00")))
    made.town.supplier()
    return made


def issuing(ground: Agencies, number: str, engagement: Engagement):
    return partial(
        issue_file, actor=ground.clerk(), now=NOW, project_no=number, title="项目",
        budget_fen=100, method="询价", issued_on=NOW.date(), engagement_id=engagement.pk,
    )  # fmt: skip


def test_a_file_issued_as_the_agreement_ends_came_before_or_is_refused(ground: Agencies):
    first, second = ground.pair()
    with hands(2) as two:
        for number in range(ROUNDS):
            made = ground.engage(no=f"洛代{number}")
            given = {"engagement_id": made.pk, "reason": "另行委托"}
            waiting = end_engagement.propose(actor=first, now=NOW, **given)
            ends = partial(end_engagement.approve, actor=second, now=NOW, proposal_id=waiting.pk)
            done, refused = split(two.race(ends, issuing(ground, f"项目{number}", made)))
            made.refresh_from_db()
            assert made.state == "ended"
            codes = {each.findings[0].code for each in refused}
            assert codes <= {"agencies.agreement_ended"}
            assert len(done) + len(refused) == 2
            files = ProcurementFile.objects.filter(engagement=made)
            assert files.count() == len(done) - 1


def test_of_two_agreements_for_the_same_one_stands(ground: Agencies):
    first, second = ground.pair()
    with hands(2) as two:
        for number in range(ROUNDS):
            approvals = []
            for which in "ab":
                waiting = record_engagement.propose(
                    actor=first, now=NOW, agency_id=ground.agency().pk, no=f"{number}号{which}",
                    paper="原件存档", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31),
                    project_no=f"项目{number}",
                )  # fmt: skip
                approvals.append(
                    partial(
                        record_engagement.approve, actor=second, now=NOW, proposal_id=waiting.pk
                    )
                )
            done, refused = split(two.race(*approvals))
            assert (len(done), [type(each) for each in refused]) == (1, [Conflict])
            assert Engagement.objects.filter(project_no=f"项目{number}").count() == 1


def test_a_supplier_entered_by_two_hands_at_once_stands_once(ground: Agencies):
    made = ground.engage()
    adds = partial(
        add_recipients, actor=ground.clerk(), now=NOW,
        obtained="91410300MA44K3P079 洛阳新来科技有限公司",
    )  # fmt: skip
    with hands(2) as two:
        for number in range(ROUNDS):
            file = issuing(ground, f"项目{number}", made)()
            one = partial(adds, file_id=file.pk)
            done, refused = split(two.race(one, one))
            assert (len(done), [type(each) for each in refused]) == (1, [Conflict])
            assert Recipient.objects.filter(file=file).count() == 1
            ground.follow()
            token = file.recipients.get().letter.token
            reads = partial(acknowledge_letter, actor=public(city=CITY), now=NOW, token=token)
            done, refused = split(two.race(reads, reads))
            assert (len(done), [type(each) for each in refused]) == (1, [Conflict])


def test_an_agreement_accepted_as_it_is_taken_back_is_over(ground: Agencies):
    first, second = ground.pair()
    with hands(2) as two:
        for number in range(ROUNDS):
            made = ground.record(no=f"洛代{number}")
            given = {"engagement_id": made.pk, "reason": "登记有误"}
            waiting = end_engagement.propose(actor=first, now=NOW, **given)
            ends = partial(end_engagement.approve, actor=second, now=NOW, proposal_id=waiting.pk)
            accepts = partial(
                accept_engagement, actor=ground.clerk(), now=NOW, engagement_id=made.pk
            )
            done, refused = split(two.race(ends, accepts))
            made.refresh_from_db()
            assert len(done) + len(refused) == 2
            if made.state != "ended":  # what it said changed meanwhile: laid before anew
                assert made.state == "accepted"
                assert [each.findings[0].code for each in refused] == ["four_eyes.changed"]
                again = end_engagement.propose(actor=first, now=NOW, **given)
                end_engagement.approve(actor=second, now=NOW, proposal_id=again.pk)
