"""Sentences about applications on paper (线下)."""

CLAUSE = "二(一)-6"
SENTENCES: dict[str, str] = {
    "lending.form_code": "申请表编号「{value}」不对:编号是 {length} 位数字和字母,印在申请表右上的码旁边。请照申请表填写。",
    "lending.form_unknown": "没有编号为 {value} 的申请表。请核对编号;供应商没有用平台打印的,请它在「融资」里打印一份,或直接在网上登记。",
    "lending.form_void": "这份申请表已经作废:供应商另打印了一份。请它交新的那一份。",
    "lending.form_entered": "这份申请表已经登记为{where},不能再登记。",
    "lending.form_received": "收件日{value:day}不对:应在申请表打印的{printed:day}到今天{today:day}之间。请照收件时写的日子填写。",
    "lending.form_old": "收件日{value:day}的申请只保留到{until:day},已经过期。请供应商重新打印、重新申请;迟登的责任在金融机构。",
    "lending.form_incomplete": "申请表的登记不完整,没有保存。请照申请表重新登记。",
    "lending.form_ended": "申请表只能登记一次,登记后不能改。请打开申请查看。",
    "lending.form_unsaid": "申请表由供应商打印,由收件的金融机构照表登记,数据库没有看到,没有保存。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_form_code_once": ("Conflict", "conflict.busy", ""),
    "lending_form_printed_once": ("Conflict", "conflict.busy", ""),
    "lending_form_whole": ("PolicyBreach", "lending.form_incomplete", CLAUSE),
    "lending_form_disowned": ("PolicyBreach", "lending.form_incomplete", CLAUSE),
    "lending_form_steps": ("WrongState", "lending.form_ended", CLAUSE),
    "lending_form_unsaid": ("NotAllowed", "lending.form_unsaid", CLAUSE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.form.printed": ("打印纸质申请表", ""),
    "lending.intent.on_paper": (
        "{lender}登记了纸质申请 {amount_fen:yuan},收件日{received_on:day}",
        "{lender}登记了您交的纸质申请:{amount_fen:yuan},{days} 天,收件日{received_on:day},回执号 {no}。没有交过的,请打开它否认。",
    ),
    "lending.intent.disowned": (
        "供应商否认交过纸质申请 {no}:{reason}",
        "{organisation}说没有向{lender}交过纸质申请 {no}(收件日{received_on:day}):{reason}。申请已经终止。请核对纸质原件。",
    ),
}
