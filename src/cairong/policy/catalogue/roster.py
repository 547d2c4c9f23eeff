"""Sentences about the «百千万» roster: who took part, who is in it, what institutions answer."""

SENTENCES: dict[str, str] = {
    "roster.suspended": "「{name}」已停用,不能进入名录库。请先向财政部门了解停用的原因。",
    "roster.no_part": "平台上没有「{name}」参与政府采购的记录:没有中标(成交),采购人也没有登记它参加过投标。请参加过的项目的采购人登记参与名单。",
    "roster.large": "「{name}」按划型标准是{size}企业。名录库只收民营和小微企业(三(二)-4),不能进入。划型数据有误的,请先更新。",
    "roster.no_size": "「{name}」还没有划型数据,不知道是不是民营和小微企业。请先补充行业、人数和收入。",
    "roster.not_private": "「{name}」是中型企业,只有民营企业才能进入名录库。是民营企业的,请勾选「本企业是民营企业」。",
    "roster.on": "日期{on:day}不对,应在{first:day}到{last:day}之间。请改正。",
    "roster.listed": "本企业已经在名录库里。请打开看各机构的对接情况。",
    "roster.nothing_new": "这些企业都已经登记过,没有新的。请打开查看。",
    "roster.all_told": "服务这一区域、在办新业务的机构都已收到推送。不用再推送。",
    "roster.plain": "没有保存:登记、同意、答复的内容和状态对不上。请打开查看后再办。",
    "roster.unsaid": "同意和撤回由企业自己办理,答复由收到推送的机构经办办理,参与名单由采购人经办登记;数据库没有看到,没有保存。",
    "roster.gone": "企业已经撤回同意,不再推送,也不能再答复。",
    "roster.answer_true": "已放款要有这家机构给这家企业的贷款作依据,数据库没有接受。",
    "roster.no_loan": "平台上没有本机构给「{name}」的贷款,不能记为已放款。放款以后平台自动记下。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "guidance_participation_once": ("Conflict", "roster.nothing_new", "三(二)-4"),
    "guidance_participation_unsaid": ("NotAllowed", "roster.unsaid", "三(二)-4"),
    "guidance_entry_once": ("Conflict", "roster.listed", "三(二)-4"),
    "guidance_entry_plain": ("Conflict", "roster.plain", "三(二)-4"),
    "guidance_entry_unsaid": ("NotAllowed", "roster.unsaid", "三(二)-4"),
    "guidance_entry_fits": ("PolicyBreach", "roster.plain", "三(二)-4"),
    "guidance_push_once": ("Conflict", "conflict.busy", ""),
    "guidance_push_plain": ("Conflict", "roster.plain", "三(二)-4"),
    "guidance_push_steps": ("Conflict", "roster.plain", "三(二)-4"),
    "guidance_push_consented": ("WrongState", "roster.gone", "三(二)-4"),
    "guidance_push_true": ("PolicyBreach", "roster.answer_true", "三(二)-4"),
    "guidance_push_unsaid": ("NotAllowed", "roster.unsaid", "三(二)-4"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "guidance.participants.entered": ("登记参与采购的企业 {count} 家", ""),
    "guidance.roster.consented": (
        "同意进入“百千万”名录库",
        "「{supplier}」进入民营和小微企业金融服务“百千万”名录库。请在期限内走访、对接并答复。",
    ),
    "guidance.roster.withdrawn": (
        "撤回进入名录库的同意:{reason}", "「{supplier}」撤回了同意,不再推送,不用再答复。",
    ),
    "guidance.roster.widened": (
        "推送给新服务该区域的机构", "「{supplier}」在“百千万”名录库里。请在期限内走访、对接并答复。",
    ),
    "guidance.roster.answered": (
        "{institution}答复对接「{supplier}」:{outcome}",
        "{institution}答复了与您的对接:{outcome}。{words}",
    ),
    "guidance.roster.lent": (
        "{institution}给「{supplier}」放款 {amount_fen:yuan}", "",
    ),
}  # fmt: skip
