"""What the room of orders and signatures refuses, and how its events are told."""

SENTENCES: dict[str, str] = {
    "orders.key_unsigned": "这把签名钥匙还没有由别人签名登记,不能用来签名。请等他们签名,或换一把已登记的钥匙。",
    "orders.key_ended": "这把签名钥匙已于 {ended_at:moment} 停用,不能再签名。请换一把已登记的钥匙。",
    "orders.holds_key": "{person}持有可以签名的钥匙,登记仪式是给别人做钥匙,由持有钥匙的人签名。请写另一位国库科人员的姓名;{person}的钥匙丢了的,用 --lost 写明。",
    "orders.key_came_back": "这把签名钥匙(指纹 {fingerprint}…)停用过,恢复备份以后又显示已登记,不能签名。请换一把钥匙,并请平台运维用 cairong gateway end 再停用一次。",
    "orders.key_rests": "这把签名钥匙登记未满 24 小时,{until:moment} 以后才能签名。请到时再签,或换一把登记更早的钥匙。",
    "orders.not_signer": "这份签名单由{who}签名,{person}不在其中。请由他们本人签名。",
    "orders.own_key": "这份签名单登记的是{person}自己的钥匙,要由别人签名。请他们签名。",
    "orders.signed_before": "{person}已经签过这份签名单:一个人的几把钥匙只算一次签名。请等另一人签名。",
    "orders.unverified": "签名没有核对通过,没有记入。请在签名网关自己的网址({site})上打开这份签名单,用已登记的钥匙重新签名,并核对核对码 {short}。",
    "orders.over": "这份签名单对应的事项现在是「{state}」,不用再签名。请打开这笔业务看现在的情况。",
    "orders.person_rests": "{person}的账号刚找回登录,{until:moment} 以前不能签名。请到时再签。",
    "orders.no_mandate": "{person}现在没有可以签这份签名单的授权({desk})。请由有授权的人签名。",
    "orders.no_word": "这个一次性口令没有找到,可能用过、写错或已过期。请核对口令;仍不行的,请平台运维重新发一个(cairong gateway)。",
    "orders.founded": "{who}持有签名钥匙,可以替别人签名,不能举行登记仪式,仪式的口令也不能再用。新的钥匙请平台运维用 cairong gateway word 发口令,做好后由他们签名登记;丢了的钥匙用 cairong gateway end 停用,由他们签名。他们的钥匙丢了的,请用 --lost 写明。",
    "orders.ceremony_persons": "现在能替别人签名的:{who}。登记仪式要给另外 {wanted} 位国库科人员各做一把钥匙,写了 {given} 位。请写 {wanted} 位的姓名;钥匙丢了的,用 --lost 写明。",
    "orders.untimely": "钥匙和签名的时间要是办理的当时,与数据库的时间相差不能超过 10 分钟。请平台运维核对各台机器的时钟。",
    "orders.ceremony_barred": "登记仪式只在不足两人能替别人签名时举行。请用 cairong gateway keys 核对,再运行 cairong gateway found。",
    "orders.unproven": "支付指令 {number} 没有送出:{why}。请停止支付,通知审计员和平台运维核对签名单。",
    "orders.demo_serial": "银行流水号 {serial} 是演示城市的模拟国库编的,真实的款项不认。请核对回执从哪里来。",
    "orders.key_of_demo": "这是演示城市替{person}保管的钥匙,谁都算得出来,真实城市不登记。请用自己手里的钥匙。",
    "orders.nobody_named": "没有选由谁签名。请在签名单的页面上选一位能签名的人员,再签名。",
    "orders.key_known": "这把钥匙已经登记过。请换一把钥匙。",
    "orders.unsigned": "没有两人的签名,这一步没有记入。请由办理和复核的两人在签名网关签名。",
    "orders.fixed": "签名单、签名钥匙和支付指令写好后不能改动。请联系平台运维。",
    "orders.answered_otherwise": "国库对支付指令 {number} 的回执与指令不符:{what}写的是 {said},指令上是 {wanted}。没有记入,请与国库核对回执文件。",
    "orders.answer_unread": "回执文件没有写全:{field} {said}。没有记入,请国库按格式重写:number、order(签名单摘要)、amount_fen(分)、outcome(paid 或 refused);paid 的写 bank_serial、arrived_on(如 2026-11-30),refused 的写 reason。",
    "orders.undecided": (
        "第 {version} 版回款账户找不到是哪两人决定的,没有写签名单。"
        "请停止支付,并由审计员核对这个账户的来由。"
    ),
    "orders.list_unreadable": (
        "交换目录读不出({why}),不知道哪些钥匙已经停用,现在不能签名。"
        "请平台运维查看交换目录的磁盘和权限,恢复以后再签。"
    ),
    "orders.sign_later": (
        "机器的时钟异常,签名单 {number} 现在不能签:钥匙满不满一天说不准。"
        "请平台运维核对时钟,确认以后再签。停用钥匙不受影响。"
    ),
    "orders.clock_doubted": "支付指令 {number} 没有送出:时钟异常。请平台运维核对时钟,确认以后自动送出。",
    "orders.payment_held": "数据库里另有会话占着这笔支付({who}),指令没有送出、回执没有记入。请平台运维查明是哪个程序;不是正在办理的,请重新启动采融。",
    "orders.not_over": "支付指令 {number} 的支付还在途,不能办结。请等国库回执,或先按银行回单登记到账。",
    "orders.awaits_treasury": "支付指令 {number}(核对码 {short})现在是「{state}」,国库可能已经付款,这一步没有记入。请向国库查明:已付款的,按银行回单登记到账,银行又退回的,再登记退汇;没有付款的,请国库回执「没有支付」,再办。",
    "orders.return_unanswered": "这笔支付的指令已送国库,国库可能已经付款,这一步没有记入。请向国库查明:已付款的,按银行回单登记到账,银行又退回的,再登记退汇;没有付款的,请国库回执「没有支付」,再办。",
    "orders.instruction_over": "这笔支付已不在途,或已改由国库科自行支付,支付指令不送出。请打开这笔业务看现在的情况。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "audit_old_snapshot": ("Conflict", "conflict.busy", ""),
    "orders_number_once": ("Conflict", "conflict.busy", ""),
    "orders_order_about_once": ("Conflict", "conflict.busy", ""),
    "orders_order_chain": ("Conflict", "conflict.busy", ""),
    "orders_order_follows": ("PolicyBreach", "orders.unsigned", "二(三)-4"),
    "orders_key_fingerprint": ("Conflict", "orders.key_known", "二(三)-4"),
    "orders_key_unsigned": ("PolicyBreach", "orders.unsigned", "二(三)-4"),
    "orders_key_once_a_ceremony": ("Conflict", "orders.key_known", "二(三)-4"),
    "orders_ceremony_barred": ("PolicyBreach", "orders.ceremony_barred", "二(三)-4"),
    "orders_untimely": ("Conflict", "orders.untimely", "二(三)-4"),
    "orders_key_fixed": ("Conflict", "orders.fixed", "二(三)-4"),
    "orders_signature_once": ("Conflict", "conflict.busy", ""),
    "orders_signature_whose": ("PolicyBreach", "orders.unsigned", "二(三)-4"),
    "orders_instruction_fixed": ("Conflict", "orders.fixed", "二(三)-4"),
    "treasury_instruction_unsigned": ("PolicyBreach", "orders.unsigned", "二(三)-4"),
    "treasury_order_anybodys": ("PolicyBreach", "orders.unsigned", "二(三)-4"),
    "treasury_instruction_over": ("WrongState", "orders.instruction_over", "二(三)-4"),
    "treasury_return_unanswered": ("Conflict", "orders.return_unanswered", "二(三)-4"),
    "treasury_own_means_under_way": ("Conflict", "orders.return_unanswered", "二(三)-4"),
    "treasury_own_means_undecided": ("Conflict", "treasury.undecided", "二(三)-4"),
    "treasury_in_doubt": ("Conflict", "treasury.in_doubt", "二(三)-4"),
    "treasury_call_off_barred": ("Conflict", "treasury.call_off_barred", "二(三)-4"),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "orders.ceremony.held": (
        "签名钥匙的登记仪式:给{who}各做一把钥匙,停用 {ends}",
        (
            "平台运维举行签名钥匙的登记仪式,给{who}各做一把钥匙,停用的钥匙:{ends}。替新钥匙签名的:{signed_by}。"
            "没有举行过仪式、没有丢钥匙的,请立即停止支付,并报告主管部门。"
        ),
    ),
    "orders.key.founded": (
        "首批签名钥匙:{name},指纹 {fingerprint}",
        (
            "按首批签名钥匙的登记仪式,{name}登记了一把签名钥匙,指纹 {fingerprint}。24 小时后可以签名。"
            "没有举行过仪式、指纹与记录不符的,请立即停止支付,并报告主管部门。"
        ),
    ),
    "orders.key.asked": (
        "{name}做了一把签名钥匙,待签名登记,核对码 {code}",
        (
            "{name}做了一把签名钥匙,要由另外持钥匙的人签名登记(见签名单),核对码 {code}。"
            "请与{name}当面核对指纹 {fingerprint},再在签名网关签名。"
        ),
    ),
    "orders.key.ending": (
        "停用{name}的签名钥匙,待签名,核对码 {code}",
        "{name}的签名钥匙(指纹 {fingerprint})要停用,由另外两位持钥匙的人或{name}本人签名,核对码 {code}。",
    ),
    "orders.order.drawn": (
        "签名单 {number} 待两人签名,核对码 {code}",
        "签名单 {number} 待您和另一人签名,核对码 {code}。请在签名网关打开,核对内容和核对码后签名。",
    ),
    "orders.order.signed": (
        "{person}签了签名单 {number},核对码 {code}",
        "{person}签了签名单 {number},核对码 {code}。",
    ),
    "orders.instruction.leaving": (
        "支付指令 {number} 正在送国库,核对码 {code}",
        "支付指令 {number} 正在送国库,核对码 {code}。",
    ),
    "orders.instruction.sent": (
        "支付指令 {number} 已送国库,核对码 {code}",
        "支付指令 {number} 已送国库,核对码 {code}。请与国库柜台核对核对码。",
    ),
    "orders.instruction.dropped": (
        "支付指令 {number} 没有送出:支付{state}",
        "支付指令 {number} 没有送出:支付{state}。",
    ),
    "orders.instruction.held_back": (
        "支付指令 {number} 没有写进交换目录,退回待送,核对码 {code}",
        "支付指令 {number} 没有写进交换目录,退回待送,核对码 {code}。",
    ),
    "orders.instruction.number_taken": (
        "支付指令 {number} 没有送出:编号在恢复备份以前用过",
        "支付指令 {number} 没有送出:编号在恢复备份以前用过。另写的签名单请再签名。",
    ),
    "orders.folder.settled": (
        "{name}与国库对清了交换目录:{numbers}",
        (
            "恢复备份或换目录以后,平台运维登记:国库科{name}与国库对清了交换目录和数据库不一致的支付指令({numbers})。"
            "说没有付的:{unpaid};还没有查明的:{doubted},国库回执以前不能撤销,也不能改由国库科自行支付。"
            "支付指令恢复送出。没有这回事的,请立即停止支付,并报告主管部门。"
        ),
    ),
    "orders.instruction.answered": (
        "国库回执:支付指令 {number} 于 {arrived_on:day}到账,流水号 {bank_serial}",
        "国库回执:支付指令 {number} 于 {arrived_on:day}到账,流水号 {bank_serial}。",
    ),
    "orders.instruction.refused": (
        "国库没有支付:支付指令 {number}({reason})",
        (
            "国库没有支付:支付指令 {number}({reason})。这笔支付仍在途。"
            "写明已付、重复的,不要再签:先向国库查明,已付款的按银行回单登记到账。没有付出、只要重付的,"
            "在签名网关重新签名,签名单有新的编号;账户有误的,两人撤销这笔支付,改好账户再申请。"
        ),
    ),
    "orders.instruction.closed": (
        "支付指令 {number} 已办结:支付{state}",
        "支付指令 {number} 已办结:支付{state}。",
    ),
    "orders.instruction.answered_late": (
        "国库对支付指令 {number} 的回执来晚了:{said}",
        (
            "国库对支付指令 {number} 的回执来晚了:{said}。这份指令已是「{became}」,支付{state},回执没有再记入。"
            "请与国库核对,防止一笔款付两次。"
        ),
    ),
    "treasury.payment.answered_late": ("国库回执到达时,支付 {amount_fen:yuan} 已办结", ""),
}
