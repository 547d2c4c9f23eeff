"""What our style sheet and scripts may not use: everything Chrome learned after version 109."""

import re

NEWER_CSS = {
    r"(?<![-\w])color-mix\(": "color-mix() 111",
    r"(?<![-\w])(ok)?l(ab|ch)\(": "lab(), lch(), oklab(), oklch() 111",
    r"(?<![-\w])light-dark\(": "light-dark() 123",
    r"(?<![-\w])linear\(": "linear() easing 113",
    r"(?<![-\w])(round|mod|rem|abs|sign|exp|pow|sqrt|hypot)\(": "mathematics 125",
    r"\bsubgrid\b": "subgrid 117",
    r":popover-open": "popover 114",
    r"@scope\b": "@scope 118",
    r"@starting-style\b": "@starting-style 117",
    r"@view-transition\b|::view-transition": "view transitions 111",
    r"@position-try\b|(?<![-\w])anchor(-name|-size)?\s*[:(]": "anchor positioning 125",
    r"(?<![-\w])text-wrap(-style|-mode)?\s*:": "text-wrap 114",
    r"(?<![-\w])white-space-collapse\s*:": "white-space-collapse 114",
    r"(?<![-\w])(field-sizing|interpolate-size|reading-flow|text-box(-trim|-edge)?)\s*:": "123 on",
    r"(?<![-\w])text-spacing-trim\s*:|(?<![-\w])text-autospace\s*:": "CJK spacing 123 and later",
    r"(?<![-\w])(animation-timeline|view-timeline|scroll-timeline)[-\w]*\s*:": "timelines 115",
    r"(?<![-\w])animation-composition\s*:": "animation-composition 112",
    r"(?<![-\w])(offset-position|overlay|transition-behavior)\s*:": "116 and 117",
    r"(?<![-\w])(?<!-webkit-)mask(-image|-size|-position|-repeat|-composite)?\s*:": "mask 120",
    r"(?<![-\w])zoom\s*:": "standard zoom 128",
    r":dir\(": ":dir() 120",
    r":user-(in)?valid": ":user-valid 119",
    r":nth-(last-)?child\([^)]*\bof\b": ":nth-child(of) 111",
    r":state\(|::details-content|::scroll-button": "125 and later",
    r"@container\s+style\(|@container[^{]*\bstyle\(": "style queries 111",
    r"@media[^{]*\((scripting|update|overflow-block|prefers-reduced-transparency)": "113 to 120",
    r"(?<=\d)(r?cap|rch|rex|ric|rlh)\b": "root font units 111",
    r"@import[^;]*\b(layer|supports)\(": "@import supports() 122",
}
NEWER_JS = {
    r"\.(toSorted|toReversed|toSpliced)\(": "change by copy 110",
    r"\.with\(\s*\d": "Array.with 110",
    r"\b(Object|Map)\.groupBy\(": "groupBy 117",
    r"\bPromise\.(withResolvers|try)\(": "119, 128",
    r"\bArray\.fromAsync\(": "121",
    r"\bURL\.(canParse|parse)\(": "120, 126",
    r"\.(isWellFormed|toWellFormed)\(": "111",
    r"\.(union|intersection|difference|isSubsetOf|isSupersetOf|isDisjointFrom)\(": "Sets 122",
    r"\bIterator\.|\.values\(\)\.(map|filter|take|drop)\(": "iterator helpers 122",
    r"\.(showPopover|hidePopover|togglePopover)\(|\bpopover": "popover 114",
    r"\bstartViewTransition\b": "view transitions 111",
    r"\bcheckVisibility\(\s*\{": "121",
    r"\bIntl\.(Segmenter\(.*\)\.|DurationFormat)": "DurationFormat 129",
    r"/[a-z]*v[a-z]*\.(test|exec)\(": "regular expressions with v 112",
    r"\bimport\s.*\bwith\s*\{": "import attributes 123",
    r"\bSanitizer\b|\.setHTMLUnsafe\(|\.setHTML\(": "124 and later",
    r"\bscheduler\.yield\b": "129",
    r"\busing\s+\w+\s*=": "explicit resources 134",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")


def newer_css(text: str) -> list[str]:
    """List what a style sheet uses that Chrome 109 does not know."""
    bare = STRING.sub('""', COMMENT.sub("", text))
    found = [
        f"{why}: {m[0]}" for pattern, why in NEWER_CSS.items() for m in re.finditer(pattern, bare)
    ]
    return found + nested(bare)


def nested(bare: str) -> list[str]:
    """List rules nested in a style rule (112): a block inside one that is no at-rule."""
    found: list[str] = []
    stack: list[bool] = []
    head = ""
    for sign in bare:
        if sign == "{":
            if True in stack:
                found.append(f"nesting 112: {head.strip()[:40]}")
            stack.append(not head.strip().startswith("@"))
            head = ""
        elif sign == "}":
            stack.pop()
            head = ""
        elif sign == ";":
            head = ""
        else:
            head += sign
    return found


def newer_js(text: str) -> list[str]:
    """List what a script uses that Chrome 109 does not know."""
    bare = COMMENT.sub("", text)
    return [
        f"{why}: {m[0]}" for pattern, why in NEWER_JS.items() for m in re.finditer(pattern, bare)
    ]


def inline(markup: str) -> list[str]:
    """List inline style and script in markup, which the content security policy forbids."""
    patterns = (
        r"<style\b",
        r"<script(?![^>]*\bsrc=)[^>]*>",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"href\s*=\s*[\"']javascript:",
        r"\bhx-on\b",
    )
    return [m[0] for pattern in patterns for m in re.finditer(pattern, markup, re.IGNORECASE)]
