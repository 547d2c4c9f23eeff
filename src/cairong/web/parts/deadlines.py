"""A duty's deadline as it is shown: how long is left, until when, by which obligation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairong.clocks import counting
from cairong.clocks import reads as clocks
from cairong.kernel.calendar import Unit
from cairong.web.parts.words import long_day, short_day, tiny_day

LEFT_UNITS: dict[Unit, str] = {"working": "个工作日", "calendar": "个自然日"}
TAG_WORDS: dict[Unit, str] = {"working": "工作日", "calendar": "自然日"}
ENDED: dict[str, str] = {
    "kept": "按期完成",
    "late": "迟延完成",
    "breached": "违反法定期限",
    "cancelled": "已取消",
}
MOST_DAYS = 24
SOON: dict[Unit, int] = {"working": 1, "calendar": 2}


@dataclass(frozen=True, kw_only=True)
class Pause(counting.Pause):
    """A stretch that did not count, as it is drawn."""

    @property
    def words(self) -> str:
        """Say the stretch in words."""
        end = f"至{long_day(self.until)}" if self.until else "起,尚未恢复"
        return f"{long_day(self.since)}{end}:{self.reason}"


@dataclass(frozen=True, kw_only=True)
class CountedDay:
    """One day of the count, and where it lies seen from today."""

    word: str
    place: str
    iso: str = ""
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Deadline(clocks.Deadline):
    """A deadline as it is drawn; a running pause is the last of `pauses` without `until`."""

    pauses: Sequence[Pause] = ()

    @classmethod
    def of(cls, read: clocks.Deadline) -> "Deadline":
        """Make what is drawn of a deadline as it was read."""
        return cls(**{**vars(read), "pauses": [Pause(**vars(each)) for each in read.pauses]})

    @property
    def paused(self) -> bool:
        """Whether the count stands still now."""
        return self.verdict == "open" and any(pause.until is None for pause in self.pauses)

    @property
    def over(self) -> bool:
        """Whether the day has ended with the duty undone: from 0:00 of the next, whatever day."""
        return self.verdict == "open" and (self.days_left < 0 or self.today > self.due)

    @property
    def resting(self) -> bool:
        """Whether none of the days that are left until the day itself is counted."""
        return self.days_left == 0 and self.today < self.due

    @property
    def left(self) -> str:
        """Say first how it stands: how long is left, or by how much it is over."""
        if self.verdict == "cancelled" and self.days_left < 0:
            return "超期后取消"
        if self.verdict != "open":
            return ENDED[self.verdict]
        if self.paused:
            return "暂停计时,剩"
        if self.over:
            return "已超" if self.days_left else "已过期"
        return "还剩" if self.days_left or self.resting else "今天到期"

    @property
    def length(self) -> str:
        """Say how many days, with their kind; empty where no number is said."""
        if self.resting and not self.paused:
            return f"{(self.due - self.today).days} {LEFT_UNITS['calendar']}"
        if self.verdict != "open" or (self.days_left == 0 and not self.paused):
            return ""
        return f"{abs(self.days_left)} {LEFT_UNITS[self.unit]}"

    @property
    def until(self) -> str:
        """Say the day it runs to, or the day it was done."""
        if self.verdict in {"kept", "late"} and self.done_on:
            return f"{short_day(self.done_on, self.today)}完成"
        until = f"{'最晚 ' * self.paused}{short_day(self.due, self.today)}前"
        return f"应于 {until}完成" if self.over or self.verdict != "open" else until

    @property
    def tone(self) -> str:
        """Name the look: over, soon, kept, or plain."""
        if self.verdict in {"late", "breached"} or self.over:
            return "over"
        if self.verdict == "kept":
            return "kept"
        if self.verdict == "open" and not self.paused and self.days_left <= SOON[self.unit]:
            return "soon"
        return "plain"

    @property
    def shape(self) -> str:
        """Name the mark beside the words."""
        shapes = {"over": "alert", "soon": "work", "kept": "done", "plain": "wait"}
        return "stop" if self.paused or self.verdict == "cancelled" else shapes[self.tone]

    @property
    def unit_word(self) -> str:
        """Name the kind of day that is counted."""
        return TAG_WORDS[self.unit]

    @property
    def opens(self) -> bool:
        """Whether there is more to show than the line itself."""
        return bool(self.counted or self.pauses or self.start or self.calendar_version)

    @property
    def days(self) -> list[CountedDay]:
        """List the days counted; a long count keeps its first days and its last."""
        whole = [self._day(number, day) for number, day in enumerate(self.counted, 1)]
        if len(whole) <= MOST_DAYS:
            return whole
        gap = CountedDay(word=f"…共 {len(whole)} 天", place="more")
        return [*whole[: MOST_DAYS - 8], gap, *whole[-6:]]

    def _day(self, number: int, day: date) -> CountedDay:
        place = "past" if day < self.today else "now" if day == self.today else "ahead"
        if day == self.due:
            place = "last"
        return CountedDay(
            word=tiny_day(day), place=place, iso=day.isoformat(), said=f"第 {number} 天"
        )
