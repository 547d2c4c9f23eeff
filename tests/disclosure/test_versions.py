"""What was published stays as it was; what is withheld is nowhere, until the day it may not be."""

import json
from datetime import date, timedelta

import pytest

from cairong.audit.models import Event
from cairong.contracts.facts import Account, Items, Withholding
from cairong.contracts.models import Contract, WithheldItem
from cairong.disclosure import reads
from cairong.disclosure.actions.lapse_withholding import lapse_withholding, publish_lapsed
from cairong.disclosure.document import leaf_hash
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.filing.actions.open_filing import recall_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.errors import NotAllowed, PolicyBreach
from cairong.policy.catalogue import sentence
from cairong.policy.items import REQUIRED, WITHHOLDABLE
from contracts.ground import ACCOUNT, DECIDED, SIGNED, Ground, newest
from support.town import CITY, at

UNTIL = date(2026, 6, 30)
LAST, OVER = at("2026-06-30 23:59"), at("2026-07-01 00:01")
IN_ACCOUNT = {"account_no": "no", "bank": "bank"}
ITEMS = sorted(WITHHOLDABLE)


def marker(item: str) -> str:
    """A value that stands nowhere else."""
    return {"account_no": ACCOUNT["no"], "bank": ACCOUNT["bank"]}.get(item, f"独有的{item}内容")


def secret(*items: str, until: date = UNTIL) -> list[Withholding]:
    return [Withholding(item=item, ground=f"{item}的依据是工艺", until=until) for item in items]


def sign(ground: Ground, *items: str, until: date = UNTIL) -> Contract:
    """A contract whose every item that could be withheld bears its own marker."""
    fields = {item: marker(item) for item in ITEMS if item not in IN_ACCOUNT}
    return ground.sign(fields=fields, withheld=secret(*items, until=until))


def everything(contract: Contract) -> str:
    """All that any version, list or search of the public says of a contract."""
    versions = PublishedVersion.objects.filter(contract=contract)
    lists = PublicContract.objects.filter(no=contract.no)
    return "\n".join(
        [bytes(one.document).decode() for one in versions]
        + [str(row) for row in versions.values("title", "search", "reason", "supplier_names")]
        + [str(row) for row in lists.values()]
        + [str(row) for row in Event.objects.values("before", "after")]
    )


def history(contract: Contract) -> list[tuple]:
    rows = PublishedVersion.objects.filter(contract=contract).order_by("version")
    return [
        (one.version, one.kind, one.sha256, bytes(one.document), one.published_at, one.search)
        for one in rows
    ]


class TestImmutable:
    def test_every_act_adds_a_version_and_changes_none(self, ground: Ground):
        contract, seen = sign(ground, "manner"), []

        def keep() -> None:
            rows = history(contract)
            assert rows[: len(seen)] == seen
            assert len(rows) == len(seen) + 1
            seen[:] = rows

        keep()
        ground.decide(contract, "return", reasons={"quality": "请写明标准"})
        keep()
        ground.resubmit(contract, at("2025-10-09 10:00"), fields=Items(quality="符合国标"))
        keep()
        officer = ground.officer()
        later = at("2025-10-09 11:00")
        recall_filing(actor=officer, now=later, contract_id=contract.pk, reason="写错\n账号")
        keep()
        account = Account(**{**ACCOUNT, "no": "6222020200012345679"})
        ground.resubmit(contract, at("2025-10-10 10:00"), account=account)
        keep()
        ground.decide(contract, now=at("2025-10-10 15:00"))
        keep()
        lapse_withholding(actor=ground.town.system, now=OVER)
        keep()
        assert [one[1] for one in seen] == [
            "announced", "returned", "announced", "returned", "announced", "filed", "filed",
        ]  # fmt: skip
        assert [one[0] for one in seen] == list(range(1, 8))
        assert [one[4] for one in seen] == sorted(one[4] for one in seen)
        self.agree(contract, seen)

    def agree(self, contract: Contract, seen: list[tuple]) -> None:
        """The projection is the newest version, and each hash is of its own bytes."""
        public = PublicContract.objects.get(no=contract.no)
        assert (public.version, public.kind, public.sha256) == seen[-1][:3]
        assert public.first_published_at == seen[0][4]
        for version, kind, sha256, raw, *_ in seen:
            said = json.loads(raw)
            assert (said["version"], said["kind"], said["contract_no"]) == (
                version, kind, contract.no,
            )  # fmt: skip
            assert leaf_hash(raw) == sha256
        assert len({one[2] for one in seen}) == len(seen)

    def test_what_others_do_does_not_touch_a_contracts_page(self, ground: Ground):
        first = ground.decide(ground.sign())
        before = history(first), reads.public_stamp(CITY, first.no)
        second = ground.sign(ground.award(title="另一个项目"))
        ground.decide(second, "return", reasons="请补正")
        assert (history(first), reads.public_stamp(CITY, first.no)) == before

    def test_a_refused_act_publishes_nothing(self, ground: Ground):
        contract = ground.decide(ground.sign(), "return", reasons="请补正")
        before = history(contract)
        with pytest.raises(PolicyBreach):
            ground.resubmit(contract, DECIDED, fields=Items(liability=""))
        with pytest.raises(PolicyBreach):
            ground.resubmit(contract, DECIDED, withheld=secret("purchaser_name"))
        assert history(contract) == before

    def test_a_rehearsed_proposal_publishes_nothing(self, ground: Ground):
        award = ground.award()
        sign_contract.propose(actor=ground.officer(), now=SIGNED, **ground.terms(award))
        assert not PublishedVersion.objects.exists()
        assert not PublicContract.objects.exists()


class TestWithheld:
    @pytest.mark.parametrize("item", ITEMS)
    def test_an_item_asked_for_is_nowhere_and_all_others_are_there(self, ground: Ground, item):
        contract = sign(ground, item)
        ground.decide(contract)
        said = everything(contract)
        assert marker(item) not in said
        for other in ITEMS:
            if other != item:
                assert marker(other) in said, other
        (named,) = newest(contract)["withheld"]
        assert (named["item"], named["assent"], named["until"]) == (item, "given", "2026-06-30")
        assert "工艺" not in said  # nor does the ground tell what it hides

    def test_all_that_may_be_withheld_at_once(self, ground: Ground):
        contract = ground.decide(sign(ground, *ITEMS))
        said = everything(contract)
        assert [item for item in ITEMS if marker(item) in said] == []
        document = newest(contract)
        assert document["purchaser"]["name"] == "采购人"
        assert document["suppliers"][0]["name"] == "供应商"
        assert document["contract"]["amount_yuan"] == "685200.00"
        assert {one["item"] for one in document["withheld"]} == set(ITEMS)

    @pytest.mark.parametrize("item", sorted(REQUIRED.keys() - WITHHOLDABLE.keys()))
    def test_names_and_price_are_always_public(self, ground: Ground, item):
        with pytest.raises(PolicyBreach) as caught:
            ground.sign(withheld=secret(item))
        assert caught.value.findings[0].code == "contracts.not_withholdable"
        assert "必须公开" in sentence(caught.value.findings[0])
        assert not PublishedVersion.objects.exists()

    @pytest.mark.parametrize(("until", "stands"), [(-1, False), (0, False), (1, True)])
    def test_it_ends_on_a_day_to_come(self, ground: Ground, until, stands):
        asked = secret("manner", until=SIGNED.date() + timedelta(days=until))
        if stands:
            ground.sign(withheld=asked)
            assert WithheldItem.objects.get().assent is None
        else:
            with pytest.raises(PolicyBreach, match="not_withholdable"):
                ground.sign(withheld=asked)

    def test_the_same_item_asked_for_twice_is_refused_in_words(self, ground: Ground):
        with pytest.raises(PolicyBreach) as caught:
            ground.sign(withheld=secret("manner", "manner"))
        (found,) = caught.value.findings
        assert (found.code, found.obligation) == ("contracts.withheld_twice", "二(二)-5")
        assert not Contract.objects.exists()

    def test_asked_for_anew_when_mending_beside_another(self, ground: Ground):
        contract = ground.decide(sign(ground, "manner"), "return", reasons="请补正")
        anew = secret("manner", "liability")
        ground.resubmit(contract, at("2025-10-09 10:00"), withheld=anew)
        said = newest(contract)
        assert {one["item"] for one in said["withheld"]} == {"manner", "liability"}
        assert marker("manner") not in everything(contract)

    def test_what_was_public_before_is_out_of_the_newest_document(self, ground: Ground):
        """Withheld at mending: the page no longer says it, though an older copy may (D5)."""
        contract = ground.decide(sign(ground), "return", reasons="请补正")
        ground.resubmit(contract, at("2025-10-09 10:00"), withheld=secret("quality"))
        page = reads.public_page(CITY, contract.no)
        assert marker("quality") not in page.raw.decode()
        assert marker("quality") in bytes(history(contract)[0][3]).decode()

    def test_the_bureau_refuses_some_and_assents_to_the_rest(self, ground: Ground):
        contract = sign(ground, "manner", "liability", "quality")
        ground.decide(contract, published_items=["quality", "manner"])
        document = newest(contract)
        assert [one["item"] for one in document["withheld"]] == ["liability"]
        assert document["contract"]["quality"] == marker("quality")
        assert document["contract"]["liability"] == ""
        decided = dict(WithheldItem.objects.values_list("item", "assent"))
        assert decided == {"manner": False, "quality": False, "liability": True}


class TestLapse:
    def lapse(self, ground: Ground, now=OVER) -> int:
        return lapse_withholding(actor=ground.town.system, now=now)

    def test_the_last_day_still_counts(self, ground: Ground):
        contract = ground.decide(sign(ground, "manner"))
        assert self.lapse(ground, LAST) == 0
        assert marker("manner") not in everything(contract)
        assert self.lapse(ground) == 1
        assert newest(contract)["contract"]["manner"] == marker("manner")
        assert newest(contract)["withheld"] == []

    def test_each_item_ends_on_its_own_day(self, ground: Ground):
        fields = {item: marker(item) for item in ("manner", "quality", "liability")}
        asked = [*secret("manner"), *secret("quality", until=date(2026, 7, 31)),
                 *secret("liability", until=date(2099, 1, 1))]  # fmt: skip
        contract = ground.decide(ground.sign(fields=fields, withheld=asked))
        for now, left in ((OVER, {"quality", "liability"}),
                          (at("2026-08-01 00:01"), {"liability"})):  # fmt: skip
            assert self.lapse(ground, now) == 1
            assert {one["item"] for one in newest(contract)["withheld"]} == left
            assert self.lapse(ground, now) == 0

    @pytest.mark.parametrize(
        ("state", "kind"),
        [("announced", "announced"), ("returned", "returned"), ("filed", "filed")],
    )
    def test_the_page_keeps_the_state_it_had(self, ground: Ground, state, kind):
        contract = sign(ground, "manner")
        if state == "returned":
            ground.decide(contract, "return", reasons="请补正")
        elif state == "filed":
            ground.decide(contract)
        assert self.lapse(ground) == 1
        assert (newest(contract)["kind"], Contract.objects.get().state) == (kind, state)
        last = PublishedVersion.objects.latest("version")
        assert last.reason == "不予公开期限届满"

    def test_a_settled_contract_is_still_a_filed_one_to_the_public(self, ground: Ground):
        contract = ground.decide(sign(ground, "manner"))
        Contract.objects.filter(pk=contract.pk).update(state="settled")
        assert self.lapse(ground) == 1
        assert newest(contract)["kind"] == "filed"

    def test_what_lapsed_undecided_is_not_decided_again(self, ground: Ground):
        contract = sign(ground, "manner")
        self.lapse(ground)
        ground.decide(contract, now=at("2026-07-02 10:00"))
        assert newest(contract)["contract"]["manner"] == marker("manner")
        assert WithheldItem.objects.get().assent is False

    def test_the_purchaser_is_told_and_only_the_worker_does_it(self, ground: Ground):
        contract = ground.decide(sign(ground, "manner", "quality"))
        with pytest.raises(NotAllowed):
            publish_lapsed(actor=ground.officer(), now=OVER, contract_id=contract.pk)
        self.lapse(ground)
        event = Event.objects.get(type="disclosure.withholding.lapsed")
        assert event.after["items"] == ["manner", "quality"]
        (told,) = event.after["tell"]
        assert (told["organisation"], told["role"]) == (
            str(ground.town.purchaser().pk), "purchaser-officer",
        )  # fmt: skip
        assert event.basis == ["二(二)-5"]
