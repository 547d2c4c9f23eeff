"""Write docs/clauses.md, docs/states.md, docs/errors.md and docs/held.md from the code."""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import cairong
from cairong.doors.register import Place
from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.states import StateTable, Step
from cairong.parties.four_eyes import TwoPersonAct
from cairong.policy.catalogue import CONSTRAINTS, SENTENCES
from cairong.policy.catalogue.facts import fact_words
from cairong.policy.clauses import FORCE_WORDS, clause, known

MADE = "本页由 `cairong docs` 生成,请勿手改。\n"


def clauses(found: Iterable[Place]) -> str:
    """Write the register: every clause, its words, and where it lives or that it is open."""
    parts = ["# 条款登记册 · Where each clause lives\n", MADE]
    for place in found:
        clause = place.clause
        parts.append(
            f"\n## {clause.id}\n\n{clause.who} · {FORCE_WORDS[clause.force]} · {clause.words}\n\n"
        )
        parts.extend(
            _line(word, names)
            for word, names in (
                ("规则", place.rules),
                ("用例", place.use_cases),
                ("页面", place.pages),
                ("走过", {name for name in place.tests if _walks(name)}),
                ("测试", {name for name in place.tests if not _walks(name)}),
            )
        )
        if place.missing:
            parts.append(f"- **open**: {place.missing}\n")
        elif not place.carried_out:
            parts.append("- **open**\n")
    return "".join(parts)


def _walks(name: str) -> bool:
    """Whether a test goes the way of its users: a journey or a story."""
    return name.startswith(("tests/journeys/", "tests/stories/"))


def _line(word: str, names: set[str]) -> str:
    shown = sorted(names)
    more = f" 等 {len(shown)} 处" if len(shown) > MOST else ""
    listed = "、".join(f"`{name}`" for name in shown[:MOST])
    return f"- {word}: {listed}{more}\n" if shown else ""


MOST = 6


def state_tables() -> list[StateTable]:
    """Collect the state tables of every room, in order of the rooms' names."""
    tables = []
    for room in sorted(module.name for module in iter_modules(cairong.__path__)):
        name = f"cairong.{room}.states"
        if find_spec(name):
            found = vars(import_module(name)).values()
            tables += [each for each in found if isinstance(each, StateTable)]
    return tables


def states() -> str:
    """Write what each thing can be, who holds the ball, and which act leads where."""
    parts = ["# 状态 · What each thing can be\n", MADE]
    for table in state_tables():
        parts.append(f"\n## {table.word} · `{table.thing}`\n\n")
        parts.append("| 状态 | 字样 | 谁经办 | 等待 | 依据 | 下一步 |\n|---|---|---|---|---|---|\n")
        for code, state in table.states.items():
            steps = "；".join(
                f"`{act}` {step.word}({_begun_by(step)})→ {table.states[step.after].word}"
                for (before, act), step in table.steps.items()
                if before == code
            )
            holder = ROLE_NAMES[state.holder] if state.holder else "—"
            parts.append(
                f"| `{code}` | {state.word} | {holder} | {state.awaits or '—'} "
                f"| {state.obligation or '—'} | {steps or '终结'} |\n"
            )
    return "".join(parts)


def _begun_by(step: Step) -> str:
    return "、".join(ROLE_NAMES[role] for role in Role if role in step.by) or "自动"


def errors() -> str:
    """Write every sentence a refusal can say, and which constraint of the database says which."""
    by_code = {code: name for name, (_, code, _) in CONSTRAINTS.items()}
    parts = ["# 拒绝的话 · Every sentence a refusal can say\n", MADE, "\n"]
    parts.append("| 代码 | 句子 | 数据库约束 |\n|---|---|---|\n")
    for code, sentence in sorted(SENTENCES.items()):
        words = sentence.replace("|", "\\|").replace("\n", " ")
        parts.append(f"| `{code}` | {words} | {by_code.get(code, '')} |\n")
    parts.append("\n约束所依据的条款:\n\n")
    for name, (kind, _, obligation) in sorted(CONSTRAINTS.items()):
        part = clause(obligation).part if known(obligation) else ""
        parts.append(f"- `{name}` → {kind} {obligation} {part}\n".rstrip() + "\n")
    return "".join(parts)


def held() -> str:
    """Write which facts of an act of two persons may differ by the time the second agrees."""
    parts = ["# 复核时守住的事实 · What the second person holds fast\n", MADE, "\n"]
    parts.append("复核人同意时,送审时显示的事实都必须没有变;变了的不予办理,退回重新提交。")
    parts.append(
        "只有下表列出的事实可以不同。\n\n| 事项 | 可以不同的事实 | 为什么 |\n|---|---|---|\n"
    )
    paired = [act for act in ACTS.values() if isinstance(act, TwoPersonAct)]
    for act in sorted(paired, key=lambda act: act.name):
        rows = [(fact_words(key), f"`{key}`", why) for key, why in act.free.items()]
        for word, key, why in rows or [("无", "", "")]:
            parts.append(f"| {act.word} `{act.name}` | {word} {key} | {why} |\n")
    return "".join(parts)
