"""Sentences about inspections (稽查)."""

SENTENCES: dict[str, str] = {
    "inspecting.days": "稽查从 {since:day} 到 {until:day}:止日不能早于起日,不能已经过去,最长 {longest} 日。请照公函填写起止日。",
    "inspecting.other_region": "「{value}」不在本部门的辖区。县区只能准予稽查本县区;要查别的县区或全市的,请由市财政局采购科准予。",
    "inspecting.out_of_reach": "没有这一案,或者它不在现在有效的稽查范围里。请核对稽查的辖区和起止日;要延长的,由财政部门另行准予。",
    "inspecting.over": "按公函 {no} 的稽查已经结束。请打开查看。",
    "inspecting.bundle_size": "这一案的材料超过 {most} MB,不能合成一个材料包。请在页面上查看,或与财政部门商定分次取走。",
    "inspecting.undecided": "稽查要由财政部门两人准予,由财政部门结束,数据库没有接受。",
    "inspecting.unsaid": "查看和取走案件要由获准的稽查人员在有效期内、辖区内办理,数据库没有接受。",
    "inspecting.letter_once": "这家单位按这份公函对这个辖区的稽查已经准予,还没有结束。请打开查看。",
    "inspecting.plain": "稽查的起止日或结束原因不完整,没有保存。",
    "inspecting.bundle_hash": "材料包与它的摘要对不上,没有保存。请再取一次。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "inspecting_letter_once": ("Conflict", "inspecting.letter_once", "三(一)-2"),
    "inspecting_undecided": ("NotAllowed", "inspecting.undecided", "三(一)-2"),
    "inspecting_unsaid": ("NotAllowed", "inspecting.unsaid", "三(一)-2"),
    "inspecting_span": ("Invalid", "inspecting.plain", "三(一)-2"),
    "inspecting_ended_why": ("Invalid", "inspecting.plain", "三(一)-2"),
    "inspecting_bundle_hash": ("Invalid", "inspecting.bundle_hash", "三(一)-2"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "inspecting.inspection.granted": (
        "准予{inspector}按公函 {letter_no} 稽查:{matter}",
        "财政部门准予按公函 {letter_no} 稽查「{matter}」,{since:day}起,{until:day}止。可以查看辖区内的案件。",
    ),
    "inspecting.inspection.ended": (
        "提前结束{inspector}按公函 {letter_no} 的稽查:{reason}",
        "财政部门提前结束按公函 {letter_no} 的稽查({reason}),不能再查看案件。",
    ),
    "inspecting.case.opened": ("稽查人员查看合同 {no}(公函 {letter_no})", ""),
    "inspecting.bundle.made": ("稽查人员取走合同 {no} 的材料包(公函 {letter_no})", ""),
}
