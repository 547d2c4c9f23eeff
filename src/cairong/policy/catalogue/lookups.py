"""Sentences about outside data that are read by a supplier's consent."""

CLAUSE = "二(五)-1"
SENTENCES: dict[str, str] = {
    "lookup.source": "「{value}」不是可以查询的外部数据。请从清单里选择。",
    "lookup.no_source": "平台还没有接入「{what}」,查不到数据。请由机构自行查询,在准入条件里写明依据和日期。",
    "lookup.no_consent": "企业没有同意本机构查询「{what}」,或者已经撤回。请先征得企业同意,再查询。",
    "lookup.already_consented": "已经同意这家机构查询「{what}」。",
    "lookup.asked": "「{what}」已经在查询,请等数据源答复。没有答复的,平台会再试。",
    "lookup.kept": "外部数据查询只能由数据源答复一次,真实城市不收模拟数据,数据库没有保存。请重新查询。",
    "lookup.unconsented": "查询外部数据时企业的同意不成立,数据库没有保存。请先征得企业同意,再查询。",
    "lookup.no_value": "外部数据没有写明来源、编号和日期,数据库没有保存。请重新查询。",
    "lookup.unsaid": "外部数据的同意由企业自己给出,查询由受理机构的经办提出,数据库没有保存。请刷新后再办。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_data_consent_once": ("Conflict", "lookup.unsaid", CLAUSE),
    "lending_data_consent_source": ("PolicyBreach", "lookup.unsaid", CLAUSE),
    "lending_data_consent_unsaid": ("NotAllowed", "lookup.unsaid", CLAUSE),
    "lending_lookup_one_open": ("Conflict", "lookup.unsaid", CLAUSE),
    "lending_lookup_ended": ("PolicyBreach", "lookup.no_value", CLAUSE),
    "lending_lookup_no_value": ("PolicyBreach", "lookup.no_value", CLAUSE),
    "lending_lookup_kept": ("PolicyBreach", "lookup.kept", CLAUSE),
    "lending_lookup_unconsented": ("PolicyBreach", "lookup.unconsented", CLAUSE),
    "lending_lookup_unsaid": ("NotAllowed", "lookup.unsaid", CLAUSE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.data_consent.given": (
        "同意查询外部数据:{source_word}",
        "{organisation}同意您的机构为融资意向 {no} 查询「{source_word}」。",
    ),
    "lending.data_consent.withdrawn": (
        "撤回查询外部数据的同意:{source_word}",
        "{organisation}撤回了为融资意向 {no} 查询「{source_word}」的同意,不能再查。",
    ),
    "lending.lookup.asked": (
        "查询外部数据:{source_word}",
        "{institution}按您的同意为融资意向 {no} 查询「{source_word}」。",
    ),
    "lending.lookup.answered": (
        "查到外部数据:{source_word}",
        "{institution}为融资意向 {no} 查到了「{source_word}」,内容在意向的页面。",
    ),
    "lending.lookup.given_up": (
        "外部数据没有查到:{source_word}没有答复",
        "{institution}为融资意向 {no} 查询「{source_word}」,数据源一直没有答复,没有查到。",
    ),
    "lending.lookup.dropped": (
        "外部数据没有查询:{source_word},同意已终止",
        "您的同意已终止,{institution}没有为融资意向 {no} 查询「{source_word}」。",
    ),
}
