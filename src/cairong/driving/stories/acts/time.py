"""Time that passes, as a line of a story."""

from cairong.driving.stories.stage import Stage
from cairong.driving.stories.vocabulary import act


@act(persons=0, gives="nothing", example="at: 2025-12-31 09:00")
def pass_time(stage: Stage) -> None:
    """时间走到 at;其间到期的例行工作自己发生。"""
