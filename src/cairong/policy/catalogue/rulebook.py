"""Sentences of the rulebook: parameters, holidays, LPR."""

SENTENCES: dict[str, str] = {
    "rulebook.no_parameter": "没有名为「{value}」的参数。请从参数表中选择。",
    "rulebook.before_first": "「{word}」从 {since:day} 起才有规定,{day:day} 还没有。请核对日期。",
    "rulebook.value_range": "参数值「{value}」超出范围,应在 {least} 到 {most} 之间。",
    "rulebook.day_passed": "生效日 {value} 已经过去。参数只能从今天或以后的某一天起生效。",
    "rulebook.day_ahead": "公布日 {value} 还没有到。请在公布当天 9:00 以后录入。",
    "rulebook.day_of_other_year": "{value} 不是 {year} 年的日子。请核对放假安排的年份。",
    "rulebook.day_of_week": "{value} 放错了栏:休息日栏只填周一至周五,补班日栏只填周六、周日。",
    "rulebook.laxer_than_law": "「{word}」定为 {value},比法律规定的 {most} 宽。本市可以更严,不能更宽,请改小。",
    "rulebook.lpr_jump": "LPR {value} 个基点与 {on:day} 公布的 {last} 个基点相差过大。请照公布的百分数填写:3.85% 填 3.85,不填 0.0385 或 385。",
    "rulebook.term_stands": "这个期限已经办结,或已按现行放假安排计算,不再顺延。",
    "rulebook.parameter_twice": "这一参数在同一生效日已有一个值。请换一个生效日。",
    "rulebook.lpr_twice": "这一天的 LPR 已经录入。请核对公布日期。",
    "rulebook.lpr_range": "LPR 应在 0.01% 到 30% 之间。请核对单位是不是基点。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "rulebook_parameter_once": ("Conflict", "rulebook.parameter_twice", "三(一)-2"),
    "rulebook_lpr_once": ("Conflict", "rulebook.lpr_twice", "二(五)-7"),
    "rulebook_lpr_range": ("Invalid", "rulebook.lpr_range", "二(五)-7"),
}
