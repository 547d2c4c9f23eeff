"""Identifiers: unified social credit codes (GB32100), bank codes (CNAPS), account numbers."""

import re
import unicodedata

from stdnum.cn import uscc

from cairong.kernel.errors import Invalid
from cairong.kernel.text import half_width

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
INDIVIDUAL = "92"  # GB 32100: registered by the market authority (9) as 个体工商户 (2)
CNAPS_LENGTH = 12
PHONE_HEAD, PHONE_TAIL = 3, 2
ACCOUNT = re.compile(r"\d(?:-?\d){7,31}")
SERIAL = re.compile(r"[0-9A-Z-]{6,40}")
BANKS: dict[str, str] = {
    "102": "中国工商银行", "103": "中国农业银行", "104": "中国银行", "105": "中国建设银行",
    "201": "国家开发银行", "202": "中国进出口银行", "203": "中国农业发展银行",
    "301": "交通银行", "302": "中信银行", "303": "中国光大银行", "304": "华夏银行",
    "305": "中国民生银行", "306": "广发银行", "307": "平安银行", "308": "招商银行",
    "309": "兴业银行", "310": "上海浦东发展银行", "313": "城市商业银行", "314": "农村商业银行",
    "315": "恒丰银行", "316": "浙商银行", "317": "农村合作银行", "318": "渤海银行",
    "319": "徽商银行", "320": "村镇银行", "322": "上海农村商业银行", "323": "民营银行",
    "402": "农村信用社", "403": "中国邮政储蓄银行",
}  # fmt: skip
BANK_ENDS = ("银行", "信用社", "信用联社", "信用合作联社", "信用合作社")
KINDS_OF_BANK = frozenset({"313", "314", "317", "320", "323", "402"})  # many banks share these


def uscc_reason(code: str) -> str:
    """Say in words why a code is no valid USCC; empty when it is one."""
    if len(code) != USCC_LENGTH:
        return f"应为18位,现为{len(code)}位"
    for place, sign in enumerate(code, start=1):
        if sign not in USCC_ALPHABET:
            return _wrong_sign(place, sign)
    if not code[2:8].isdigit():
        return "第3至8位是登记机关行政区划码,应为数字"
    expected = uscc_check(code[:17])
    if code[17] != expected:
        return f"校验码不符:末位应为{expected},现为{code[17]}"
    return ""


def uscc_check(body: str) -> str:
    """Work out the check character of seventeen; a remainder of 0 gives '0' (GB 32100)."""
    return str(uscc.calc_check_digit(body))


def check_uscc(value: str, field: str) -> str:
    """Return a valid USCC as it stands. Raises Invalid naming the field and the reason."""
    code = value.strip()
    if reason := uscc_reason(code):
        raise Invalid("invalid.uscc", field=field, value=value, reason=reason)
    return code


def is_individual(uscc: str) -> bool:
    """Whether a code is that of an individual business (个体工商户)."""
    return uscc.startswith(INDIVIDUAL)


def cnaps_reason(code: str) -> str:
    """Say in words why a code is no CNAPS code of a known bank; empty when it is one (D18)."""
    if len(code) != CNAPS_LENGTH:
        return f"应为12位,现为{len(code)}位"
    if not (code.isascii() and code.isdigit()):
        return "只能是半角数字"
    if code[:3] not in BANKS:
        return f"前三位{code[:3]}不是已知的银行"
    return ""


def check_cnaps(value: str, field: str) -> str:
    """Return a valid CNAPS code. Raises Invalid naming the field and the reason."""
    code = value.strip()
    if reason := cnaps_reason(code):
        raise Invalid("invalid.cnaps", field=field, value=value, reason=reason)
    return code


def bank_of(cnaps: str) -> str:
    """Name the bank (or kind of bank) of a CNAPS code, empty when unknown."""
    return BANKS.get(cnaps[:3], "")


def bank_named_by(cnaps: str) -> str:
    """Name the one bank a CNAPS code stands for, empty where many banks share the code."""
    return "" if cnaps[:3] in KINDS_OF_BANK else bank_of(cnaps)


def bank_stem(name: str) -> str:
    """Cut a bank's or branch's name down to the bank it is of: 甲银行洛阳支行 → 甲银行."""
    plain = "".join(unicodedata.normalize("NFKC", name).split()).replace("农商银行", "农村商业银行")
    ends = [plain.index(end) + len(end) for end in BANK_ENDS if end in plain]
    stem = plain[: min(ends)] if ends else plain
    return stem if stem == "中国银行" else stem.removeprefix("中国")


def check_account(value: str, field: str) -> str:
    """Return a bank account number without blanks. Raises Invalid naming the field."""
    account = value.replace(" ", "").strip()
    if not (account.isascii() and ACCOUNT.fullmatch(account)):
        raise Invalid("invalid.account", field=field, value=value)
    return account


def digits_of(account: str) -> str:
    """Return the digits of an account number alone, by which two are compared."""
    return "".join(letter for letter in account if letter.isdigit())


def plain_serial(value: str) -> str:
    """Write the serial number of a bank slip as it is kept: half width, capitals, no blanks."""
    return "".join(half_width(value).split()).upper()


def check_serial(value: str, field: str) -> str:
    """Return the serial number of a bank slip in capitals. Raises Invalid naming the field."""
    serial = plain_serial(value)
    if not SERIAL.fullmatch(serial):
        raise Invalid("invalid.serial", field=field, value=value)
    return serial


def mask_account(account: str) -> str:
    """Show only the last four digits of an account number."""
    return f"****{account[-4:]}"


def mask_phone(phone: str) -> str:
    """Show only the first three and last two characters of a telephone number."""
    if len(phone) <= PHONE_HEAD + PHONE_TAIL:
        return "*" * len(phone)
    return f"{phone[:PHONE_HEAD]}****{phone[-PHONE_TAIL:]}"


def _wrong_sign(place: int, sign: str) -> str:
    if sign in "IOSVZ":
        return f"第{place}位是{sign},统一社会信用代码不使用字母I、O、S、V、Z"
    if sign.isascii() and sign.islower():
        return f"第{place}位是小写字母{sign},请改为大写"
    shown = sign if sign.isprintable() else ""
    return f"第{place}位{shown}(U+{ord(sign):04X})不是半角数字或大写字母"
