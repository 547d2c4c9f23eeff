"""Sentences of the products room."""

SENTENCES: dict[str, str] = {
    "products.collateral": "产品要求「{asked}」:政府采购合同融资原则上不得要求担保和抵押。请去掉这项要求;确属例外的,写明不少于 {least} 个字的理由,它会向供应商公示并计入统计。",
    "products.amounts": "最高金额 {value:yuan} 低于最低金额 {least:yuan}。请改正其中一个。",
    "products.not_for": "产品「{product}」不面向{whom}。请改选面向它的产品;要扩大范围,先为产品发布新版本。",
    "products.region": "「{value}」不是本市的区域代码。请从区域列表中选择。",
    "products.region_not_served": "本机构没有登记服务区域「{value}」。请先登记服务区域,或从产品中去掉它。",
    "products.floats": "还不能办理利率随 LPR 浮动的产品:每笔贷款按审批时的 LPR 定价,贷款期内不变。请去掉「随 LPR 浮动」。",
    "products.name_taken": "本机构已有同名产品。请改用别的名称,或为原产品发布新版本。",
    "products.version_taken": "同一产品的新版本刚由他人发布。请刷新后核对再办。",
    "products.compare_count": "一次可以比较 2 到 4 个产品,现在选了 {value} 个。请增减后再比较。",
    "products.preference_twice": "同一个履约评级写了两条优惠。请每个评级只留一条。",
    "products.preference_empty": "履约评级 {grade} 的优惠没有写优惠什么。请填利率、期限、融资比例中的一项,或去掉这一条。",
    "products.preference_order": "履约评级 A 的优惠少于 B。请改正:评级高的,各项优惠不能少于评级低的(二(五)-6)。",
    "products.rules_same": "与现行第 {number} 版业务规范一字不差,没有要公布的。请先修改正文。",
    "products.rules_taken": "业务规范的新版本刚由他人公布。请刷新后核对再办。",
    "products.rules_said": "业务规范不能是空的。请写明怎样申请、怎样审批、怎样放款。",
    "liaisons.nobody": "请从本机构现在有岗位的人员里选一位。不在名单里的,先由本单位管理员为他开通岗位。",
    "liaisons.region": "本机构没有登记服务区域「{value}」,不能为它指定专人。请从本机构服务的区域里勾选。",
    "liaisons.unsaid": "绿色通道专人由本机构主管指定,要是本机构现在有岗位的人,数据库没有保存。请刷新后重新办理。",
    "liaisons.taken": "这个区域的专人刚由他人指定。请刷新后核对再办。",
}  # fmt: skip

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "products_product_name_once": ("Conflict", "products.name_taken", ""),
    "products_version_once": ("Conflict", "products.version_taken", ""),
    "products_business_rules_once": ("Conflict", "products.rules_taken", ""),
    "products_business_rules_said": ("Invalid", "products.rules_said", "二(四)-2"),
    "products_liaison_unsaid": ("NotAllowed", "liaisons.unsaid", "二(四)-1"),
    "products_liaison_once": ("Conflict", "liaisons.taken", "二(四)-1"),
    "products_liaison_reached": ("Invalid", "liaisons.unsaid", "二(四)-1"),
    "products_collateral_has_ground": ("PolicyBreach", "products.collateral", "二(五)-5"),
}
