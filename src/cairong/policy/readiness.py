"""What a city lacks for lawful service (开城清单): each item, its clause, and who sees to it.

Nothing here is ticked off: whether an item is there is worked out from facts, but for the three
that only a person can know (`STATED`), which two persons of the bureau state with evidence.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date

LEAST, MOST = 8, 300  # characters of the evidence of a statement
DECEMBER = 12
AUTHORITIES, PARTIES, RULES, MONEY, MACHINE = (
    "主管部门", "参加单位", "规则", "资金", "系统",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that must be there (or may, where it is not `needed`), by which clause, by whom."""

    word: str
    group: str
    clause: str
    doer: str
    needed: bool = True


ITEMS: Mapping[str, Item] = {
    "procurement": Item(
        word="市财政局采购科:经办、复核两人", group=AUTHORITIES, clause="采购法§47",
        doer="市财政局管理员邀请",
    ),
    "treasury-desk": Item(
        word="市财政局国库科:经办、复核两人", group=AUTHORITIES, clause="二(三)-2",
        doer="市财政局管理员邀请",
    ),
    "auditor": Item(
        word="审计员", group=AUTHORITIES, clause="网络安全法§23", doer="市财政局管理员邀请",
    ),
    "county": Item(
        word="县(市、区)由谁审批", group=AUTHORITIES, clause="采购法§47",
        doer="县区财政局启用,或出具委托书由采购科登记",
    ),
    "pboc": Item(
        word="人民银行:两人", group=AUTHORITIES, clause="三(一)-3",
        doer="平台运维邀请管理员,采购科复核人同意",
    ),
    "sme-authority": Item(
        word="中小企业主管部门:两人", group=AUTHORITIES, clause="三(一)-4",
        doer="平台运维邀请管理员,采购科复核人同意",
    ),
    "regulator": Item(
        word="金融监管:一人", group=AUTHORITIES, clause="三(一)-1",
        doer="平台运维邀请管理员,采购科复核人同意",
    ),
    "institutions": Item(
        word="金融机构:至少一家有上架产品", group=PARTIES, clause="一(一)-4",
        doer="采购科两人准入,平台运维邀请管理员,机构自己发布产品",
    ),
    "purchasers": Item(
        word="采购人:至少一家有经办、复核两人", group=PARTIES, clause="二(二)-1",
        doer="平台运维登记、采购科复核人同意,本单位管理员邀请",
    ),
    "agencies": Item(
        word="代理机构", group=PARTIES, clause="二(二)-1", doer="平台运维登记、采购科复核人同意",
        needed=False,
    ),
    "parameters": Item(
        word="参数已逐项核对", group=RULES, clause="三(一)-2", doer="采购科两人核对后登记",
    ),
    "holidays": Item(
        word="当年放假安排", group=RULES, clause="民法典§203", doer="采购科两人录入",
    ),
    "lpr": Item(word="当期 LPR", group=RULES, clause="二(五)-7", doer="人民银行两人录入"),
    "gateway": Item(
        word="与国库的连接", group=MONEY, clause="二(三)-4",
        doer="国库科两人建立签名密钥;没有连接的,说明凭什么确认到账",
    ),
    "openings": Item(
        word="在执行合同的期初余额", group=MONEY, clause="二(三)-4",
        doer="采购人两人登记,供应商核对,国库科两人审批", needed=False,
    ),
    "years": Item(
        word="平台启用前一年的融资", group=MONEY, clause="一(二)-3", doer="采购科两人录入",
        needed=False,
    ),
    "passwords": Item(
        word="一次性密码都已改掉", group=MACHINE, clause="三(一)-1", doer="本人首次登录时修改",
    ),
    "factors": Item(
        word="平台运维的第二种登录凭证", group=MACHINE, clause="三(一)-1", doer="平台运维本人启用",
    ),
    "channels": Item(
        word="消息发送渠道", group=MACHINE, clause="三(三)-2", doer="平台运维设置,采购科复核人同意",
    ),
    "backup": Item(
        word="备份密钥已带离,试恢复过", group=MACHINE, clause="二(二)-6",
        doer="平台运维办理,采购科两人凭记录登记",
    ),
}  # fmt: skip
STATED: Mapping[str, str] = {
    "parameters": "已对照本市文件逐项核对参数表",
    "gateway": "没有与国库系统连接,凭银行回单确认到账",
    "backup": "备份收件人私钥已带离本机,最近一份备份试恢复成功",
}


def pair_lacks(
    first: Collection[Hashable], second: Collection[Hashable], words: tuple[str, str]
) -> str:
    """Say what a desk of two lacks, where each holder stands by whose hands they are in (D19).

    Empty where somebody prepares and somebody apart from them approves.
    """
    if words[0] == words[1] and not first:
        return "缺两人"
    missing = [word for held, word in zip((first, second), words, strict=True) if not held]
    if missing:
        return f"缺{'、'.join(missing)}"
    if any(each != other for each in first for other in second):
        return ""
    if len(set(words)) == 1:
        return "缺第二人,或两人由同一人带进来、还没有别人证实"
    return "经办和复核是同一人,或由同一人带进来、还没有别人证实"


def years_wanted(today: date) -> list[int]:
    """List the years whose arrangement of holidays must be there: in December the next one too."""
    return [today.year, today.year + 1] if today.month == DECEMBER else [today.year]
