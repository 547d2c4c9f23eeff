"""Sentences any room may need: not there, not allowed, wrong state, busy, invalid values."""

SENTENCES: dict[str, str] = {
    "access.not_found": "没有找到{thing},或者它不在您的权限范围内。请核对编号,或从列表进入。",
    "access.role": "{role:role}不能办理这一步。请由{allowed:role}办理。",
    "access.signed_out": "请先登录,再办理这一步。",
    "access.region": "{region}不在您的管辖范围内。请由当地或上级经办人办理。",
    "clocks.not_doubted": "时钟没有异常,不用确认。",
    "clocks.doubted": "时钟异常已经登记,等平台运维核对。",
    "four_eyes.same_person": "经办和复核必须是两个人:{person}已经经办,请另一位有复核权限的同事办理。",
    "four_eyes.same_hands": (
        "您和经办人{first}由同一人带进本单位,还没有别人证实,算作一个人,不能由您复核。请{who},或另请一位与他分开的同事复核。"
    ),
    "four_eyes.no_second": (
        "本单位现在没有人能复核这一事项:有复核权限的人都与经办人由同一人带进来、还没有证实,或还没有这个岗位的人。请{who}。"
    ),
    "access.rests": (
        "您的账号刚重置过登录,{until:moment}以前只能查看和办理自己账号的事,不能办理这一步。"
        "要提前恢复:请另一位管理员在「本单位人员」里确认是您本人,并由您在「账号与安全」里用密码确认。"
    ),
    "access.given_password": (
        "您的密码是别人给的,还没有改过。请先在「账号与安全」里改成自己的密码,再办理。"
    ),
    "access.no_factor": (
        "您的岗位登录要有第二种凭证(动态码或通行密钥),您的账号还没有。请先在「账号与安全」里启用,再办理。"
    ),
    "access.not_shown": "这一步要再核对一次您本人。请出示动态码或通行密钥;都没有的账号输入密码。核对后 10 分钟内不再问。",
    "state.cannot": "{thing}现在是「{state}」,不能「{act}」。{possible:possible}",
    "conflict.busy": "同一时间有人正在办理同一事项,这次没有办成。请刷新后再试。",
    "conflict.repeated": "这一请求已经办过,没有再办一次。结果见原记录。",
    "conflict.token_used": "这张表单的请求号已用于另一内容,那次已经办成,这次没有办理。"
    "请先核对原记录;这次填写的仍要办的,请再提交一次。",
    "four_eyes.changed": "送审以后,{what:facts}已经变了,和您看到的不同,所以没有办理。请退回,由经办人重新提交。",
    "four_eyes.not_preparer": "只有提交的经办人本人可以收回。请由原经办人办理。",
    "four_eyes.opened": "复核人已于{opened_at:moment}打开这份提交,不能再收回。请联系复核人退回。",
    "invalid.required": "没有填写「{field}」。请补上。",
    "invalid.argument": "「{field}」的值「{value}」不合要求({why})。请改正后再提交。",
    "invalid.missing": "没有填写「{field}」。请补上。",
    "invalid.unknown_field": "不认识「{field}」这一项。请去掉它。",
    "invalid.type": "「{field}」的值「{value}」看不懂,应为{wanted}。",
    "invalid.choice": "「{field}」不能是「{value}」,只能是:{choices}。",
    "invalid.integer": "「{field}」的值「{value}」不是整数。请填写整数,例如 {example}。",
    "invalid.number": "「{field}」的值「{value}」不是数字。请用阿拉伯数字填写,例如 {example}。",
    "invalid.number_places": "「{field}」的值「{value}」多于 {places} 位小数。请填写到 {places} 位为止,例如 12.5。",
    "invalid.range": "「{field}」的值「{value}」超出范围,应在 {least} 到 {most} 之间。",
    "invalid.paper_kind": "{what}要是 PDF、JPEG 或 PNG 文件,按内容识别。请换一个文件;纸质的可以扫描或拍照。",
    "invalid.paper_size": "{what}超过 {most} MB。请压缩或重新扫描后上传。",
    "invalid.date": "「{field}」的值「{value}」不是日期。请写成 2025-10-09。",
    "invalid.text_length": "「{field}」有 {length} 个字,应为 {least} 到 {most} 个字。",
    "invalid.secret_mark": "「{field}」里有国家秘密标志(绝密★、机密★、秘密★)。涉及国家秘密的内容不得进入本系统,刚才填写的没有保存:请按保密规定在线下办理。",
    "invalid.text_character": "「{field}」含有不允许的字符({character})。请删去后重新填写。",
    "invalid.name_character": "「{field}」第 {place} 个字符{character}看不见或不是文字,名称里不能有。请删去,或照营业执照重新输入,不要从网页、PDF 里复制。",
    "invalid.name_radical": "「{field}」第 {place} 个字符{character}只是部首的字形,不是汉字。请改为{instead},或照营业执照重新输入。",
    "invalid.text_marks": "「{field}」里一个字上叠加了过多的附加符号。请重新输入。",
    "invalid.money": "「{field}」的值「{value}」不是金额。请写成 411120.00(元)。",
    "invalid.money_negative": "「{field}」的值「{value}」是负数。请填写不小于零的金额,例如 411120.00。",
    "invalid.money_fraction": "「{field}」的值「{value}」多于两位小数。金额到分为止,例如 411120.00。",
    "invalid.money_size": "「{field}」的值「{value}」过大。请核对单位是不是元,例如 411120.00。",
    "invalid.money_zero": "「{field}」不能是零。",
    "invalid.money_ambiguous": "「{field}」的值「{value}」可能有几种读法。请写成 411120.00(元)或 30万。",
    "invalid.uscc": "「{field}」的值「{value}」不是有效的统一社会信用代码:{reason}。请照营业执照填写,例如 9141030000000000L0。",
    "invalid.cnaps": "「{field}」的值「{value}」不是有效的联行号:{reason}。请照开户证明填写 12 位数字,例如 102493002012。",
    "invalid.account": "「{field}」的值「{value}」不是银行账号。账号为 8 到 32 位数字(可用短横线分隔),例如 6222020200012345678。",
    "invalid.serial": "「{field}」的值「{value}」不是银行流水号。请照回单填写 6 到 40 位的字母、数字,例如 2026112400018873。",
    "invalid.json": "请求内容不是有效的 JSON({reason})。",
    "invalid.duplicate_key": "JSON 里「{field}」出现了两次。请只留一个。",
}  # fmt: skip

CONSTRAINTS: dict[str, tuple[str, str, str]] = {}
