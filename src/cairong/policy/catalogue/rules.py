"""Sentences of `cairong rules` and of the calculators behind it."""

SENTENCES: dict[str, str] = {
    "size.missing": "没有填写「{field}」:{industry}按{indicator}划型,缺它不能判断。请补上。",
    "cost.fee_too_high": "「{field}」的值「{value}」不小于本金,算不出年化成本。费用应小于本金。",
    "cost.fee_leaves_little": "「{field}」的值「{value}」太高:扣去费用,实际占用的本金太少,算不出有意义的年化成本。请减少费用,或延长天数。",
    "cost.too_many_instalments": "「{field}」的值「{value}」多于天数 {days}。每期至少一天。",
    "rules.unknown_command": "没有「{value}」这个命令,只有:{choices}。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {}
