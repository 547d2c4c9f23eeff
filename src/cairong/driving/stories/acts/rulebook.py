"""The year's holiday notice, as a line of a story."""

from datetime import date
from typing import Annotated

from cairong.driving.stories import reading
from cairong.driving.stories.reading import Text, Whole
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.rulebook.actions.enter_holidays import enter_holidays as enter_holidays_now
from cairong.rulebook.models import HolidayNotice

Days = Annotated[list[date], reading.listed(reading.day)]


@act(
    persons=2,
    gives="notice",
    example="by: [bureau/procurement-officer, bureau/procurement-approver], year: 2027, "
    "days_off: [2027-01-01], days_worked: [2027-02-14], source: 国办发明电〔2026〕9号",
)
def enter_holidays(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    year: Whole,
    days_off: Days,
    days_worked: Days | None = None,
    source: Text,
) -> HolidayNotice:
    """采购科录入一年的放假通知:days_off 只写放假的周一至周五,days_worked 写补班的周六、周日。

    办成之后,这一年暂定的到期日当场重新计算;报价、意向和锁定申请的最后一天只会推后。
    """
    return together(
        stage,
        officer,
        approver,
        enter_holidays_now,
        year=year,
        days_off=days_off,
        days_worked=days_worked or [],
        source=source,
    )
