"""What the room of letters and messages refuses."""

SENTENCES: dict[str, str] = {
    "outreach.not_yours": "没有找到这封告知函,或者它不是给本单位的。请从「告知函」列表进入。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {}
