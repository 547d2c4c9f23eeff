"""Sentences about loans that are overdue, plans to repay them, write-offs and forgiveness."""

SENTENCES: dict[str, str] = {
    "lending.not_overdue": "这笔贷款现在没有逾期的欠款,或者已经登记过。请刷新页面查看。",
    "lending.contacted_on": "联系日期{value:day}不对:应在{least:day}(原到期日)以后、今天以前(含当天)。请改正日期。",
    "lending.plan_parts": "还款计划写了{value}期,应当是1至{most}期,每期写明日期和本金。请改正。",
    "lending.plan_line": "第{line}行「{value}」读不懂。请每行写一期:日期、空格、本金(元),例如 2026-06-08 100000。",
    "lending.plan_nothing": "逾期的只有利息,不用分期计划。请供应商一次付清利息;付清后逾期自动结束。",
    "lending.plan_sum": "各期本金合计{planned:yuan},应当正好是逾期本金{owed:yuan}。请改正各期本金;利息照常按天计算,不写进计划。",
    "lending.plan_days": "还款计划的日期要从明天起、一期比一期晚,最迟{last:day}({most}日内)。请改正日期。",
    "lending.plan_outdated": "计划提出以后又有还款或退汇,各期本金与欠款不再一致。请金融机构按现在的欠款重新提出。",
    "lending.plan_none": "现在没有等待答复的还款计划。请刷新页面查看。",
    "lending.plan_kept": "还款计划没有到期未还的一期,或者已经结束。请刷新页面查看。",
    "lending.overdue_barred": "逾期登记要与贷款的还款情况一致:从没有按期归还的那一期开始,联系、计划、核销或还清才改变状态。请按页面办理。",
    "lending.plan_barred": "还款计划由金融机构两人提出、供应商答复,各期本金合计正好是逾期本金。请按页面办理。",
    "lending.write_off_barred": "核销由金融机构两人办理,写明理由,每笔贷款一次,欠款照旧。请按页面办理。",
    "lending.forgiven_nothing": "减免的本金、利息至少一项要大于零。请填写减免多少。",
    "lending.forgiven_above": "减免不能超过逾期的欠款:本金{principal:yuan},利息{interest:yuan}。请减少金额。",
    "lending.forgive_barred": "减免由金融机构两人办理,写明理由,不超过逾期的本金和利息,按记录入账,不能删改。请按页面办理。",
    "lending.overdue_twice": "这笔贷款的逾期已经登记。请打开查看。",
    "lending.plan_twice": "已经有一份还款计划在答复或履行中。请打开查看。",
    "lending.written_off_twice": "这笔贷款已经核销过。请打开查看。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_overdue_once": ("Conflict", "lending.overdue_twice", "二(四)-5"),
    "lending_overdue_days": ("PolicyBreach", "lending.overdue_barred", "二(四)-5"),
    "lending_overdue_steps": ("PolicyBreach", "lending.overdue_barred", "二(四)-5"),
    "lending_overdue_undecided": ("PolicyBreach", "lending.overdue_barred", "二(四)-5"),
    "lending_settled_overdue": ("PolicyBreach", "lending.overdue_barred", "二(四)-5"),
    "lending_contact_unsaid": ("PolicyBreach", "lending.overdue_barred", "二(四)-5"),
    "lending_plan_once": ("Conflict", "lending.plan_twice", "二(四)-5"),
    "lending_plan_reasoned": ("PolicyBreach", "lending.plan_barred", "二(四)-5"),
    "lending_plan_steps": ("PolicyBreach", "lending.plan_barred", "二(四)-5"),
    "lending_plan_undecided": ("PolicyBreach", "lending.plan_barred", "二(四)-5"),
    "lending_written_off": ("PolicyBreach", "lending.write_off_barred", "二(四)-5"),
    "lending_write_off_undecided": ("PolicyBreach", "lending.write_off_barred", "二(四)-5"),
    "lending_forgiven_something": ("PolicyBreach", "lending.forgive_barred", "二(四)-5"),
    "lending_forgiveness_undecided": ("PolicyBreach", "lending.forgive_barred", "二(四)-5"),
    "lending_forgiveness_entry_id_key": ("Conflict", "lending.forgive_barred", "二(四)-5"),
    "lending_writeoff_loan_id_key": ("Conflict", "lending.written_off_twice", "二(四)-5"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.loan.overdue": (
        "贷款 {no} 逾期:应在{due_on:day}归还的本金 {principal_fen:yuan}、利息 {interest_fen:yuan} 没有还",
        "贷款 {no}({supplier},{contract})应在{due_on:day}归还,还有本金 {principal_fen:yuan}、利息 {interest_fen:yuan} 没有还,从今天起计为逾期。供应商请尽快归还或与金融机构商定还款计划;金融机构请联系供应商并登记。",
    ),
    "lending.overdue.contacted": (
        "联系供应商({contact}):{words}",
        "{organisation}登记了就逾期贷款 {no} 与您的联系({contact}):{words}。与事实不符的,请与它核对。",
    ),
    "lending.plan.proposed": (
        "提出还款计划:{plan_parts}",
        "{organisation}就逾期贷款 {no} 提出还款计划,最后一期在{until:day}。请打开查看各期日期和本金,同意或者写明为什么不能同意。",
    ),
    "lending.plan.agreed": (
        "同意还款计划:{plan_parts}",
        "{organisation}同意贷款 {no} 的还款计划,最后一期在{until:day}。按期归还的,以计划为准;逾期天数照旧计算。",
    ),
    "lending.plan.declined": (
        "不同意还款计划:{reason}",
        "{organisation}不同意贷款 {no} 的还款计划:{reason}。可以另提计划。",
    ),
    "lending.plan.missed": (
        "没有按还款计划归还{until:day}的 {amount_fen:yuan}",
        "贷款 {no}({supplier})没有按还款计划归还{until:day}的 {amount_fen:yuan},计划结束,贷款按原到期日{due_on:day}计为逾期。供应商请尽快归还;金融机构请联系供应商并登记。",
    ),
    "lending.loan.written_off": (
        "核销贷款 {no}:本金 {principal_fen:yuan}、利息 {interest_fen:yuan};{reason}",
        "{organisation}内部核销了贷款 {no}。核销是它的账务处理,不免除欠款:还款照旧归还这笔贷款,账户锁定照旧。",
    ),
    "lending.debt.forgiven": (
        "减免贷款 {no} 的逾期欠款:本金 {principal_fen:yuan}、利息 {interest_fen:yuan};{reason}",
        "{organisation}减免了贷款 {no} 的逾期欠款:本金 {principal_fen:yuan}、利息 {interest_fen:yuan}。减免的不用再还;还欠本金 {outstanding_fen:yuan}。理由:{reason}",
    ),
    "outreach.reminded.repay": (
        "提醒供应商还款:{amount_fen:yuan},{until:day}前",
        "贷款 {no}({institution})有 {amount_fen:yuan} 要在{until:day}前归还。合同「{title}」的货款到账的,自动归还;那天以前到不了账的,请准备其他资金归还,或者提前联系金融机构商定。",
    ),
    "outreach.reminded.overdue": (
        "提醒供应商归还逾期贷款:{amount_fen:yuan},已逾期 {days} 天",
        "贷款 {no}({institution})已逾期 {days} 天,还有 {amount_fen:yuan} 没有还。合同「{title}」的货款到账的,自动归还;请尽快归还,或者与金融机构商定还款计划。",
    ),
}
