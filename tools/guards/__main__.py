"""Break every guard, one at a time, and say which breaks no test has seen.

    .venv/bin/python -m tools.guards [WORDS …] [--lanes 2] [--list | --write]

WORDS leave only the guards whose name holds one of them. Ends with 1 where a guard can be broken
unseen, is not found any more, or a test fails although nothing is broken.
"""

import argparse
import queue
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tools.guards.data import PAGE, Guard, page, read
from tools.guards.lanes import PASSED, Lane, Verdict, lanes, told


def main() -> int:
    """Do what the words of the command say."""
    words = argparse.ArgumentParser(prog="make guards", description="逐一拆掉防线,看测试是否变红")
    words.add_argument("name", nargs="*", help="只拆名字里有这些字的")
    words.add_argument("--lanes", type=int, default=2, help="同时拆几道(默认 2)")
    words.add_argument("--list", action="store_true", help="只列出防线,不拆")
    words.add_argument("--write", action="store_true", help="只写 docs/decisions/guards.md")
    asked = words.parse_args()
    guards = [each for each in read()[1] if is_asked(each, asked.name)]
    if asked.write:
        PAGE.write_text(page(), encoding="utf-8")
    elif asked.list:
        say(each.name for each in guards)
    else:
        return break_all(guards, asked.lanes)
    return 0


def is_asked(guard: Guard, names: Sequence[str]) -> bool:
    """Whether a guard is among those asked for: all, or those of some words."""
    return not names or any(name in guard.name for name in names)


def break_all(guards: list[Guard], many: int) -> int:
    """See every named test pass, then break guard after guard; 0 where each break was seen."""
    begun = time.monotonic()
    with lanes(many) as made, ThreadPoolExecutor(many) as threads:
        free: queue.Queue[Lane] = queue.Queue()
        for lane in made:
            free.put(lane)
        if red := red_before(guards, free, threads, many):
            say([f"没有拆防线时,这些测试就没有通过:\n{red}"])
            return 1
        verdicts = []
        for verdict in threads.map(lambda guard: with_lane(free, guard), guards):
            verdicts.append(verdict)
            say([line_of(verdict)])
    gone = sum(each.gone for each in verdicts)
    unseen = sum(bool(each.why) and not each.gone for each in verdicts)
    seen, minutes = len(verdicts) - gone - unseen, (time.monotonic() - begun) / 60
    total = f"{len(verdicts)} 道防线,用时 {minutes:.0f} 分钟"
    say([f"{total}:拆掉后测试变红 {seen},没有变红 {unseen},找不到 {gone}"])
    return 1 if unseen + gone else 0


def with_lane(free: "queue.Queue[Lane]", guard: Guard) -> Verdict:
    """Break one guard in the first lane that is free."""
    lane = free.get()
    try:
        return lane.verdict(guard)
    finally:
        free.put(lane)


def red_before(
    guards: list[Guard], free: "queue.Queue[Lane]", threads: ThreadPoolExecutor, many: int
) -> str:
    """Run every named test on the whole program; name those that do not pass."""
    tests = list(dict.fromkeys(test for each in guards for test in each.tests))
    parts = [part for number in range(many) if (part := tests[number::many])]

    def part_of(part: list[str]) -> list[str]:
        lane = free.get()
        try:
            said = lane.run(part)
        finally:
            free.put(lane)
        known = {test: told(said, test) for test in part}
        return [f"  {test}: {seen}" for test, seen in known.items() if not is_green(seen)]

    return "\n".join(line for lines in threads.map(part_of, parts) for line in lines)


def is_green(seen: str) -> bool:
    """Whether some case of a test passed, and none failed."""
    return PASSED in seen and "error:" not in seen


def line_of(verdict: Verdict) -> str:
    """Say of one guard whether its break was seen, how long it took, and what was wrong."""
    word = "没有变红" if verdict.why else "变红"
    if verdict.gone:
        word = "找不到,请改 tools/guards/guards.toml"
    return f"{word}  {verdict.seconds:4.0f} 秒  {verdict.guard.name}  {verdict.why}".rstrip()


def say(lines: Iterable[str]) -> None:
    """Print at once: a run takes long."""
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
