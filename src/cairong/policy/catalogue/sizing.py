"""Sentences about disputes of a size class (企业规模认定)."""

LETTER, CLAUSE = "46§16", "802§29"
SENTENCES: dict[str, str] = {
    "sizing.no_firm": "没有找到统一社会信用代码为「{value}」、与本单位有中标或融资往来的供应商。请核对营业执照;只能对本单位经办业务的供应商提出异议,其他的请向财政部门反映。",
    "sizing.nothing_declared": "「{name}」还没有申报划型数据,没有可以提出异议的规模类型。请企业先在「本单位信息」里补充行业、人数和收入。",
    "sizing.decided_before": "「{name}」的规模类型已由主管部门于{on:day}认定为{size}企业,不能再次提出异议。有新的事实的,请告诉财政部门发函协查。",
    "sizing.letter_no": "协查函没有写文号。请填写本局协查函的文号,例如 洛财购函〔2026〕3号。",
    "sizing.open_already": "本单位对「{name}」的规模类型已有一份异议正在办理(编号 {no}),不能同时提出两份。请打开那一份,或先撤回。",
    "sizing.elsewhere": "「{name}」由行政区划 {place} 的登记机关登记,不属本市认定。请转送企业注册登记所在地的主管部门。",
    "sizing.here": "「{name}」由本市(行政区划 {place})登记,应当由本部门认定,不能转送。请写明查到的数据后认定。",
    "sizing.not_heard": "「{name}」还没有陈述,陈述期到{until:day}。请等企业陈述,或期满后认定。",
    "sizing.said_enough": "对一份异议最多陈述 {most} 次。请把其余材料合成一份,联系主管部门递交。",
    "sizing.answered_on": "答复日期 {answered_on:day} 不对:应在转送之日 {sent_on:day} 到今天 {today:day} 之间。请照来函填写。",
    "sizing.county_desk": "企业规模认定由市级主管部门办理,县区只能查看。请联系市级主管部门。",
    "sizing.asked_twice": "本单位刚刚已经对这家企业提出异议。请打开列表看那一份。",
    "sizing.ended": "这份异议已经办结或撤回,不能再改。请打开查看。",
    "sizing.complete": "办理结果不完整,没有保存:认定和登记答复要有规模类型,转送要有函号和主送单位。请补齐。",
    "sizing.unsaid": "异议由有往来的单位提出和撤回,由中小企业主管部门两人凭材料认定、转送或登记答复,数据库没有看到,没有保存。",
    "sizing.competence": "由谁认定按企业注册登记所在地(统一社会信用代码第 3 至 8 位)确定:本市登记的本部门认定,其他的转送。数据库没有接受。",
    "sizing.class_holds": "主管部门认定的规模类型从认定之日起有效,只有新的认定能够改变。数据库没有接受。",
    "sizing.paper_hash": "材料与它的摘要对不上,没有保存。请重新上传。",
    "sizing.said": "陈述、理由不能没有内容。请写明至少 8 个字。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "sizing_dispute_no_once": ("Conflict", "conflict.busy", ""),
    "sizing_number_once": ("Conflict", "conflict.busy", ""),
    "sizing_paper_once": ("Conflict", "conflict.busy", ""),
    "sizing_paper_hash": ("Invalid", "sizing.paper_hash", CLAUSE),
    "sizing_open_once": ("Conflict", "sizing.asked_twice", CLAUSE),
    "sizing_ended_whole": ("Conflict", "sizing.complete", CLAUSE),
    "sizing_saying_said": ("Invalid", "sizing.said", CLAUSE),
    "sizing_steps": ("WrongState", "sizing.ended", CLAUSE),
    "sizing_competence": ("PolicyBreach", "sizing.competence", LETTER),
    "sizing_undecided": ("NotAllowed", "sizing.unsaid", CLAUSE),
    "sizing_class_holds": ("PolicyBreach", "sizing.class_holds", CLAUSE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "sizing.dispute.asked": (
        "对「{supplier}」申报的{size}企业提出异议,编号 {no}",
        "{organisation}对「{supplier}」申报的规模类型提出异议(编号 {no}):{words}。请在期限内认定,或转送企业登记地的主管部门。",
    ),
    "sizing.dispute.named": (
        "提出规模异议",
        "{organisation}对您申报的企业规模提出异议(编号 {no}):{words}。请打开陈述意见、提供材料。",
    ),
    "sizing.dispute.heard": (
        "企业对异议 {no} 陈述意见",
        "「{supplier}」对规模异议 {no} 陈述了意见。请打开查看。",
    ),
    "sizing.dispute.decided": (
        "认定「{supplier}」为{size}企业(异议 {no})",
        "主管部门认定您为{size}企业(异议 {no}):{reason}。从今天起的核验和统计照此办理,此前签订的合同不变。",
    ),
    "sizing.dispute.told": (
        "认定规模",
        "对「{supplier}」规模类型的异议 {no} 已有结果:{size}企业。请打开查看。",
    ),
    "sizing.dispute.forwarded": (
        "把异议 {no} 转送{addressee}({letter})",
        "「{supplier}」不在本市登记,异议 {no} 已转送{addressee}认定。答复以后会告诉您。",
    ),
    "sizing.dispute.answered": (
        "登记{addressee}的答复 {answer_no}:「{supplier}」为{size}企业(异议 {no})",
        "{addressee}答复({answer_no}):您是{size}企业。从今天起的核验和统计照此办理,此前签订的合同不变。",
    ),
    "sizing.dispute.withdrawn": (
        "撤回异议 {no}:{reason}",
        "{organisation}撤回了对「{supplier}」规模类型的异议 {no}:{reason}。不用再办理。",
    ),
}
