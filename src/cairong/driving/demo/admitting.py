"""What the demo's bureau decided about institutions: reviews, one admitted, one suspended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from cairong.admission.actions.admit_institution import admit_institution
from cairong.admission.actions.review_institution import review_institution
from cairong.admission.actions.suspend_institution import suspend_institution
from cairong.driving.demo.cast import Cast, invented_uscc
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.shapes import oldest
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.kernel.actor import Actor, Role
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import Organisation
from cairong.policy.admission import Paper

NEW, CODE = "洛阳演示小额贷款公司", 90
KEPT = "许可证、协议都有效,按期率和信用贷款占比正常。"


def admissions(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay the reviews, an admission and a suspension on their days."""
    desk = Bureau(cast=cast)
    steps: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (oldest(), partial(desk.review, 1, "kept", KEPT)),
        (120, partial(desk.review, 0, "kept", KEPT)),
        (90, desk.admit),
        (60, partial(desk.review, 2, "conditions", "三个月内把审批按期率提高到 90% 以上。")),
        (8, desk.suspend),
        *(
            (40 + 5 * index, partial(desk.review, index, "kept", KEPT))
            for index in range(3, len(cast.institutions))
        ),
    )
    for place, (ago, run) in enumerate(steps):
        yield Placed(day=days.ago(ago), place=2 + place, run=run)


@dataclass
class Bureau:
    """The two of the procurement desk, and the institution they admitted."""

    cast: Cast
    admitted: Organisation = field(init=False)

    @property
    def pair(self) -> tuple[Actor, Actor]:
        """Who prepares and who agrees."""
        people = self.cast.desks[CITY].people
        return people[Role.PROCUREMENT_OFFICER], people[Role.PROCUREMENT_APPROVER]

    def review(self, index: int, finding: str, words: str, now: datetime) -> None:
        """Review one of the institutions of the cast."""
        reviewed = self.cast.institutions[index].organisation
        self._two(
            review_institution, now, institution_id=reviewed.pk, finding=finding, words=words,
            papers=papers(index + 1),
        )  # fmt: skip

    def admit(self, now: datetime) -> None:
        """Admit one that brought its papers."""
        self.admitted = self._two(
            admit_institution, now, name=NEW, uscc=invented_uscc("91", CITY, CODE), region=CITY,
            address="洛阳市演示金融街90号", contact_name="政采贷专员",
            contact_phone="0379-00000090", papers=papers(CODE), words="材料齐全,签有合作协议。",
            institution=InstitutionFacts(regions=[CITY], licence_kind="小额贷款公司"), demo=True,
        )  # fmt: skip

    def suspend(self, now: datetime) -> None:
        """Suspend it again."""
        self._two(
            suspend_institution, now, institution_id=self.admitted.pk,
            reason="经营许可被地方金融管理部门责令整改,整改验收前不接新业务。", stop_draws=True,
        )  # fmt: skip

    def _two(self, act: Any, now: datetime, **arguments: Any) -> Any:
        return together(act, *self.pair, now, **arguments)


def papers(number: int) -> list[Paper]:
    """Make the papers of an institution, by its number."""
    return [
        Paper(kind="licence", number=f"B{number:04d}H241030001"),
        Paper(kind="agreement", number=f"洛财金合〔2025〕{number}号", until=date(2035, 12, 31)),
    ]
