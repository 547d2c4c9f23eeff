"""Sentences about letters of credit guidance (信贷指导函)."""

SENTENCES: dict[str, str] = {
    "guidance.city_alone": "这件事由市级人民银行办理,县区的账号不能办理。请用市级账号。",
    "guidance.suspended": "「{name}」已停用,没有人能答复。请去掉这一家。",
    "guidance.nobody": "没有选金融机构。请至少选一家。",
    "guidance.by_on": "承诺的日期要在{first:day}到{last:day}之间,填的是{by_on:day}。请改成能兑现的日子。",
    "guidance.awaited": "机构还没有答复,{answer_on:day}才到答复期限,现在不能办结。请等答复,或期满后办理。",
    "guidance.received": "这份信贷指导函已经签收。请打开看答复期限。",
    "guidance.answered": "这份信贷指导函已经答复过,只能答复一次。请打开查看。",
    "guidance.number": "信贷指导函的编号被别人先用了。请再提交一次。",
    "guidance.steps": "信贷指导函现在的状态不能这样办。请打开查看。",
    "guidance.plain": "信贷指导函的答复或办结结论不完整,没有保存。请把每一项填完整。",
    "guidance.unsaid": "数据库没有看到有权的人办过这件事,没有保存。请由有权的人按页面办理。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "guidance_number_once": ("Conflict", "guidance.number", "三(一)-3"),
    "guidance_guided_once": ("Conflict", "conflict.busy", ""),
    "guidance_guided_closed": ("Invalid", "guidance.plain", "三(一)-3"),
    "guidance_answer_plain": ("Invalid", "guidance.plain", "三(一)-3"),
    "guidance_guidanceanswer_guided_id_key": ("Conflict", "guidance.answered", "三(一)-3"),
    "guidance_steps": ("WrongState", "guidance.steps", "三(一)-3"),
    "guidance_undecided": ("NotAllowed", "guidance.unsaid", "三(一)-3"),
    "guidance_guided_undecided": ("NotAllowed", "guidance.unsaid", "三(一)-3"),
    "guidance_answer_unsaid": ("NotAllowed", "guidance.unsaid", "三(一)-3"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "guidance.letter.issued": (
        "发出信贷指导函 {no}:{subject}",
        "{organisation}发来信贷指导函 {no}「{subject}」,请在{answer_on:day}前答复措施、数额和时间。",
    ),
    "guidance.letter.received": ("签收信贷指导函 {no}", ""),
    "guidance.letter.answered": (
        "答复信贷指导函 {no}",
        "{organisation}答复了信贷指导函 {no}:{words}。请看答复后办结。",
    ),
    "guidance.letter.closed": (
        "办结信贷指导函 {no}:{verdict}",
        "信贷指导函 {no} 已办结,结论:{verdict}。{finding}",
    ),
}
