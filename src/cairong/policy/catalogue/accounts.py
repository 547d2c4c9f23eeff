"""What is said of a supplier's word that an account is its own, and of filings without it."""

SENTENCES: dict[str, str] = {
    "treasury.unconfirmed": (
        "{suppliers}还没有确认回款账户是本单位的,备案还不能通过。请供应商登录平台确认;"
        "到{until:day}还没有确认的,从次日起可以写明理由先行通过。账户不对的,请退回采购人更正。"
    ),
    "treasury.unconfirmed_reason": (
        "{suppliers}没有确认回款账户。期限{until:day}已过,可以先行通过,但须写明理由:"
        "理由随备案保存,并告诉供应商和采购人。"
    ),
    "treasury.disowned": (
        "{suppliers}指出回款账户不是本单位的,备案不能通过,有理由也不行。请退回采购人更正账户;"
        "供应商核对后认为是本单位的,请其登录平台改为确认。"
    ),
    "treasury.note_has_account": (
        "「哪里不对」里不要写账号(连着八位以上的数字):能看到这句话的人不一定能看账户。"
        "正确的账号请当面或打电话告诉采购人,由采购人更正后重新报送。"
    ),
    "treasury.disowned_before": (
        "{person}已于{said_at:moment}指出这个账户({account_no})不是本单位的,不用再办。"
        "核对后认为是本单位的,请改为确认。"
    ),
    "treasury.disowned_late": (
        "合同 {no} 的备案现在不在审核,账户不能在这里指出。已退回的,重新报送后再核对;"
        "已备案的,请马上联系财政局采购科,并申请变更回款账户。"
    ),
    "treasury.disowned_at_once": "本单位另一人刚刚指出这个账户不是本单位的,不用再办。请刷新查看。",
    "treasury.said_before": (
        "这个账户({account_no})已由{person}于{said_at:moment}确认是本单位的,不用再办。"
    ),
    "treasury.said_at_once": "这个账户刚刚由本单位另一人确认,不用再办。请刷新查看。",
    "treasury.payee_unconfirmed": (
        "供应商没有确认回款账户,送审里也没有写明先行通过的理由,或者供应商指出账户不是本单位的,"
        "账户没有生效。请供应商确认,或写明理由重新送审;指出不是的,请退回更正。"
    ),
    "treasury.own_unsaid": "确认账户没有供应商本单位人员的办理记录,没有记入。请登录后按页面办理。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "treasury_own_account_once": ("WrongState", "treasury.said_at_once", "二(三)-3"),
    "treasury_disowned_once": ("WrongState", "treasury.disowned_at_once", "二(三)-3"),
    "treasury_payee_unconfirmed": ("NotAllowed", "treasury.payee_unconfirmed", "二(三)-3"),
    "treasury_shared_number_once": ("Conflict", "conflict.busy", ""),
    "treasury_own_undecided": ("NotAllowed", "treasury.own_unsaid", "二(三)-3"),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "treasury.own_account.confirmed": (
        "确认合同 {no} 的回款账户是本单位的",
        "{organisation}已确认合同 {no} 的回款账户是本单位的。",
    ),
    "treasury.account.disowned": (
        "指出合同 {no} 的回款账户不是本单位的:{note}",
        (
            "{organisation}指出合同 {no}「{title}」的回款账户不是本单位的({note})。"
            "备案不能通过:采购科退回以后,请采购人与供应商核对账户,更正后重新报送。"
        ),
    ),
    "treasury.own_account.declared": (
        "声明一个账户是本单位的",
        "{organisation}声明了一个账户是本单位的。",
    ),
    "treasury.account.shared": (
        "发现同一账号在两家供应商名下",
        "同一个账号出现在两家供应商名下,请查看是不是一家(如总公司和分公司)。不影响办理。",
    ),
    "treasury.account.shared_seen": (
        "查看了两家供应商的同一账号:{finding}",
        "采购科已查看两家供应商的同一账号:{finding}。",
    ),
    "filing.contract.accepted_unconfirmed": (
        "同意合同 {no} 备案;{unconfirmed}没有确认回款账户,先行通过:{unconfirmed_reason}",
        (
            "合同 {no}「{title}」已备案。{unconfirmed}没有在期限内确认回款账户,"
            "财政部门先行通过:{unconfirmed_reason}。账户不对的,请马上联系财政局采购科,"
            "并申请变更回款账户。"
        ),
    ),
}
