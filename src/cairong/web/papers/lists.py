"""The list of papers that one may read: one's own, and those of the cases one is part of."""

from cairong.kernel.actor import Role
from cairong.lending.papers import READERS, case_papers
from cairong.papers.reads import vault_for
from cairong.papers.states import PAPER
from cairong.policy.papers import KINDS, WORDS, purposes_of
from cairong.web.lists import List, Tool
from cairong.web.parts import Column, Empty

PAPERS = List(
    name="papers",
    at="papers/",
    title="材料",
    lead="合同文本、验收材料和发票上传一次,这份合同的各方都能看;平台已有的中标、合同、备案和支付数据不用再交。"
    "每一次被别的单位打开都有记录。",
    roles=READERS,
    source=case_papers,
    columns=(
        Column("name", "名称", search=True, sort=True),
        Column("purpose", "种类", words=WORDS, filter=True),
        Column("contract", "合同", "code", of="contract__no", search=True),
        Column("organisation", "谁的", of="organisation__name"),
        Column("kept", "上传时间", "moment", of="kept_at", sort=True),
        Column("kind", "格式", of="content__kind", words=KINDS),
        Column("state", "状态", "status", states=PAPER, filter=True),
    ),
    default="-kept",
    opens="paper",
    empty=Empty(text="还没有材料。合同文本、验收材料、发票在合同的页面上传。"),
)  # fmt: skip
VAULT = List(
    name="supplier-papers",
    title="材料库",
    lead="营业执照、授权委托书、报表和资质证书上传一次,每次融资勾选提供给金融机构;没有提供的看不到。",
    roles=[Role.SUPPLIER],
    source=vault_for,
    columns=(
        Column("name", "名称", search=True, sort=True),
        Column(
            "purpose", "种类", filter=True,
            words={key: WORDS[key] for key in purposes_of(Role.SUPPLIER, vault=True)},
        ),
        Column("until", "有效期到", "date", of="valid_until", sort=True),
        Column("kept", "上传时间", "moment", of="kept_at", sort=True),
        Column("state", "状态", "status", states=PAPER, filter=True),
    ),
    default="-kept",
    opens="paper",
    tools=(Tool("上传", "paper-new-own"),),
    empty=Empty(text="材料库还是空的。点「上传」,用手机拍照也可以。"),
)  # fmt: skip
