"""Figures and kinds in the words that the overseers' pages share."""

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

KIND_WORDS: Mapping[str, str] = {
    "NotFound": "查无此件",
    "NotAllowed": "无权办理",
    "WrongState": "状态不符",
    "Conflict": "同时办理",
    "PolicyBreach": "违反规则",
    "Invalid": "填写有误",
    "TooLarge": "文件过大",
    "TooOften": "过于频繁",
    "TooSlow": "发送太慢",
    "Unmeasured": "没有写明长度",
    "SignedOut": "未登录",
    "Unreadable": "无法读取",
    "NotProved": "身份未证明",
    "Silent": "身份提供方没有应答",
}


def tidy(number: float) -> int | Decimal:
    """Write a median of whole days with half a day at most."""
    return int(number) if number == int(number) else Decimal(str(number)).quantize(Decimal("0.1"))


def loans_href(year: int, **more: object) -> str:
    """Give the address of the loans that make a number; what is empty narrows nothing."""
    asked = {name: value for name, value in more.items() if value}
    return f"{reverse('overseer-loans')}?{urlencode({'year': year, **asked})}"


def duty_href(kind: str, subject_id: UUID) -> str:
    """Lead to what a duty is about; an award without contract has no page here."""
    return "" if kind == "sign_contract" else reverse("find", args=[subject_id])


def year_words(year: int) -> str:
    """Write a year as people read it."""
    return f"{year}年"


def revised(_by: UUID) -> str:
    """Say of a row that another revises it."""
    return "已更正"
