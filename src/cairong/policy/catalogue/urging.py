"""Sentences about letters of urging (督办函)."""

SENTENCES: dict[str, str] = {
    "oversight.urge_not_overdue": "「{title}」{due:day}才到期,还没有超期,不能督办。请去掉这一项。",
    "oversight.urge_ended": "「{title}」已经办完或取消,不用督办。请去掉这一项。",
    "oversight.urge_of_other": "「{title}」不是这个责任单位、这个科室的。一份督办函只发给一个责任单位,请分开发。",
    "oversight.urge_open": "「{title}」已经在督办函 {no} 里,还没有办结。请先办结那一份,或去掉这一项。",
    "oversight.urge_upheld": "「{title}」的异议已经成立(督办函 {no}),不再督办。请去掉这一项。",
    "oversight.urge_too_many": "一份督办函最多写 {most} 项。请分成几份发。",
    "oversight.urge_word": "字号「{value}」不对。请写 2 到 12 个汉字,例如 洛财督。",
    "oversight.urge_received": "这份督办函已经签收。请打开看答复期限。",
    "oversight.urge_nothing_disputed": "没有选对督办函里的事项有异议。请在这份督办函列出的事项中选。",
    "oversight.urge_own_answer": "您答复过这份督办函,不能由您办结。请由采购科另一位同事办理。",
    "oversight.urge_awaited": "责任单位还没有答复,{answer_on:day}才到答复期限,事项也没有办完,现在不能办结。请等答复或期满后办理。",
    "oversight.urge_decide": "责任单位提出了异议,结论只能是「异议成立」或「异议不成立」,不能是「{verdict}」。请看过异议和依据后选。",
    "oversight.urge_no_dispute": "责任单位没有提出异议,结论不能是「{verdict}」。请选「整改到位」或「未整改」。",
    "oversight.urge_undone": "还没有办完:{what}。结论不能是「整改到位」。请等办完后办结,或选「未整改」。",
    "oversight.urge_served_on": "送达日期要在 {first:day}发函以后、{last:day}以前。请核对送达回证。",
    "oversight.urge_served_twice": "这次送达已经登记过。请打开督办函查看。",
    "oversight.urge_answered": "这份督办函已经答复过。请打开查看。",
    "oversight.urging_number": "督办函的编号被别人先用了。请再提交一次。",
    "oversight.urging_steps": "督办函现在的状态不能这样办。请打开查看。",
    "oversight.urging_plain": "督办函的办结结论不完整,没有保存。",
    "oversight.urging_unsaid": "数据库没有看到有权的人办过这件事,没有保存。请由有权的人按页面办理。",
    "oversight.urged_once": "其中一项已经在另一份没有办结的督办函里。请打开「督办函」查看。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "oversight_urging_number_once": ("Conflict", "oversight.urging_number", "三(一)-2"),
    "oversight_urging_steps": ("WrongState", "oversight.urging_steps", "三(一)-2"),
    "oversight_urging_closed": ("Invalid", "oversight.urging_plain", "三(一)-2"),
    "oversight_urging_undecided": ("NotAllowed", "oversight.urging_unsaid", "三(一)-2"),
    "oversight_urged_undecided": ("NotAllowed", "oversight.urging_unsaid", "三(一)-2"),
    "oversight_answer_unsaid": ("NotAllowed", "oversight.urging_unsaid", "三(一)-2"),
    "oversight_service_unsaid": ("NotAllowed", "oversight.urging_unsaid", "三(一)-2"),
    "oversight_urged_apart": ("Conflict", "conflict.busy", ""),
    "oversight_urged_once": ("Conflict", "oversight.urged_once", "三(一)-2"),
    "oversight_urged_late": ("Invalid", "oversight.urging_plain", "三(一)-2"),
    "oversight_urging_paper_hash": ("Invalid", "oversight.paper_hash", "三(一)-2"),
    "oversight_urging_service_once": ("Conflict", "oversight.urge_served_twice", "三(一)-2"),
    "oversight_urginganswer_letter_id_key": ("Conflict", "oversight.urge_answered", "三(一)-2"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "oversight.urging.issued": (
        "发出督办函 {no}",
        "财政部门发来督办函 {no},督办「{title}」等超期事项 {count} 件,请在{answer_on:day}前答复。",
    ),
    "oversight.urging.received": ("签收督办函 {no}", ""),
    "oversight.urging.served": ("登记督办函 {no} {way},签收人 {receiver}", ""),
    "oversight.urging.answered": (
        "答复督办函 {no}",
        "{organisation}答复了督办函 {no}:{words}。请看答复后办结。",
    ),
    "oversight.urging.disputed": (
        "对督办函 {no} 提出异议",
        "{organisation}对督办函 {no} 提出异议:{words}。请看依据后办结。",
    ),
    "oversight.urging.closed": (
        "办结督办函 {no}:{verdict}",
        "督办函 {no} 已办结,结论:{verdict}。{finding}",
    ),
}
