"""The list of letters of urging: all of the bureau's, or those to one's own organisation."""

from collections.abc import Mapping

from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, PURCHASER, ROLE_NAMES
from cairong.oversight.states import URGING
from cairong.oversight.urgings import urgings_for
from cairong.parties.reads import KIND_WORDS as SIDES
from cairong.parties.reads import all_regions, desk_regions
from cairong.policy.urging import DESKS, VERDICTS
from cairong.web.lists import Filter, List
from cairong.web.parts import Column, Empty

READERS = tuple(sorted(BUREAU | OVERSEERS | PURCHASER | INSTITUTION))
STATES: Mapping[str, str] = {key: state.word for key, state in URGING.states.items()}
DESK_WORDS: Mapping[str, str] = {role.value: ROLE_NAMES[role] for role in DESKS}


def number(word: str, year: int, count: int) -> str:
    """Write the number of a letter."""
    return f"{word}〔{year}〕{count}号"


URGINGS = List(
    name="urgings",
    title="督办函",
    roles=READERS,
    source=urgings_for,
    columns=(
        Column("no", "编号", of=("word", "year", "number"), show=number),
        Column("holder", "责任单位", of="organisation__name", sort=True, search=True),
        Column("desk", "责任科室", words=DESK_WORDS),
        Column("region", "县区", words=all_regions, filter=desk_regions),
        Column("issued", "发出时间", "moment", of="issued_at", sort=True),
        Column("answer", "答复期限", "date", of="answer_on", sort=True),
        Column("state", "状态", words=STATES, filter=True),
        Column("verdict", "结论", words=VERDICTS, filter=True, blank="—"),
    ),
    filters=(Filter("side", "责任方", SIDES, of="organisation__kind"),),
    default="-issued",
    opens="urging",
    empty=Empty(
        text="没有督办函。事项超期以后,采购科可以在「超期事项」里按责任单位发督办函,发出的列在这里。"
    ),
)
