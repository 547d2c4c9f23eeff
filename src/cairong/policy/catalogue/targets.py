"""Sentences about the target lines."""

SENTENCES: dict[str, str] = {
    "oversight.not_evaluated": "这家机构{year}年没有放款,也没有办理申请,没有参加评价。请换一个年度,或从评价列表打开。",
    "oversight.not_replayed": "「{word}」不定任何一方的办理期限,没有记录可以照它重算。可以试算的是各方办理期限的天数和目标增幅。",
    "targets.below_line": "今年融资{year_fen:yuan},年增幅{required}%的目标线为{line_fen:yuan},还差{missing_fen:yuan}。",
    "targets.year_not_over": "{year} 年还没有过完,平台外融资只能录入 {last} 年及以前的。本年的融资请在平台上办理。",
    "targets.outside_loans": "平台外融资 {fen:yuan}、{loans} 笔对不上:有金额要有笔数,没有就都填 0。请核对统计表。",
    "oversight.no_region": "没有代码为「{value}」的级次。请从列表中选择。",
    "oversight.revised": "这一年、这一级次、这一机构的平台外融资刚有人录入。请打开页面看现在的数,再决定是否更正。",
    "oversight.outside_range": "平台外融资的年份、金额或笔数超出范围。请核对统计表。",
    "oversight.month_kept": "{month} 的融资数据已经保存,没有变化。",
    "oversight.month_plain": "月度融资数据的月份、版本或更正原因不对,没有保存。",
    "oversight.month_twice": "这个月的这一版融资数据已经保存。",
    "oversight.statistic_kind": "没有「{value}」这种统计表。请从列表中选择。",
    "oversight.statistic_day": "统计表的截止日要是{year}年里已经过去的一天,{cut_off:day}不是。请另选一天。",
    "oversight.statistic_stands": "同样的数已经出具过,编号 {no}。请打开那一份。",
    "oversight.statistic_taken": "同样的统计表刚有人出具。请在列表里打开。",
    "oversight.statistic_plain": "统计表的年度、截止日或编号不对,没有保存。",
    "oversight.paper_hash": "依据文件与它的摘要对不上,没有保存。请重新上传。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "oversight_outside_once": ("Conflict", "oversight.revised", "一(二)-3"),
    "oversight_outsideamount_revises_id_key": ("Conflict", "oversight.revised", "一(二)-3"),
    "oversight_outside_range": ("Invalid", "oversight.outside_range", "一(二)-3"),
    "oversight_month_once": ("Conflict", "oversight.month_twice", "一(二)-3"),
    "oversight_month_plain": ("Invalid", "oversight.month_plain", "一(二)-3"),
    "oversight_statistic_number_once": ("Conflict", "conflict.busy", ""),
    "oversight_statistic_once": ("Conflict", "oversight.statistic_taken", "一(二)-3"),
    "oversight_statistic_revises_id_key": ("Conflict", "oversight.statistic_taken", "一(二)-3"),
    "oversight_statistic_plain": ("Invalid", "oversight.statistic_plain", "一(二)-3"),
    "oversight_paper_hash": ("Invalid", "oversight.paper_hash", "一(二)-3"),
}
