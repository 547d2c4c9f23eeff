"""Values of a story, read from the text of the YAML itself: no number passes through a float."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cairong.kernel.calendar import SHANGHAI
from cairong.kernel.errors import Invalid
from cairong.kernel.money import parse_yuan
from cairong.policy.catalogue import sentence

WHOLE = re.compile(r"-?\d{1,12}")
DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,8})?")


class Misunderstood(Exception):  # noqa: N818 - an answer to whoever wrote the file
    """A story's file cannot be understood: in which line, and why."""

    def __init__(self, line: int, why: str, file: str = "") -> None:
        self.line, self.why, self.file = line, why, file
        super().__init__(f"{file}:{line}:{why}" if file else f"第 {line} 行:{why}")


class BadValue(ValueError):  # noqa: N818 - an answer to whoever wrote the file
    """A value that its word cannot take; the text says what it should be."""


@dataclass
class Known:
    """What a line may refer to: the parties and their kinds, the names given so far."""

    parties: Mapping[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)


Reader = Callable[[Node, Known], Any]


def line_of(node: Node) -> int:
    """Name the line a node begins in, counted from 1."""
    return int(node.start_mark.line) + 1


def text(node: Node, known: Known | None = None) -> str:  # noqa: ARG001 - one shape for all readers
    """Read one word or number as it is written."""
    if not isinstance(node, ScalarNode) or str(node.tag).endswith(":null"):
        raise BadValue("应是一个词或数")
    return str(node.value)


def whole(node: Node, known: Known) -> int:
    """Read a whole number."""
    found = text(node, known)
    if not WHOLE.fullmatch(found):
        raise BadValue(f"应是整数,现为「{found}」")
    return int(found)


def number(node: Node, known: Known) -> Decimal:
    """Read a decimal number exactly."""
    found = text(node, known)
    if not DECIMAL.fullmatch(found):
        raise BadValue(f"应是数,现为「{found}」")
    try:
        return Decimal(found)
    except InvalidOperation as error:  # pragma: no cover - the pattern lets none through
        raise BadValue(f"应是数,现为「{found}」") from error


def yuan(node: Node, known: Known) -> int:
    """Read yuan with at most two decimals as whole fen."""
    try:
        return parse_yuan(text(node, known), "amount_yuan")
    except Invalid as refusal:
        raise BadValue(sentence(refusal.findings[0])) from refusal


def signed_yuan(node: Node, known: Known) -> int:
    """Read yuan that may be below zero as whole fen."""
    found = text(node, known)
    sign = -1 if found.startswith("-") else 1
    try:
        return sign * parse_yuan(found.removeprefix("-"), "yuan")
    except Invalid as refusal:
        raise BadValue(sentence(refusal.findings[0])) from refusal


def day(node: Node, known: Known) -> date:
    """Read a day: 2025-09-15."""
    found = text(node, known)
    try:
        return date.fromisoformat(found)
    except ValueError as error:
        raise BadValue(f"应是日期(如 2025-09-15),现为「{found}」") from error


def moment(node: Node, known: Known) -> datetime:
    """Read a moment of China: 2025-09-15 10:00."""
    found = text(node, known)
    try:
        read = datetime.fromisoformat(found)
    except ValueError as error:
        raise BadValue(f"应是时间(如 2025-09-15 10:00),现为「{found}」") from error
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def flag(node: Node, known: Known) -> bool:
    """Read true or false."""
    found = text(node, known).lower()
    if found not in ("true", "false"):
        raise BadValue(f"应是 true 或 false,现为「{found}」")
    return found == "true"


def one_of(*words: str) -> Reader:
    """Make a reader of a closed list of words."""

    def read(node: Node, known: Known) -> str:
        found = text(node, known)
        if found not in words:
            raise BadValue(f"应是 {'、'.join(words)} 之一,现为「{found}」")
        return found

    return read


def listed(reader: Reader) -> Reader:
    """Make a reader of a list of values; one value alone is a list of one."""

    def read(node: Node, known: Known) -> list[Any]:
        if isinstance(node, SequenceNode):
            return [reader(child, known) for child in node.value]
        return [reader(node, known)]

    return read


def pairs(node: Node) -> list[tuple[Node, str, Node]]:
    """List the keys and values of a mapping; a key may stand only once."""
    if not isinstance(node, MappingNode):
        raise Misunderstood(line_of(node), "这里应是「词: 值」的列表")
    seen, found = set[str](), []
    for key, value in node.value:
        try:
            word = text(key)
        except BadValue as error:
            raise Misunderstood(line_of(key), "这里的词不是文字") from error
        if word in seen:
            raise Misunderstood(line_of(key), f"「{word}」写了两次")
        seen.add(word)
        found.append((key, word, value))
    return found


def texts(node: Node, known: Known) -> dict[str, str]:
    """Read a mapping of words to texts."""
    return {word: text(value, known) for _, word, value in pairs(node)}


def shaped(**readers: Reader) -> Reader:
    """Make a reader of a mapping with these words and no others."""

    def read(node: Node, known: Known) -> dict[str, Any]:
        found = {}
        for key, word, value in pairs(node):
            if word not in readers:
                raise Misunderstood(line_of(key), f"不认识「{word}」,可用的词:{'、'.join(readers)}")
            found[word] = _named(word, readers[word], value, known)
        return found

    return read


def reasons(node: Node, known: Known) -> dict[str, str]:
    """Read reasons: one text, or {field: text}."""
    return texts(node, known) if isinstance(node, MappingNode) else {"": text(node, known)}


def party(*kinds: str) -> Reader:
    """Make a reader of a party's name, of one of these kinds."""

    def read(node: Node, known: Known) -> str:
        found = text(node, known)
        if known.parties.get(found) not in kinds:
            able = [name for name, kind in known.parties.items() if kind in kinds]
            raise BadValue(f"「{found}」不在 parties 里或类别不符,可用:{'、'.join(able) or '无'}")
        return found

    return read


def thing(*kinds: str) -> Reader:
    """Make a reader of a name that an earlier line gave to a thing of one of these kinds."""

    def read(node: Node, known: Known) -> str:
        found = text(node, known)
        if found not in known.things:
            raise BadValue(f"前面没有哪一行给出「{found}」这个名字")
        if kinds and known.things[found] not in kinds:
            raise BadValue(f"「{found}」是 {known.things[found]},这里应是 {'、'.join(kinds)}")
        return found

    return read


def _named(word: str, reader: Reader, node: Node, known: Known) -> object:
    try:
        return reader(node, known)
    except BadValue as error:
        raise BadValue(f"{word}:{error}") from error
