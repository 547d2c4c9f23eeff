"""The vocabulary of stories as a page: docs/stories.md is this text."""

from collections.abc import Mapping

from cairong.cli.stories import acts, expectations  # noqa: F401 - their words register themselves
from cairong.cli.stories.vocabulary import ACTS, EXPECTATIONS, Word

HEAD = """# 故事:办事人员读得懂、机器跑得动的案例

`cairong story FILE… [--json]` 把每个文件放进自己的一座城里跑:数据库为它新建、跑完删掉,走的是页面和接口
同样的用例,`at` 是唯一的钟(Asia/Shanghai),其间到期的例行工作自己会发生。每一行印出发生了什么。
退出码:0 全部符合;1 有不符;2 文件看不懂(说出哪个文件、哪一行、为什么)。
本页由 `cairong story --words` 印出。

```yaml
story: 标题
parties:
  采购人: {kind: purchaser, region: "410303"}
  供应商: {kind: supplier, industry: 软件和信息技术服务业, employees: 42, revenue_wan: 1800}
  甲银行: {kind: institution, regions: ["410300"]}
lines:
  - {at: 2025-09-15 10:00, by: 采购人/officer, do: record_award, name: 中标, supplier: 供应商, amount_yuan: 685200, notice_on: 2025-09-15}
  - {at: 2025-09-15 10:01, expect: duty, of: 中标, duty: sign_contract, due: 2025-09-30, verdict: open}
```

- 文件是 YAML 1.2(`on`、`no` 是词)。金额是元,至多两位小数,写数或写文字都可以;时间不能倒退。
- `by`:`当事人/职务`(officer、approver、manager)、供应商只写名字、`bureau/procurement-officer`、
  `bureau/treasury-approver` 等;后面加 `@410327` 的,是只管那个县区的席位。两个人办的事写 `by: [经办, 复核]`,
  前一个送审,后一个批准。
- `name` 给办成的东西起名,后面的行用它。没写的(地点、质量、争议条款……)填平常的有效值;没写账户的,
  是供应商在 parties 里第一家金融机构的账户。
- `refused: {kind: PolicyBreach, obligation: 二(三)-4}`:必须这样被拒绝,除拒绝的记录外什么也不留下
  (逐表比对行数和内容);第二个人被拒绝的,第一个人的送审收回。kind 是 NotFound、NotAllowed、WrongState、
  Conflict、PolicyBreach、Invalid 之一。
- 供应商可写 `industry`、`employees`、`revenue_wan`、`assets_wan`、`individual`、`region`、`address`。
"""
PERSONS = {0: "谁也不用", 1: "一个人", 2: "两个人"}


def manual() -> str:
    """Write the whole page."""
    parts = [HEAD, "## do\n", _section(ACTS, "do"), "## expect\n", _section(EXPECTATIONS, "expect")]
    return "\n".join(parts).rstrip() + "\n"


def _section(words: Mapping[str, Word], key: str) -> str:
    return "\n".join(_entry(one, key) for one in words.values())


def _entry(word: Word, key: str) -> str:
    arguments = "、".join(
        f"`{name}`" if one.required else f"`{name}`?" for name, one in word.arguments.items()
    )
    by = f"({PERSONS[word.persons]})" if key == "do" else ""
    example = f"{key}: {word.name}" + (f", {word.example}" if word.example else "")
    return (
        f"### `{word.name}`{by}\n\n{word.meaning}\n\n"
        f"词:{arguments or '无'}(带 ? 的可以不写)\n\n```yaml\n- {{{example}}}\n```\n"
    )
