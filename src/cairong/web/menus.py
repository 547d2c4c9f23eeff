"""Where each role can go: the left menu of a desk, the tabs of a supplier's phone.

One line is (word, name of the address). A role's first line is where it lands after signing in.
"""

from collections.abc import Mapping, Sequence

from cairong.kernel.actor import INSTITUTION, PURCHASER, Role

Line = tuple[str, str]
Group = tuple[str, Sequence[Line]]

DESK: Group = (
    "",
    (
        ("待办", "desk"),
        ("已办", "desk-done"),
        ("我发起的", "desk-started"),
        ("消息", "messages"),
    ),
)
ACCOUNT: tuple[Line, ...] = (("账号与安全", "account-home"),)
SHEETS: Line = ("用表格批量办理", "sheets")
PEOPLE: tuple[Line, ...] = (
    ("本单位人员", "account-people"),
    ("本单位登录记录", "account-accesses"),
)
ORGANISATION: tuple[Line, ...] = (*PEOPLE, ("本单位信息", "account-own"))
SIZES: Line = ("企业规模认定", "sizes")
LETTERS: Line = ("告知函", "letters")
COMPLAINTS: Line = ("投诉", "complaints")
URGINGS: Line = ("督办函", "urgings")
PAPERS: Line = ("材料", "papers")
PHONE: Group = (
    "",
    (
        ("首页", "desk"),
        ("合同", "supplier-contracts"),
        ("融资", "supplier-intents"),
        LETTERS,
        ("消息", "messages"),
    ),
)
FIRST: Mapping[Role, Group] = {Role.SUPPLIER: PHONE}
AGREEMENTS: Line = ("委托代理协议", "engagements")
FILES: Line = ("采购文件", "procurement-files")
AGENCY: Group = (
    "代理",
    (AGREEMENTS, FILES, ("中标(成交)记录", "agency-awards"), LETTERS),
)
PURCHASE: Group = (
    "采购",
    (
        AGREEMENTS,
        FILES,
        ("中标(成交)记录", "purchaser-awards"),
        ("合同", "purchaser-contracts"),
        ("绿色通道专人", "green-channel"),
        PAPERS,
        SIZES,
        COMPLAINTS,
        URGINGS,
        LETTERS,
        SHEETS,
    ),
)
LENDING: Group = (
    "融资",
    (
        ("融资申请", "institution-applications"),
        ("纸质申请", "institution-on-paper"),
        ("推荐企业", "institution-recommendations"),
        ("信贷指导", "institution-guidances"),
        ("再贷款申报", "relending-all"),
        ("“百千万”名录库", "institution-roster"),
        ("贷款", "institution-loans"),
        ("逾期贷款", "overdues"),
        PAPERS,
        SIZES,
        COMPLAINTS,
        ("本机构产品", "institution-products"),
        ("业务规范", "institution-rules"),
        ("绿色通道专人", "institution-liaisons"),
        ("年度综合评价", "institution-evaluation"),
        ("导向效果评估", "assessment-home"),
        ("本机构准入", "institution-admission"),
        ("推广活动", "events"),
        ("典型案例", "own-case-stories"),
        ("数据共享协议", "board-agreements"),
        ("合同公告", "institution-contracts"),
        ("中标(成交)公告", "institution-awards"),
        URGINGS,
    ),
)
FILED: tuple[Line, ...] = (
    ("备案审核", "finance-filings"),
    ("合同备案", "finance-contracts"),
)
SECRETS: tuple[Line, ...] = (("涉密案件冻结", "finance-freezes"),)
FILING: Group = ("备案", (*FILED, ("涉密采购件数", "finance-secrets"), *SECRETS, SIZES, PAPERS))
MONEY: tuple[Line, ...] = (
    ("账户锁定", "finance-locks"),
    ("回款账户变更", "finance-changes"),
    ("支付", "finance-payments"),
    ("应收账款账簿", "finance-books"),
)
TREASURY: Group = ("国库", (*MONEY, ("异常", "finance-exceptions"), *SECRETS, PAPERS))
ADMISSION: Line = ("金融机构准入", "admission-institutions")
ADMITTING: Group = ("金融机构", (ADMISSION,))
CLAIMS: Group = ("供应商", (("授权核实", "account-claims"),))
PROVING: tuple[Line, ...] = (
    ("待证实人员", "account-unproven"),
    ("找回登录的核对", "account-words"),
)
AGREEING: tuple[Line, ...] = (("管理员邀请", "account-invitations"),)
WATCH: Group = (
    "监督",
    (
        ("融资目标", "overseer-targets"),
        ("放款明细", "overseer-loans"),
        ("逾期情况", "overseer-overdues"),
        ("超期事项", "overseer-duties"),
        ("融资漏斗", "overseer-funnel"),
        ("按期排名", "overseer-league"),
        ("县区审批", "overseer-counties"),
        URGINGS,
        COMPLAINTS,
        ("投诉统计", "overseer-complaints"),
        ("金融机构情况", "overseer-institutions"),
        ("绿色通道专人", "green-channel"),
        ("统计表", "overseer-statistics"),
        ("推荐企业", "overseer-recommendations"),
        ("期限试算", "rulebook-whatif"),
        ("推广活动", "overseer-events"),
        ("知晓度问卷", "overseer-surveys"),
        ("典型案例", "overseer-case-stories"),
        LETTERS,
    ),
)
PRICES: Group = (WATCH[0], (*WATCH[1], ("同条件比价", "overseer-alike")))
RULES: Group = (
    "规则",
    (
        ("参数表", "rulebook-parameters"),
        ("放假安排", "rulebook-holidays"),
        ("LPR", "rulebook-lpr"),
    ),
)
BOARD: Group = (
    "联席会议",
    (
        ("联席任务", "board-tasks"),
        ("会议纪要", "board-minutes"),
        ("数据共享协议", "board-agreements"),
        ("政策文件库", "board-documents"),
    ),
)
EVALUATED: Group = (
    "评价",
    (("年度综合评价", "overseer-evaluation"), ("导向效果评估", "assessment-home")),
)
GUIDANCE: Group = (
    "信贷指导",
    (
        ("信贷指导函", "overseer-guidances"),
        ("地方法人优先名单", "overseer-relending"),
        ("“百千万”名录库", "overseer-roster"),
    ),
)
REFUSALS: Line = ("拒绝记录", "overseer-refusals")
REFUSED: Group = ("预警", (REFUSALS,))
ALERTED: Group = ("预警", (("监管预警", "overseer-alerts"), REFUSALS))
OPERATION: Group = (
    "运维",
    (
        ("运行情况", "operator-health"),
        ("待发事项", "operator-outbox"),
        ("每日工作", "operator-daily"),
        ("发送渠道", "operator-channels"),
        ("发送记录", "operator-dispatches"),
        ("单位管理", "account-organisations"),
        ("登录尝试", "account-strangers"),
        LETTERS,
    ),
)
AUDIT: Group = (
    "审计",
    (
        ("审计核对", "auditor-checks"),
        ("审计告警", "auditor-alarms"),
        ("管理记录", "auditor-events"),
        ("管理员和运维的登录", "auditor-accesses"),
        *SECRETS,
        ("日志", "log"),
    ),
)
INSPECTING: Group = ("稽查", (("稽查", "inspections"), ("稽查查看记录", "inspection-looks")))
INSPECTED: Group = (
    "稽查",
    (
        ("可以查看的案件", "inspected-cases"),
        ("稽查", "inspections"),
        ("稽查查看记录", "inspection-looks"),
    ),
)
STARTING: Group = ("开城", (("开城清单", "readiness"), SHEETS))
OF_CITY: tuple[Group, ...] = (ADMITTING, CLAIMS, INSPECTING, REFUSED)  # no county bureau has one
IMPORT: Group = ("数据", (("导入公告", "import-upload"),))
MENUS: Mapping[Role, Sequence[Group]] = {
    **dict.fromkeys(PURCHASER, (PURCHASE,)),
    Role.AGENCY_CLERK: (AGENCY,),
    **dict.fromkeys(INSTITUTION, (LENDING, RULES)),
    Role.OPERATOR: (OPERATION, STARTING, IMPORT, REFUSED, RULES),
    Role.AUDITOR: (AUDIT, RULES),
    Role.INSPECTOR: (INSPECTED, RULES),
    Role.PROCUREMENT_OFFICER: (
        FILING,
        ADMITTING,
        CLAIMS,
        ("人员", PROVING),
        IMPORT,
        WATCH,
        BOARD,
        REFUSED,
        INSPECTING,
        STARTING,
        RULES,
    ),
    Role.PROCUREMENT_APPROVER: (
        FILING,
        ADMITTING,
        CLAIMS,
        ("人员", (*PROVING, *AGREEING, ("登录尝试", "account-strangers"))),
        WATCH,
        BOARD,
        REFUSED,
        INSPECTING,
        STARTING,
        RULES,
    ),
    Role.TREASURY_OFFICER: (TREASURY, WATCH, BOARD, STARTING, RULES),
    Role.TREASURY_APPROVER: (TREASURY, WATCH, BOARD, STARTING, RULES),
    Role.COUNTY_CLERK: (
        ("备案", (*FILED, *SECRETS)),
        ("国库", MONEY),
        WATCH,
        BOARD,
        STARTING,
        RULES,
    ),
    Role.PBOC: (PRICES, ADMITTING, BOARD, GUIDANCE, EVALUATED, ("人员", AGREEING), RULES),
    Role.SME_AUTHORITY: (("企业", (SIZES,)), WATCH, BOARD, EVALUATED, RULES),
    Role.REGULATOR: (PRICES, ADMITTING, BOARD, EVALUATED, ALERTED, RULES),
}


def menu_of(
    role: Role,
    *,
    administrator: bool = False,
    whole_organisation: bool = False,
    county: bool = False,
) -> Sequence[Group]:
    """List a role's groups: its desk first, then its rooms, the account last.

    The people of an organisation are only for who administers it, its facts for who reaches it all.
    A county's own bureau is not shown what the city's alone does.
    """
    kept = (ORGANISATION if whole_organisation else PEOPLE) if administrator else ()
    rooms = MENUS.get(role, ())
    if county:
        rooms = [group for group in rooms if group not in OF_CITY and group[0] != "人员"]
    return (FIRST.get(role, DESK), *rooms, ("账号", (*ACCOUNT, *kept)))


def home_of(role: Role) -> str:
    """Name the address where a role lands after signing in."""
    return menu_of(role)[0][1][0][1]
