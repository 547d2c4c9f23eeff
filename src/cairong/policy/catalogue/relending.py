"""Sentences about relending and rediscount for institutions short of funds."""

SENTENCES: dict[str, str] = {
    "relending.not_local": "「{name}」不是地方法人金融机构,不能申报。再贷款、再贴现的优先支持只给地方法人机构(三(二)-3);单位登记有误的,请财政部门更正。",
    "relending.granted": "支持金额{granted_fen:yuan}不对:应大于零,不超过申报的{asked_fen:yuan}。请改金额,或写明不予支持的原因。",
    "relending.open_already": "本机构已有一份等待答复的申报({no}),不能同时申报两份。请等答复,或先撤回那一份。",
    "relending.asked_twice": "本机构刚刚已经申报。请打开列表看那一份。",
    "relending.amount": "申报金额和期限不对,没有保存:金额应大于零,期限 1 到 36 个月。请改正。",
    "relending.answered": "这份申报已经答复或撤回,不能再改。请打开查看。",
    "relending.answer_plain": "答复不完整,没有保存:给予支持的要有工具和金额,且不超过申报的金额;不予支持的要写明原因。",
    "relending.unsaid": "申报由地方法人机构主管和复核两人办理,答复由人民银行两人办理,数据库没有看到,没有保存。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "guidance_shortage_no_once": ("Conflict", "conflict.busy", ""),
    "guidance_shortage_open_once": ("Conflict", "relending.asked_twice", "三(二)-3"),
    "guidance_shortage_amount": ("Invalid", "relending.amount", "三(二)-3"),
    "guidance_shortage_within": ("PolicyBreach", "relending.answer_plain", "三(二)-3"),
    "guidance_shortage_steps": ("WrongState", "relending.answered", "三(二)-3"),
    "guidance_shortage_local": ("PolicyBreach", "relending.unsaid", "三(二)-3"),
    "guidance_shortage_undecided": ("NotAllowed", "relending.unsaid", "三(二)-3"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "guidance.shortage.declared": (
        "申报资金困难 {no},{amount_fen:yuan}",
        "{organisation}申报资金困难({no}),希望得到{amount_fen:yuan}的再贷款或再贴现支持。请在期限内答复。",
    ),
    "guidance.shortage.granted": (
        "答复申报 {no}:{instrument} {granted_fen:yuan}",
        "{organisation}答复申报 {no}:给予{instrument}{granted_fen:yuan}。{words}",
    ),
    "guidance.shortage.refused": (
        "答复申报 {no}:没有给予支持",
        "{organisation}答复申报 {no}:没有给予支持,原因:{reason}。",
    ),
    "guidance.shortage.withdrawn": (
        "撤回申报 {no}:{reason}", "{organisation}撤回了申报 {no}:{reason}。不用再答复。",
    ),
}  # fmt: skip
