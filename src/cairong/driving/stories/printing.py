"""A story that was run, printed line by line or as JSON."""

from typing import Any

from cairong.driving.stories.running import Outcome, Played
from cairong.driving.stories.script import Line


def in_words(outcome: Outcome) -> str:
    """Write what happened in one line; where it differs, what was expected and what was found."""
    line = outcome.line
    mark = "✓" if outcome.ok else "✗"
    head = f"{mark} {line.number:>4}  {line.at:%Y-%m-%d %H:%M}  {_asked(line)}"
    parts = [f"{head}:{outcome.said}"]
    parts += [
        f"        {name}:应为 {wanted},实为 {found}"
        for name, (wanted, found) in outcome.differences.items()
    ]
    return "\n".join(parts)


def closing(played: Played) -> str:
    """Write how a whole story went."""
    wrong = sum(not outcome.ok for outcome in played.outcomes)
    how = "全部符合" if played.ok else f"{wrong} 行不符"
    return f"{played.story.title}:{len(played.outcomes)} 行,{how}"


def as_json(played: Played) -> dict[str, Any]:
    """Turn a story that was run into plain values for JSON."""
    return {
        "file": played.story.file,
        "story": played.story.title,
        "ok": played.ok,
        "lines": [_line_as_json(outcome) for outcome in played.outcomes],
    }


def _line_as_json(outcome: Outcome) -> dict[str, Any]:
    line = outcome.line
    return {
        "line": line.number,
        "at": line.at.isoformat(),
        "by": [person.words for person in line.by],
        "do" if line.is_act else "expect": line.word.name,
        "name": line.name,
        "ok": outcome.ok,
        "said": outcome.said,
        "differences": {
            name: {"expected": wanted, "found": found}
            for name, (wanted, found) in outcome.differences.items()
        },
    }


def _asked(line: Line) -> str:
    who = "、".join(person.words for person in line.by)
    named = f"「{line.name}」" if line.name else ""
    of = line.values.get("of") or line.values.get("contract") or ""
    subject = f"「{of}」" if of and not line.is_act else ""
    verb = line.word.name if line.is_act else f"expect {line.word.name}"
    duty = f" {line.values['duty']}" if "duty" in line.values else ""
    return f"{who} {verb}{named}{subject}{duty}".strip()
