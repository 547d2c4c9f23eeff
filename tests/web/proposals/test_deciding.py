"""Deciding on what another prepared: at once, too late, from a stale page, alone (abuse 24)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cairong.audit.models import Event, RefusalRecord
from cairong.audit.recording import record
from cairong.kernel.actor import Channel, Role
from cairong.parties.models import Account, Mandate, Person, Proposal
from cairong.parties.reads import actor_of
from cairong.rulebook.models import ParameterRow
from support.browsing import follow, problems, read, send, text
from support.papers import twice_the_same
from support.town import COUNTY
from support.visitors import account_in, signed_in

AGREE = {"decision": "approve", "reason": ""}
RETURN = {"decision": "return", "reason": "来源不清"}
SECOND_PERSON = "经办和复核必须是两个人"


def laid(desk, **changed) -> Proposal:
    """Lay the proposal of the desk once more, otherwise in part, as its first person would."""
    own = {field: getattr(desk.proposal, field) for field in (
        "city_id", "organisation_id", "region", "act", "approves", "about", "arguments",
        "before", "after", "basis", "prepared_by_id", "prepared_at",
    )}  # fmt: skip
    proposal = Proposal.objects.create(**own | changed)
    seat = Mandate.objects.get(person=proposal.prepared_by, organisation=proposal.organisation_id)
    record(
        actor=actor_of(seat, channel=Channel.WEB),
        now=proposal.prepared_at,
        type="parties.proposal.made",
        subject=proposal,
    )
    return proposal


def decided() -> list[str]:
    kinds = ("rulebook.parameter.set", "parties.proposal.returned", "parties.proposal.taken_back")
    return list(Event.objects.filter(type__in=kinds).values_list("type", flat=True))


@pytest.mark.parametrize(("who", "act"), [("officer", "recall/"), ("approver", "decide/")])
def test_reading_the_address_of_a_decision_decides_nothing(desk, who, act):
    assert desk.at(who).get(desk.place(act)).status_code == 200
    assert desk.state() == "waiting"
    assert decided() == []


class TestTwoApprovers:
    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            (AGREE, AGREE, "送审事项现在是「已同意」,不能「同意」"),
            (AGREE, RETURN, "送审事项现在是「已同意」,不能「退回」"),
            (RETURN, AGREE, "送审事项现在是「已退回」,不能「同意」"),
            (RETURN, RETURN, "送审事项现在是「已退回」,不能「退回」"),
        ],
    )
    def test_the_second_reads_what_the_first_decided_and_changes_nothing(
        self, desk, first, second, said
    ):
        for name in ("approver", "second"):
            assert "同意</button>" in read(desk.at(name), desk.place())
        send(desk.at("approver"), desk.place("decide/"), first)
        before = decided()
        page = send(desk.at("second"), desk.place("decide/"), second, 409)
        assert said in problems(page)[0]
        assert "不用再复核" in page
        assert "同意</button>" not in page
        assert desk.state() == ("approved" if first is AGREE else "returned")
        assert desk.proposal.decided_by_id == desk.accounts["approver"].person_id
        assert decided() == before

    def test_a_double_click_decides_once_and_leads_to_the_same_page(self, desk):
        one, two = twice_the_same(desk.at("approver"), desk.place("decide/"), AGREE)
        assert [one["Location"], two["Location"]] == [desk.place()] * 2
        assert decided() == ["rulebook.parameter.set"]

    def test_a_token_of_one_decision_is_none_for_the_other(self, desk):
        token = str(uuid4())
        send(desk.at("approver"), desk.place("decide/"), {**AGREE, "request_id": token})
        page = send(
            desk.at("approver"), desk.place("decide/"), {**RETURN, "request_id": token}, 409
        )
        assert "请求号已用于另一内容" in problems(page)[0]
        assert "已退回。" not in read(desk.at("approver"), desk.place())
        assert decided() == ["rulebook.parameter.set"]

    def test_anothers_one_time_token_opens_nothing(self, desk):
        """The token makes a double click do once; it is no leave to decide."""
        token = str(uuid4())
        send(desk.at("approver"), desk.place("decide/"), {**RETURN, "request_id": token})
        answer = desk.at("treasury").post(desk.place("decide/"), {**AGREE, "request_id": token})
        assert desk.state() == "returned"
        assert not ParameterRow.objects.exists()
        assert answer.status_code != 200

    @pytest.mark.parametrize(
        ("decision", "said"), [("approve", "已复核。"), ("return", "已退回。")]
    )
    def test_what_was_done_and_why_is_said_to_both(self, desk, decision, said):
        typed = {"decision": decision, "reason": "已核对原件"}
        assert said in follow(desk.at("approver"), desk.place("decide/"), typed)
        assert "复核意见:已核对原件" in read(desk.at("officer"), desk.place())


class TestRecall:
    def test_before_anybody_opened_it(self, desk):
        page = read(desk.at("officer"), desk.place())
        assert "复核人还没有打开,可以撤回修改" in page
        assert "已撤回" in follow(desk.at("officer"), desk.place("recall/"))
        assert desk.state() == "taken_back"

    def test_the_approver_who_had_only_the_list_open_reads_that_it_is_gone(self, desk):
        send(desk.at("officer"), desk.place("recall/"))
        page = read(desk.at("approver"), desk.place())
        assert "这一事项已撤回,不用再复核" in page
        page = send(desk.at("approver"), desk.place("decide/"), AGREE, 409)
        assert "现在是「已撤回」,不能「同意」" in problems(page)[0]
        assert not ParameterRow.objects.exists()

    def test_from_a_page_drawn_before_it_was_opened(self, desk):
        read(desk.at("officer"), desk.place())
        read(desk.at("approver"), desk.place())
        page = send(desk.at("officer"), desk.place("recall/"), status=409)
        assert "打开这份提交,不能再收回。请联系复核人退回" in problems(page)[0]
        assert "撤回</button>" not in page
        assert desk.state() == "waiting"

    @pytest.mark.parametrize(("decision", "word"), [(AGREE, "已同意"), (RETURN, "已退回")])
    def test_from_a_page_drawn_before_it_was_decided_says_how_it_was(self, desk, decision, word):
        read(desk.at("officer"), desk.place())
        read(desk.at("approver"), desk.place())
        send(desk.at("approver"), desk.place("decide/"), decision)
        page = send(desk.at("officer"), desk.place("recall/"), status=409)
        assert f"送审事项现在是「{word}」,不能「撤回」" in problems(page)[0]

    def test_twice_from_two_windows(self, desk):
        send(desk.at("officer"), desk.place("recall/"))
        page = send(desk.at("officer"), desk.place("recall/"), status=409)
        assert "现在是「已撤回」" in problems(page)[0]
        assert decided() == ["parties.proposal.taken_back"]

    @pytest.mark.parametrize("name", ["colleague", "approver", "treasury"])
    def test_nobody_recalls_what_another_prepared(self, desk, name):
        answer = desk.at(name).post(desk.place("recall/"))
        assert answer.status_code == 403
        assert "只有提交的经办人本人可以收回" in text(answer)
        assert desk.state() == "waiting"

    def test_one_that_was_opened_by_who_may_not_decide_can_still_be_recalled(self, desk):
        for name in ("colleague", "treasury"):
            desk.at(name).get(desk.place())
        send(desk.at("officer"), desk.place("recall/"))


class TestWhoMayNot:
    def refused(self, desk, client, decision=AGREE) -> str:
        answer = client.post(desk.place("decide/"), decision)
        assert answer.status_code == 403
        assert desk.state() == "waiting"
        assert not ParameterRow.objects.exists()
        return text(answer)

    @pytest.mark.parametrize("decision", [AGREE, RETURN], ids=["agree", "return"])
    def test_the_first_person_with_the_approving_desk_too(self, desk, decision):
        own = desk.accounts["officer"]
        twin = self.second_account(desk, person=own.person)
        assert SECOND_PERSON in self.refused(desk, signed_in(twin), decision)
        assert RefusalRecord.objects.filter(code="four_eyes.same_person").exists()

    @pytest.mark.parametrize("decision", [AGREE, RETURN], ids=["agree", "return"])
    @pytest.mark.parametrize(
        ("own", "other"),
        [("13900000000", "13900000000"), ("13900000000", ""), ("", "13900000000"), ("", "")],
        ids=["one phone", "none given", "none known", "none at all"],
    )
    def test_the_same_human_invited_twice(self, desk, decision, own, other):
        Person.objects.filter(accounts__username="officer").update(name="王芳", phone=own)
        other = Person.objects.create(city_id="410300", name="王芳", phone=other)
        client = signed_in(self.second_account(desk, person=other))
        page = read(client, desk.place())
        assert "您是经办人。经办和复核必须是两个人" in page
        assert "同意</button>" not in page
        assert SECOND_PERSON in self.refused(desk, client, decision)
        desk.proposal.refresh_from_db()
        assert desk.proposal.opened_at is None

    @pytest.mark.parametrize(
        ("name", "phone"),
        [("王芳", "13900000001"), ("王芬", "13900000000"), ("王芬", "")],
        ids=["other phone", "other name", "other name, no phone"],
    )
    def test_a_namesake_or_an_office_telephone_is_another_person(self, desk, name, phone):
        Person.objects.filter(accounts__username="officer").update(name="王芳", phone="13900000000")
        other = Person.objects.create(city_id="410300", name=name, phone=phone)
        client = signed_in(self.second_account(desk, person=other))
        send(client, desk.place("decide/"), AGREE)
        assert desk.state() == "approved"

    @pytest.mark.parametrize(
        ("name", "words"), [("colleague", "采购科复核"), ("treasury", "采购科复核")]
    )
    def test_another_desk_reads_who_decides(self, desk, name, words):
        page = read(desk.at(name), desk.place())
        assert f"这一事项要{words}同意才办理" in page
        assert "同意</button>" not in page
        self.refused(desk, desk.at(name))

    def test_the_same_desk_of_a_county_does_not_find_it(self, desk):
        far = account_in(desk.town, Role.PROCUREMENT_APPROVER, username="county")
        Mandate.objects.filter(person=far.person).update(region=COUNTY)
        client = signed_in(far)
        assert client.get(desk.place()).status_code == 404
        assert client.post(desk.place("decide/"), AGREE).status_code == 404
        assert desk.state() == "waiting"

    def test_whose_desk_was_taken_away_while_the_page_was_open(self, desk):
        read(desk.at("approver"), desk.place())
        Mandate.objects.filter(person=desk.accounts["approver"].person).update(ended_reason="调离")
        assert desk.at("approver").post(desk.place("decide/"), AGREE).status_code == 401
        assert desk.state() == "waiting"
        send(desk.at("second"), desk.place("decide/"), AGREE)

    @pytest.mark.parametrize("extra", ["status", "approver", "state", "decided_by", "act"])
    def test_nobody_names_the_outcome_or_the_approver_themselves(self, desk, extra):
        page = desk.at("approver").post(desk.place("decide/"), {**AGREE, extra: "approved"})
        assert page.status_code == 422
        assert desk.state() == "waiting"

    @pytest.mark.parametrize("decision", ["", "agree", "take_back", "APPROVE"])
    def test_a_decision_that_is_none_decides_nothing(self, desk, decision):
        send(desk.at("approver"), desk.place("decide/"), {"decision": decision}, 422)
        assert desk.state() == "waiting"

    @staticmethod
    def second_account(desk, *, person: Person) -> Account:
        """An account of a person at the approving desk, whatever their first account is."""
        account = account_in(desk.town, Role.PROCUREMENT_APPROVER, username="again")
        Mandate.objects.filter(person=account.person).update(person=person)
        Account.objects.filter(pk=account.pk).update(person=person)
        return Account.objects.select_related("mandate", "person").get(pk=account.pk)


class TestStaleGround:
    """What was rehearsed is done anew when it is agreed to; what no longer holds is said."""

    def test_a_day_that_passed_meanwhile(self, desk):
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        late = laid(desk, arguments=desk.proposal.arguments | {"valid_from": yesterday})
        page = send(desk.at("approver"), f"/proposals/{late.pk}/decide/", AGREE, 422)
        assert problems(page)
        late.refresh_from_db()
        assert late.state == "waiting"
        assert "退回</button>" in page
        send(desk.at("approver"), f"/proposals/{late.pk}/decide/", RETURN)

    def test_a_second_proposal_for_the_same_day(self, desk):
        twin = laid(desk)
        send(desk.at("approver"), desk.place("decide/"), AGREE)
        page = send(desk.at("approver"), f"/proposals/{twin.pk}/decide/", AGREE, 409)
        assert "这一参数在同一生效日已有一个值" in problems(page)[0]
        twin.refresh_from_db()
        assert twin.state == "waiting"
        assert ParameterRow.objects.count() == 1

    def test_returning_without_a_reason_asks_for_it_by_its_name(self, desk):
        typed = {"decision": "return", "reason": " "}
        page = send(desk.at("approver"), desk.place("decide/"), typed, 422)
        assert problems(page) == ["没有填写「审批意见」。请补上。"]
        assert 'href="#id_reason"' in page
        desk.proposal.refresh_from_db()
        assert desk.proposal.state == "waiting"

    def test_the_words_typed_when_refused_are_still_there(self, desk):
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        late = laid(desk, arguments=desk.proposal.arguments | {"valid_from": yesterday})
        typed = {"decision": "approve", "reason": "已核对原件"}
        page = send(desk.at("approver"), f"/proposals/{late.pk}/decide/", typed, 422)
        area = re.search(r'<textarea id="id_reason".*?>(.*?)</textarea>', page, re.DOTALL)
        assert area[1] == "已核对原件"
