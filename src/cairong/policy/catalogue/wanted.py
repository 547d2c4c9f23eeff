"""Sentences about the papers a product wants, and what is asked for though the platform has it."""

CLAUSE = "二(四)-2"
SENTENCES: dict[str, str] = {
    "wanted.many": "材料清单写了{value}项,至多{most}项,每行一项。请删减。",
    "wanted.unreasoned": "第{line}行「{value}」没有写明为什么需要,或者写得太长。请写成「材料:为什么需要」,理由不少于{least}个字。",
    "wanted.twice": "第{line}行「{value}」和前面的一行是同一种材料。请删去一行。",
    "wanted.kept": "材料清单的每一项要写明是什么、为什么需要,数据库没有保存。请补上再提交。",
    "wanted.counted": "补正清单里平台已有的项数与所列不符,数据库没有保存。请重新列明。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "products_wanted_reasoned": ("PolicyBreach", "wanted.kept", CLAUSE),
    "lending_inquiry_held": ("PolicyBreach", "wanted.counted", CLAUSE),
}
