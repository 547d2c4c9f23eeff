"""What is said of reminders, and of what follows once a day is over (三(一)-2)."""

HAPPENED: dict[str, tuple[str, str]] = {
    "outreach.reminded.half": (
        "提醒:{word}的期限已过半",
        "「{title}」{amount_fen:yuan}:{word}的期限已过半,到{until:day}截止。",
    ),
    "outreach.reminded.most": (
        "提醒:{word}的期限快到了",
        "「{title}」{amount_fen:yuan}:{word}的期限快到了,到{until:day}截止。",
    ),
    "outreach.reminded.last": (
        "提醒:{word}今天到期",
        "「{title}」{amount_fen:yuan}:{word}到{until:day}截止,这是最后一天。",
    ),
    "outreach.reminded.over": (
        "提醒:{word}已超期",
        "「{title}」{amount_fen:yuan}:{word}(依据 {clause})应于{until:day}前办完,已超 {late} 个工作日({counted}),请尽快办理。",
    ),
    "outreach.reminded.over_head": (
        "告知主管:{word}已超期 {late} 个工作日",
        "「{title}」{amount_fen:yuan}:{word}(依据 {clause})应于{until:day}前由{holder:role}办完,已超 {late} 个工作日({counted}),请督促办理。",
    ),
    "outreach.reminded.over_bureau": (
        "告知财政部门:{word}已超期 {late} 个工作日",
        "「{title}」:{word}(依据 {clause})应于{until:day}前由{whose}办完,已超 {late} 个工作日({counted}),责任人和主管已提醒过。",
    ),
    "outreach.reminded.over_board": (
        "告知联席会议各部门:{word}已超期 {late} 个工作日",
        "「{title}」:{word}(依据 {clause})应于{until:day}前由{whose}办完,已超 {late} 个工作日({counted}),责任人已提醒过。可以在下次联席会议上通报。",
    ),
    "outreach.reminded.over_urge": (
        "提示督办:{word}已超期 {late} 个工作日",
        "「{title}」:{word}(依据 {clause})应于{until:day}前由{whose}办完,已超 {late} 个工作日({counted}),可以发督办函。",
    ),
    "outreach.reminded.offer": (
        "提醒:报价将在 {until:day}失效",
        "「{title}」的报价 {amount_fen:yuan} 有效至{until:day},过期自动失效。请比较后决定是否接受。",
    ),
    "outreach.reminded.unlocked": (
        "提醒:报价 {until:day}前须锁定账户",
        "「{title}」的报价 {amount_fen:yuan} 已被接受,到{until:day}还没有申请锁定回款账户的,自动失效。",
    ),
    "outreach.reminded.unlocked_to_move": (
        "提醒:报价 {until:day}前须锁定账户",
        "「{title}」的报价 {amount_fen:yuan} 已被接受,到{until:day}还没有锁定回款账户的,自动失效。请先{word}。",
    ),
    "outreach.reminded.unlocked_behind": (
        "提醒:{until:day}前须锁定账户",
        "「{title}」:{word}还没有办完,{until:day}前账户没有锁定的,供应商的融资自动失效。请打开办理。",
    ),
    "outreach.reminded.lapsing": (
        "提醒:{purpose}「{name}」{until:day}到期",
        "材料库里的{purpose}「{name}」有效期到{until:day},过期以后不能再提供给金融机构。请上传新的一份,再撤下这一份。",
    ),
    "outreach.reminded.lock": (
        "提醒:锁定申请将在 {until:day}失效",
        "「{title}」的账户锁定申请还没有办成,有效至{until:day},过期自动失效。请打开办理。",
    ),
}
