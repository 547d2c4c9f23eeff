"""The list of institutions as the bureau decides about them."""

from collections.abc import Mapping

from cairong.admission.reads import DESK, WATCHING, institutions_for
from cairong.kernel.actor import Role
from cairong.parties.reads import all_regions
from cairong.policy.admission import REVIEW
from cairong.policy.treasury import LICENCES
from cairong.web.duties import deadline_column
from cairong.web.lists import List, Tool
from cairong.web.parts import Column, Empty

STANDING: Mapping[str, str] = {
    "admitted": "合作中",
    "kept": "合作中",
    "resumed": "合作中",
    "conditions": "附条件合作",
    "suspended": "暂停合作",
}
UNDECIDED = "合作中(未登记材料)"

INSTITUTIONS = List(
    name="admission-institutions",
    at="admission/",
    title="金融机构准入",
    lead="两人准入,每年复核;暂停的不接新业务,在还的贷款照常办到结清。",
    roles=(*DESK, *WATCHING),
    source=institutions_for,
    columns=(
        Column("name", "金融机构", sort=True, search=True),
        Column(
            "kind", "类型", of="institution_profile__licence_kind",
            filter=True, words={each: each for each in LICENCES},
        ),
        Column("region", "所在地", words=all_regions),
        Column("connected", "对接日期", "date", of="institution_profile__connected_on"),
        Column("standing", "状态", of="decision", words=STANDING, filter=True, blank=UNDECIDED),
        Column("decided", "最近决定", "moment", of="decided_at", sort=True),
        deadline_column("复核期限", REVIEW),
    ),
    default="name",
    opens="admission-institution",
    tools=(Tool("准入机构", "admission-new", (Role.PROCUREMENT_OFFICER,)),),
    empty=Empty(text="还没有金融机构。点「准入机构」,照材料填写,由另一位同事复核。"),
)  # fmt: skip
