"""Sentences of awards, contracts, their filing, and of importing published rows."""

SENTENCES: dict[str, str] = {
    "contracts.above_award": "合同金额 {amount:yuan} 超过中标(成交)金额 {award:yuan}。请按中标金额签订,确需追加的另签补充合同。",
    "contracts.signed_before_notice": "签订日期 {signed_on:day} 早于中标(成交)通知书日期 {notice_on:day}。请核对两个日期。",
    "contracts.day_to_come": "{what} {day:day} 还没有到(今天是 {today:day})。请填写实际发生的日期。",
    "contracts.elsewhere_half": "在其他网站{what}的编号和时间要一起填写,现在只填了{given},没有填{lacks}。请补上{lacks},或两项都不填。",
    "contracts.elsewhere_when": "在其他网站{what}的时间 {at:moment} 不能早于签订日期 {signed_on:day},也不能晚于现在({now:moment})。请按那个网站上的时间填写。",
    "contracts.items_missing": "有 {count} 项必须公开的内容没有填写:{items}。请补齐后再签订。",
    "contracts.schedule_sum": "付款节点的比例合计为 {total}%,应为 100%。请调整各节点的比例。",
    "contracts.shares_open": "联合体成员 {names} 的份额还没有录入。请先录入各成员份额。",
    "contracts.shares_sum": "各成员份额合计 {total:yuan},与金额 {whole:yuan} 不等。请核对;合同低于中标(成交)金额的,先在中标(成交)记录页改正份额。",
    "contracts.shares_above_award": "各成员份额合计 {total:yuan},超过中标(成交)金额 {award:yuan}。请改正份额。",
    "contracts.supplier_unknown": "供应商 {supplier} 还没有登记统一社会信用代码。请在中标(成交)记录页生成注册邀请,交给供应商注册后再签订合同。",
    "contracts.account_shared": "「{first}」和「{second}」填了同一个账号 {account_no}。同一合同的各供应商各收各的款:请核对,各填自己的账户。",
    "contracts.payee_is_other": "收款人「{payee}」与供应商「{supplier}」不一致。请填写供应商自己的账户。",
    "contracts.bank_mismatch": "开户行「{bank}」与联行号 {cnaps}({known})不符。请核对开户行或联行号。",
    "contracts.not_withholdable": "不能申请不予公开:{reason}。请改正或撤去这一项。",
    "contracts.no_reasons": "退回备案须逐项写明理由{items}。请写明哪一项、为什么。",
    "contracts.fixed_at_signing": "补正备案不能改动质保金等签订时约定的金额。请按合同原文填写,确需变更的另行办理。",
    "contracts.held_back": "{value:yuan} 超过合同金额 {most:yuan}。质保金和预付款都不能多于合同金额,请减少。",
    "contracts.pays_too_late": "「{milestone}」约定 {days} {unit}内付款,长于对中小企业付款的最长期限 {law} 日。请改为不超过 {most} {unit}。",
    "contracts.state_secret": "涉及国家秘密的合同不得进入本系统。请按保密规定在线下办理,不要在此填写任何内容。",
    "contracts.share_of_other": "「{supplier}」不在这份中标记录里。请只录入中标供应商的份额。",
    "contracts.winner_missing": "没有写明中标(成交)供应商。请选择已登记的供应商,或填写其名称。",
    "contracts.winner_which": "「{value}」不能确定是哪一家:名称与已注册的 {others} 相同或相近。请照通知书上的统一社会信用代码选一家;都不是的,选「都不是,尚未注册」。",
    "contracts.invitation_which": "「{name}」与已注册的 {others} 名称相同或相近。是其中一家的,请在「选择供应商」里选;不是的,请填写中标(成交)供应商的统一社会信用代码后再邀请。",
    "contracts.purchaser_of_several": "「{name}」这个名称不止一家采购人在用或用过,还有 {others},不能按名称认领。是本单位采购的,请照通知书自行登记这份中标(成交)记录。",
    "contracts.name_of_several": "「{name}」这个名称不止一家在用,还有 {others},不能自行认领。请采购人打开中标(成交)记录,照通知书上的统一社会信用代码选择是哪一家。",
    "contracts.winner_registered": "「{name}」已经注册,不必再邀请。",
    "contracts.winner_waits": "已有人凭邀请为「{name}」注册,正等采购科核实授权。请等结果;有疑问请联系采购科。",
    "contracts.invitation_unknown": "没有这份邀请。请核对链接是否完整,或请采购人重新生成。",
    "contracts.invitation_used": "给「{name}」的这份邀请已经用过。已注册的请直接登录;不是贵单位注册的,请告诉采购人。",
    "contracts.invitation_withdrawn": "给「{name}」的这份邀请已经作废:采购人换了新链接,或这份中标(成交)记录已不再邀请。请联系采购人。",
    "contracts.invitation_expired": "给「{name}」的这份邀请已于 {expired_at:moment} 过期(14 天)。请采购人重新生成。",
    "contracts.invitation_of_other": "这份邀请是给「{winner}」的,代码 {uscc} 登记的单位是「{name}」。请核对代码;不是「{winner}」的,请不要用这份邀请。",
    "contracts.invitation_other_code": "代码 {value} 与采购人邀请的单位不符。请填写中标(成交)供应商自己的代码;采购人写错了的,请他重新生成邀请。",
    "contracts.opened": "采购科已于 {opened_at:moment} 打开这份备案,不能再收回。请联系采购科退回。",
    "contracts.revision": "这份合同在您看到的第 {seen} 版之后已被保存过(现在是第 {now} 版)。经办人请刷新后再改;复核人请退回,由经办人核对后重新提交。",
    "contracts.unknown_item": "备案里没有「{field}」这一项。请从合同内容中选择。",
    "contracts.award_has_contract": "这份中标记录已经有合同。请打开已有的合同继续办理。",
    "contracts.source_twice": "同一来源的记录已经导入。请刷新后查看。",
    "contracts.kept_once_filed": "合同已公告,供应商和付款节点不能再改动。请先收回或等采购科退回。",
    "contracts.filing_waits": "这份合同的备案正在审核,不能重复报送。",
    "contracts.winner_twice": "同一家供应商写了两次。一家供应商只有一份份额,请合并后再录入。",
    "contracts.withheld_twice": "同一项内容申请了两次不予公开,或者以前的申请已经有了结果。一项只申请一次,请撤去重复的一项。",
    "contracts.milestone_twice": "付款节点的名称不能重复。请改成不同的名称。",
    "import.unreadable": "文件读不出来:{reason}。请另存为 CSV(UTF-8)或 XLSX 后再导入。",
    "import.too_large": "文件有 {size_mb} MB,超过上限 {most_mb} MB。请分成几份导入。",
    "import.bomb": "文件解压后超过 {most_mb} MB,不予读取。请去掉多余的工作表和图片后再导入。",
    "import.cells": "工作表铺得太开,超过 {most} 格,不予读取。请删去表格以外的行和列,或分成几份再导入。",
    "import.rows": "文件超过 {most} 行。请删去多余的空行,或分成几份再导入。",
    "import.merged": "合并单元格超过 {most} 格,不予读取。请取消表格以外的合并后再导入。",
    "import.list_rows": "一份表格最多 {most} 行。请分成几份上传。",
    "import.list_empty": "表格里没有要办的行。请下载模板,从表头下面一行起填写。",
    "import.list_columns": "表格里缺少这些列:{columns}。请下载模板,照它的列名填写。",
    "import.list_twice": "与第 {row} 行重复。同一件事只填一行。",
    "import.list_differs": "「{name}」已经登记,{what}与这一行不同。要改的,请到「{where}」办理,不在表格里改。",
    "import.paid_blank": "「{field}」没有填。没有付过的填 0。",
    "import.list_apart": "一起办的几行,「{field}」要填得一样。",
    "import.list_done": "这份表格已经办过。要再办的,请再上传一次。",
    "import.example": "这是模板里的示例行。请删掉它,或改成真实内容。",
    "import.row_size": "这一行超过 {most} 字,没有读。多半是少了一个双引号或换行,请检查这一行。",
    "import.no_header": "没有找到表头。第一行应有这些列:{columns}。",
    "import.missing_column": "缺少必需的列:{columns}。请补上后再导入。",
    "import.column_twice": "这几列都是同一种金额:{columns}。请只留一列再导入,以免取错。",
    "import.formula": "这一格是公式,文件里没有保存它的结果。请复制后「粘贴为数值」。",
    "import.bytes": "「{field}」里有读不出的字节(编码不对)。请另存为 UTF-8 后再导入。",
    "import.quotes": "这一行的引号没有配对,无法分列。请检查这一行的双引号。",
    "import.duplicate": "与第 {row} 行的来源编号相同。请只留一行。",
    "import.differs": "这一行以前导入过(编号 {no}),但内容不同。更正请走更正流程,不能重复导入。",
    "import.foreign": "这一行(编号 {no})不属于您经办的县区。请交由该县区或市级的经办人导入。",
    "import.kind": "公告类型「{value}」不认识,只能是:{choices}。",
    "import.too_many_cells": "这一行有 {count} 格,表头只有 {columns} 列。请检查分隔符或引号。",
    "import.suppliers": "「{field}」写了 {count} 家,一行最多 {most} 家。请核对分隔符,确实更多的分成几行。",
    "import.state_secret": "这一行写明涉及国家秘密,不得进入本系统,内容没有保存。请按保密规定在线下办理。",
    "import.secret_file": "第 {rows} 行写明涉及国家秘密,不得进入本系统:整份文件没有保存,什么也没有录入。请按保密规定处理这份文件,去掉这些行后再上传。",
    "import.future": "发布日期 {value} 还没有到。请核对。",
    "contracts.version_differs": "要公开的文件与合同的编号、金额、单位或收款账户不一致,没有公开。请刷新后再试;仍不行,请联系平台运维。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "contracts_one_per_award": ("Conflict", "contracts.award_has_contract", "采购法§46"),
    "contracts_award_source_once": ("Conflict", "contracts.source_twice", ""),
    "contracts_share_supplier_once": ("Invalid", "contracts.winner_twice", ""),
    "contracts_withheld_once": ("PolicyBreach", "contracts.withheld_twice", "二(二)-5"),
    "disclosure_version_says": ("Conflict", "contracts.version_differs", "二(二)-3"),
    "disclosure_version_undecided": ("NotAllowed", "treasury.undecided", "二(二)-3"),
    "contracts_filing_open_once": ("Conflict", "contracts.filing_waits", "二(二)-7"),
    "contracts_kept_once_filed": ("WrongState", "contracts.kept_once_filed", "采购法§50"),
    "contracts_schedule_milestone": ("PolicyBreach", "contracts.milestone_twice", "二(二)-4"),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str] | tuple[str]] = {
    "contracts.award.recorded": (
        "登记中标(成交)「{title}」{amount_fen:yuan}",
        (
            "恭喜中标(成交):「{title}」{amount_fen:yuan},通知书日期 {notice_on:day}。"
            "可凭政府采购合同申请融资。"
        ),
    ),
    "contracts.award.claimed": ("认领了中标(成交)记录",),
    "contracts.award.shares_entered": (
        "填写了联合体各方的份额",
        (
            "「{title}」的中标(成交)供应商已由{organisation}改写,不再记为贵单位。"
            "以为不对的,请在合同签订前与采购人联系。"
        ),
    ),
    "contracts.award.cancelled": (
        "取消中标(成交)记录:{reason}",
        "中标(成交)记录已取消:{reason}。",
    ),
    "contracts.winner.invited": ("邀请中标(成交)供应商「{name}」注册",),
    "contracts.winner.joined": (
        "核实了中标(成交)供应商「{supplier}」",
        "中标(成交)供应商「{supplier}」已注册并核实。",
    ),
    "contracts.winner.which": (
        "核实了供应商「{supplier}」,名称与其他单位相同或相近",
        (
            "供应商「{supplier}」已注册并核实;它与其他单位名称相同或相近,"
            "请在中标(成交)记录里选择是哪一家。"
        ),
    ),
    "contracts.winner.refused": (
        "未能核实中标(成交)供应商「{supplier}」",
        "中标(成交)供应商「{supplier}」的授权未通过核实。请与其联系后重新邀请。",
    ),
    "contracts.awards.imported": ("导入 {awards} 条中标(成交)记录、{drafts} 份合同草稿",),
    "contracts.draft.saved": ("保存合同草稿(第 {revision} 稿)",),
}
