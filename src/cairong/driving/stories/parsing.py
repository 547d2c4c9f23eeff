"""From a story's file to plain lines; whatever cannot be understood is said with its line."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node, SequenceNode

from cairong.driving.stories import expectations, levels, reading, spread  # noqa: F401 - words are entered
from cairong.driving.stories.people import AUTHORITIES, Who, who
from cairong.driving.stories.reading import BadValue, Known, Misunderstood, line_of, pairs
from cairong.driving.stories.script import Line, Party, Refused, Story
from cairong.driving.stories.vocabulary import ACTS, EXPECTATIONS, RESERVED, Word
from cairong.kernel.errors import KINDS, Invalid

TOP = ("story", "parties", "lines")
CITIES = ("demo", "real")
PARTIES: dict[str, dict[str, reading.Reader]] = {
    "purchaser": {"region": reading.text, "address": reading.text},
    "agency": {"region": reading.text},
    "supplier": {
        "registered": reading.text,
        "industry": reading.text,
        "employees": reading.whole,
        "revenue_wan": reading.number,
        "assets_wan": reading.number,
        "individual": reading.flag,
        "region": reading.text,
        "address": reading.text,
    },
    "institution": {
        "regions": reading.listed(reading.text),
        "region": reading.text,
        "connected_on": reading.day,
        "local": reading.flag,
    },
    "inspector": {"region": reading.text},
    "county-bureau": {"region": reading.text},
}


def read_story(path: Path) -> Story:
    """Read one file. Raises Misunderstood with file, line and what is wrong."""
    try:
        return _story(str(path), path.read_bytes().decode("utf-8"))
    except Misunderstood as error:
        raise Misunderstood(error.line, error.why, str(path)) from error
    except OSError as error:
        raise Misunderstood(1, f"文件打不开({error.strerror})", str(path)) from error
    except UnicodeDecodeError as error:
        raise Misunderstood(1, "文件不是 UTF-8 文字", str(path)) from error


def _story(file: str, content: str) -> Story:
    top = {word: node for _, word, node in _top(content)}
    missing = [word for word in TOP if word not in top]
    if missing:
        raise Misunderstood(1, f"缺少 {'、'.join(missing)}")
    parties = tuple(_party(key, name, node) for key, name, node in pairs(top["parties"]))
    known = Known(parties={party.name: party.kind for party in parties})
    if not isinstance(top["lines"], SequenceNode) or not top["lines"].value:
        raise Misunderstood(line_of(top["lines"]), "lines 应是至少一行的列表")
    lines = list[Line]()
    for node in top["lines"].value:
        lines.append(_line(node, known, lines[-1].at if lines else None))
    title = _value("story", reading.text, top["story"], known)
    city = top.get("city")
    demo = city is None or _value("city", reading.one_of(*CITIES), city, known) == "demo"
    opened = _value("opened", reading.day, top["opened"], known) if "opened" in top else None
    return Story(
        file=file, title=title, parties=parties, lines=tuple(lines), demo=demo, opened=opened
    )


def _top(content: str) -> list[tuple[Node, str, Node]]:
    try:
        node = YAML(typ="rt", pure=True).compose(content)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Misunderstood(line, f"不是合格的 YAML({error.problem or error.context})") from error
    except YAMLError as error:
        raise Misunderstood(1, f"不是合格的 YAML({error})") from error
    if node is None:
        raise Misunderstood(1, "文件是空的")
    found = pairs(node)
    able = (*TOP, "city", "opened", "opened")
    for key, word, _ in found:
        if word not in able:
            raise Misunderstood(line_of(key), f"不认识「{word}」,可用的词:{'、'.join(able)}")
    return found


def _party(key: Node, name: str, node: Node) -> Party:
    if name in AUTHORITIES or "/" in name:
        raise Misunderstood(line_of(key), f"当事人不能叫「{name}」")
    rows = pairs(node)
    kind = next((str(value.value) for _, word, value in rows if word == "kind"), "")
    if kind not in PARTIES:
        raise Misunderstood(line_of(key), f"「{name}」的 kind 应是 {'、'.join(PARTIES)} 之一")
    facts = {}
    for place, word, value in rows:
        if word == "kind":
            continue
        reader = PARTIES[kind].get(word)
        if reader is None:
            raise _unknown(place, word, kind, PARTIES[kind])
        facts[word] = _value(word, reader, value, Known())
    return Party(name=name, kind=kind, line=line_of(key), facts=facts)


def _line(node: Node, known: Known, before: datetime | None) -> Line:
    rows = {word: (key, value) for key, word, value in pairs(node)}
    at = _given(rows, node, "at", reading.moment, known)
    if before is not None and at < before:
        raise Misunderstood(line_of(node), f"时间倒退:{at:%Y-%m-%d %H:%M} 早于上一行")
    is_act, word = _word(rows, node, known)
    refused = _refused(rows["refused"][1], known) if "refused" in rows else None
    if not is_act and (extra := {"by", "name", "refused"} & rows.keys()):
        raise Misunderstood(line_of(node), f"expect 不带 {'、'.join(sorted(extra))}")
    values, unreadable = _values(rows, node, word, known, refused)
    name = _given(rows, node, "name", reading.text, known) if "name" in rows else ""
    by = _by(rows, node, word, known) if is_act else ()
    if name and refused is None:
        known.things[name] = word.gives
    return Line(
        number=line_of(node),
        at=at,
        word=word,
        is_act=is_act,
        by=by,
        values=values,
        name=name,
        refused=refused,
        unreadable=unreadable,
    )


Rows = Mapping[str, tuple[Node, Node]]


def _word(rows: Rows, node: Node, known: Known) -> tuple[bool, Word]:
    if ("do" in rows) == ("expect" in rows):
        raise Misunderstood(line_of(node), "每行要有 do 或 expect 之一")
    is_act = "do" in rows
    key, table = ("do", ACTS) if is_act else ("expect", EXPECTATIONS)
    name = _given(rows, node, key, reading.text, known)
    if name not in table:
        raise _unknown(rows[key][1], name, key, table)
    return is_act, table[name]


def _values(
    rows: Rows, node: Node, word: Word, known: Known, refused: Refused | None
) -> tuple[dict[str, Any], Invalid | None]:
    _fitting(rows, node, word)
    values, unreadable = {}, None
    for name, (_, value) in rows.items():
        if name in RESERVED or name not in word.arguments:
            continue
        try:
            values[name] = word.arguments[name].reader(value, known)
        except BadValue as error:
            if refused is None or refused.kind != Invalid.kind:
                raise Misunderstood(line_of(value), f"{name}:{error}") from error
            unreadable = Invalid("invalid.argument", field=name, value="", why=str(error))
    return values, unreadable


def _fitting(rows: Rows, node: Node, word: Word) -> None:
    """Refuse what the word does not know, and a line that leaves out what it needs."""
    for name, (key, _) in rows.items():
        if name not in RESERVED and name not in word.arguments:
            raise _unknown(key, name, word.name, word.arguments)
    missing = [n for n, argument in word.arguments.items() if argument.required and n not in rows]
    if missing:
        raise Misunderstood(line_of(node), f"{word.name} 缺少 {'、'.join(missing)}")


def _by(rows: Rows, node: Node, word: Word, known: Known) -> tuple[Who, ...]:
    if "by" not in rows:
        if word.persons:
            raise Misunderstood(line_of(node), f"{word.name} 缺少 by")
        return ()
    parties = dict(known.parties)

    def read(node: Node, of: Known) -> Who:
        return who(reading.text(node, of), parties)

    found = tuple(_value("by", reading.listed(read), rows["by"][1], known))
    if len(found) != word.persons:
        need = {0: "不要写 by", 1: "由一个人办", 2: "要写两个人:[经办, 复核]"}[word.persons]
        raise Misunderstood(line_of(rows["by"][0]), f"{word.name} {need}")
    return found


def _refused(node: Node, known: Known) -> Refused:
    shape = reading.shaped(kind=reading.one_of(*KINDS), obligation=reading.text)
    found = _value("refused", shape, node, known)
    if "kind" not in found:
        raise Misunderstood(line_of(node), "refused 缺少 kind")
    return Refused(**found)


def _given[T](
    rows: Rows, node: Node, word: str, reader: Callable[[Node, Known], T], known: Known
) -> T:
    if word not in rows:
        raise Misunderstood(line_of(node), f"缺少 {word}")
    return _value(word, reader, rows[word][1], known)


def _value[T](word: str, reader: Callable[[Node, Known], T], node: Node, known: Known) -> T:
    try:
        return reader(node, known)
    except BadValue as error:
        raise Misunderstood(line_of(node), f"{word}:{error}") from error


def _unknown(key: Node, word: str, of: str, able: Mapping[str, object]) -> Misunderstood:
    return Misunderstood(line_of(key), f"{of} 不认识「{word}」,可用的词:{'、'.join(able)}")
