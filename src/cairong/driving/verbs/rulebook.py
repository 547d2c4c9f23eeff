"""The year's holiday notice."""

from cairong.driving.verb import plain
from cairong.rulebook.actions.enter_holidays import enter_holidays

plain(
    enter_holidays,
    """采购科录入一年的放假通知:days_off 只写放假的周一至周五,days_worked 写补班的周六、周日。

办成之后,这一年暂定的到期日当场重新计算;报价、意向和锁定申请的最后一天只会推后。""",
    example="year: 2027, days_off: [2027-01-01], days_worked: [2027-02-14], "
    "source: 国办发明电〔2026〕9号",
    days_worked=[],
)
