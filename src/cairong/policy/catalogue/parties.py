"""Sentences about who takes part: cities, organisations, people, mandates, accounts."""

SENTENCES: dict[str, str] = {
    "parties.no_city": "没有城市 {city}。请核对城市代码。",
    "parties.city_stands": "城市 {city} 已经开通,不能再开通一次。",
    "parties.no_region": "没有代码为「{value}」的县(市、区)。请从列表里选。",
    "parties.no_authority": "本市还没有登记{kind}。请平台运维先登记。",
    "parties.role_of_kind": "这类单位没有「{value:role}」这个岗位。请另选岗位。",
    "parties.auditor_plain": "审计员只做审计:不能当管理员,也没有代班人。请不要勾选管理员;需要替换时,另请一位审计员。",
    "parties.auditor_apart": "审计员不能兼任任何其他岗位,担任其他岗位的人也不能任审计员。请另请一个人,或先停用其原来的授权。",
    "parties.auditor_same_hands": "邀请您的管理员是{person}带进来的,还没有别人证实,不能由他请{person}任审计员。请由另一位管理员邀请。",
    "parties.auditor_unproven": "您由管理员{brought_by}邀请,还没有第二个人证实您是谁,不能查看管理员和运维的登录。请本单位另一位管理员在「本单位人员」里证实。",
    "parties.auditor_region": "审计员看全市的审计记录,不能只管「{value}」一个县(市、区)。请由管理全单位的管理员邀请。",
    "parties.not_administrator": "只有本单位管理员能办理。请联系本单位管理员。",
    "parties.not_whole_organisation": "只有管理全单位的管理员能更新本单位信息。您管理的是一个县(市、区)的人员,请联系单位的管理员。",
    "parties.has_administrator": "{organisation}已经有管理员。请由他邀请其他人员。",
    "parties.last_administrator": "{person}是本单位唯一的管理员。请先让另一人成为管理员,再停用或移交。",
    "parties.mandate_over": "{person}的这项授权已经结束。",
    "parties.mandate_held": "您已经有「{role:role}」这项授权,不必再接受。",
    "parties.same_person": "移交和代班要给另一个人,不能还是{value}。",
    "parties.only_deputy": "{person}在这里只是代班,不能再移交或另找代班。请对原岗位办理。",
    "parties.deputy_days": "代班日期「{value}」不对:开始日不能早于今天,结束日不能早于开始日。",
    "parties.organisation_state": "这个单位不存在,或已经是您要的状态。请刷新后核对。",
    "parties.succeeded": "{name}已由{successor}承接,不能恢复。需要办理的,请对{successor}办理。",
    "parties.not_to_succeed": "{name}已经有承接单位或已停用,或承接日期还没有到。请核对。",
    "parties.serves_nowhere": "没有选择服务区域。请至少选一个县(市、区),或选全市。",
    "parties.connected_evidence": "填写了对接日期,就要写明依据,例如与省平台联调记录的日期和文号。",
    "parties.connected_on": "写了对接依据,就要填写对接日期;没有对接的,两项都留空。",
    "parties.later_day": "日期 {value:day} 还没有到。请填写今天或以前的日期。",
    "parties.uscc_gone": "统一社会信用代码「{value}」不能改为空。请填写现在的代码。",
    "parties.named_on": "改了名称,就要填写新名称启用的日期,见准予变更登记的通知书。",
    "parties.nothing_changed": "没有任何改动。请改好要变更的内容再提交。",
    "parties.only_institutions": "只有金融机构填写「{field}」。请清空,或把类别改为金融机构。",
    "parties.not_an_authority": (
        "{name}不是主管部门:它的合同、融资和人员都记在原单位名下,不能由新单位承接。请保留原单位。"
    ),
    "parties.no_invitation": "这份邀请已经用过、撤回或过期(14 天)。请联系邀请您的管理员重新发送。",
    "parties.invitation_over": "这份邀请已经被接受或撤回,不能再撤回或重新邀请。",
    "parties.person_known": (
        "{person}在本单位已有同名的账号,手机分不出是两个人。请先用原账号登录,再打开邀请链接接受;"
        "确是另一人的,请管理员重新邀请,并写上两人各自的手机。"
    ),
    "parties.username": "用户名「{value}」不合要求。请用 4 到 60 位小写字母、数字或 . _ @ -,以字母或数字开头。",
    "parties.username_taken": "用户名「{value}」已有人使用。请换一个,例如「{free}」。",
    "parties.password": "密码不合要求:{why}",
    "parties.old_password": "密码不对。请重新输入现在的密码;忘记了请在登录页点「忘记密码」。",
    "parties.own_account": "自己的密码和动态码请在「账号与安全」里办理,那里要核对现在的密码。",
    "parties.second_factor_state": "动态码已经是您要的状态。请刷新页面后核对。",
    "parties.works_elsewhere": "{person}还有您管不到的岗位(在别的单位、上级区域,或不是管理员),不能由您核对。请本人用已核验的手机或邮箱找回;不行的,停用这里的授权,重新邀请本人建立账号。",
    "parties.deciding_body": "单位的停用和恢复要由{name}同意,所以不能停用它自己,否则没有人能恢复。个别人员请停用授权。",
    "parties.own_body": "平台运维单位不能停用自己,也不能由新单位承接,否则没有人能恢复。改名请用「变更登记信息」;个别人员请停用授权。",
    "account.verdict": "没有说明是同意还是不同意(「{value}」)。请按表单下面的按钮提交。",
    "parties.no_renewal": "这次找回已经用过、过期,或不是在这个浏览器里提出的。请在登录页点「忘记密码」重新申请。",
    "parties.renewal_code": "这个代码不是他现在屏幕上的代码。请当面看他的屏幕,照着输入 8 位数字。",
    "parties.renewal_moved": "核对以后,此人的岗位或密码变了,这次找回作废。请本人重新申请,再请两人核对。",
    "parties.operator_first": "平台运维只能作第一人核对。请该单位管理员或财政局采购科作第二人核对。",
    "parties.word_same_hands": (
        "第一人已经由您,或由与您同一人带进来的人核对过,算作一个人。请另一位与他分开的管理员,或财政局采购科,作第二人核对。"
    ),
    "parties.link_alone": (
        "这个链接只在提出申请的那个浏览器里有效;在别处打开,要同时填写您账号的动态码。请换到那个浏览器打开。"
    ),
    "parties.first_word_over": "先核对的人现在不在任了,那次核对不再算数。请本人重新申请找回登录。",
    "parties.link_rests": "这次是凭链接重置的,没有两个人见过本人,要等到 {until:moment} 才能办理,不能提前。",
    "parties.not_resting": "这个账号现在没有在等确认的重置。请刷新后核对。",
    "parties.vouch_same_hands": (
        "您为这次找回作过核对,或与核对人、与本人由同一人带进来,不能由您确认。请另一位管理员确认,或等 24 小时。"
    ),
    "parties.person_proven": "{person}已经证实,不必再证实。",
    "parties.confirm_same_hands": (
        "{person}由您,或由带您进来的人带进来,不能由您证实。请{who}。"
    ),
    "parties.confirm_inside": "这位人员应由他本单位证实。请{who}办理。",
    "parties.not_agreed": "这份邀请还要第二个部门同意(财政局采购科复核),现在不能接受。请等他们告诉您口令。",
    "parties.wrong_word": "口令不对。请照同意邀请的部门(财政局采购科)告诉您的 8 位数字填写。",
    "parties.not_agreeing": "这份邀请由财政局采购科复核同意;财政局没有人能办时,由人民银行同意。请转交他们办理。",
    "parties.no_officials": (
        "财政局还没有人,不能由平台运维单独邀请。请在建市时用 cairong officials 一次登记两位管理员。"
    ),
    "parties.no_mandate": "您的账号现在没有有效的授权。刚注册的供应商请等采购科核实;其他人员请联系本单位管理员。",
    "parties.supplier_has_people": "{name}已有经办人员。请联系贵单位管理员邀请您。",
    "parties.name_alike": "「{name}」与已登记的单位名称相同或相近,要两个人核对:{others}。请经办人对照营业执照看清是不是同一家,再送采购科复核人同意;是同一家的,请不予通过。",
    "parties.name_alone": "现在没有与「{name}」名称相同或相近的单位,不用两个人核对。请退回,由一人直接核实。",
    "parties.claim_waiting": "您为「{name}」提交的授权证明正等采购科核实,请等结果,不必再提交。",
    "parties.claim_overtaken": (
        "{name}已有核实过的经办人员,不能再通过这份授权。请不予通过,并请其联系该单位管理员邀请。"
    ),
    "sign_in.wrong": "用户名或密码不对。请核对后再试;忘记密码请点「忘记密码」。",
    "sign_in.too_often": "登录尝试过多,请在 {wait}后再试。在登录过的设备上登录,不受别人尝试的影响。",
    "sign_in.codes_too_often": (
        "动态码输错次数过多,请在 {wait}后再试;手机和恢复码都不在的,请点「忘记密码」。"
    ),
    "sign_in.code": "动态码不对或已用过。请等下一个动态码再输入。",
    "sign_in.spare_code": "恢复码不对或已用过。请核对 20 位数字,或换一个没有用过的。",
    "sign_in.passkey": "通行密钥没有核对成功:不是这个账号的、已用过,或停留超过 5 分钟。请再按一次,或改用动态码、恢复码。",
    "sign_in.ended": "输错次数过多,为防他人冒用,已结束这次登录。请重新登录。",
    "identity.no_provider": "本平台没有接入身份提供方「{value}」。请从登录页重新选择。",
    "identity.silent": "{provider}暂时没有应答。请稍后再试,或改用用户名和密码。",
    "identity.not_proved": "{provider}没有给出可靠的身份证明。请重新开始;仍不行,请改用用户名和密码,并告诉平台运维。",
    "identity.declined": "您在{provider}取消了登录。要继续请重新开始,或改用用户名和密码。",
    "identity.unlinked": "您在{provider}的身份还没有绑定本平台的账号。请先用用户名和密码登录,再到「账号与安全」里绑定。",
    "identity.linked": "您的账号已经绑定了{provider}的身份。要换一个,请先解除原来的绑定。",
    "identity.ended": "这个身份的绑定已经解除。请用用户名和密码登录。",
    "identity.stale": "这次登录已经用过、过期,或是在另一个浏览器里开始的。请从登录页重新开始。",
    "sign_in.again": "动态码输错次数过多。请从头登录。",
}  # fmt: skip

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "parties_organisation_uscc_once": ("Conflict", "parties.uscc_once", ""),
    "parties_demo_apart": ("Conflict", "parties.demo_apart", ""),
    "parties_second_city": ("Conflict", "parties.second_city", ""),
    "parties_invented_in_demo_city": ("Conflict", "parties.invented_in_demo_city", ""),
    "parties_own_password": ("Conflict", "access.given_password", "三(一)-1"),
    "parties_auditor_plain": ("PolicyBreach", "parties.auditor_plain", "网络安全法§23"),
    "parties_auditor_apart": ("PolicyBreach", "parties.auditor_apart", "网络安全法§23"),
    "parties_draws_stopped": ("Conflict", "parties.draws_stopped", "一(一)-4"),
    "parties_mandate_once": ("Conflict", "parties.mandate_once", ""),
    "parties_identity_once": ("Conflict", "identity.once", ""),
    "parties_identity_one_each": ("Conflict", "identity.once", ""),
    "parties_account_username_key": ("Conflict", "parties.username_once", ""),
    "parties_proposal_two_persons": ("NotAllowed", "four_eyes.same_person", ""),
    "parties_proposal_two_eyes": ("NotAllowed", "four_eyes.one_pair", ""),
    "parties_proposal_rests": ("NotAllowed", "four_eyes.rests", ""),
    "parties_proposal_mandate": ("NotAllowed", "four_eyes.no_mandate", ""),
    "parties_proposal_steps": ("WrongState", "four_eyes.fixed", ""),
    "parties_proposal_fixed": ("WrongState", "four_eyes.fixed", ""),
    "parties_proposal_unsaid": ("Conflict", "four_eyes.unsaid", ""),
    "parties_one_bureau": ("Conflict", "parties.one_bureau", ""),
    "parties_person_proven": ("NotAllowed", "parties.one_pair", ""),
    "parties_person_leans": ("NotAllowed", "parties.one_pair", ""),
    "parties_renewal_two_words": ("NotAllowed", "parties.two_words", ""),
    "parties_name_characters": ("Invalid", "parties.name_characters", "一(一)-5"),
    "parties_name_kept": ("Conflict", "parties.name_kept", "一(一)-5"),
    "parties_name_alike": ("Conflict", "parties.name_alike_since", "一(一)-5"),
    "parties_account_rests": ("NotAllowed", "parties.rest_of_two", ""),
}
SENTENCES |= {
    "parties.name_characters": "单位名称里有看不见的字符或部首字形,没有登记。请照营业执照重新输入名称。",
    "parties.name_kept": "单位的名称要和它的字形一起登记,这次没有记下字形,名称没有登记。请重新提交;仍不行,请联系平台运维。",
    "parties.name_alike_since": "刚刚登记了一家名称相同或相近的单位,这个名称要两个人看过两个名称以后才能登记。请刷新后核对,再送复核。",
    "four_eyes.one_pair": "经办和复核由同一人带进本单位,还没有别人证实,算作一个人。请先在「本单位人员」里证实,再复核。",
    "four_eyes.no_mandate": "经办和复核须由当天在本单位、本地区持有相应授权的人办理,没有办成。请核对授权是否在期。",
    "four_eyes.fixed": "送审的内容不能改动,复核过的不能再复核。请刷新后查看;要改的,收回后重新送审。",
    "four_eyes.unsaid": "送审没有留下记录,没有办成。请重新送审;仍不行,请联系平台运维。",
    "parties.one_bureau": "市本级和每个县区各只有一个财政部门在用。请核对区域;换单位的,请办理机构承接。",
    "four_eyes.rests": "此人的账号刚重置过登录,24 小时内不能经办和复核。请等到期,或请另一位管理员和本人确认。",
    "parties.one_pair": "证实的人和被证实的人由同一人带进来,不能证实。请另一位管理员或财政局采购科证实。",
    "parties.two_words": "找回登录要两个分开的人核对。请另一位管理员或财政局采购科作第二人核对。",
    "parties.rest_of_two": "重置后的 24 小时要另一位管理员和本人都确认,才能提前结束。请两人分别确认。",
    "parties.demo_apart": "真实城市和演示城市不能放在同一个数据库里。请用 CAIRONG_HOME 或 DATABASE_URL 另指一处。",
    "parties.second_city": "这个数据库里已有一座城市,程序自己不能再添一座。另一座城市请用 CAIRONG_HOME 另指一个数据目录,再运行 cairong init。",
    "parties.invented_in_demo_city": "演示单位和演示人员不能进入真实城市。请只在演示城市里登记。",
    "identity.once": "这个身份或这个账号刚刚已经绑定。请刷新后核对。",
    "parties.uscc_once": "这个统一社会信用代码已经登记过。请核对,或从列表里找到该单位。",
    "parties.username_once": "这个用户名刚刚有人用了。请换一个。",
    "parties.bureau_admits": "金融机构由市财政局采购科两人准入、变更、复核和暂停,平台运维不能办理。请转采购科在「金融机构」页面办理。",
    "parties.draws_stopped": "没有暂停合作的机构,不能单独停止放款。",
    "parties.mandate_once": "此人已经有同一岗位、同一区域的授权。",
}

# What an event that nobody brought about is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "parties.city.twins_found": (
        "发现 {twins} 对单位名称相同或相近,没有经两个人核对",
        (
            "重新核对单位名称,发现 {twins} 对名称相同或相近而代码不同的单位,没有经两个人核对:{alike}。"
            "请采购科对照营业执照看清是不是冒名;是的,请平台运维送审停用。"
        ),
    ),
}
