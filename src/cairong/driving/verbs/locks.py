"""The lock of the receiving account."""

from cairong.driving.verb import plain
from cairong.lending.actions.request_lock import request_lock
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.open_lock import open_lock, recall_lock
from cairong.treasury.actions.refuse_lock import (
    decline_acknowledgement,
    decline_confirmation,
    refuse_lock,
)

plain(request_lock, "金融机构凭已接受的报价申请锁定回款账户;同一机构已有锁定的,直接加入。")
plain(open_lock, "供应商打开锁定申请;从这时起机构不能收回。")
plain(
    recall_lock,
    "金融机构收回供应商还没有打开的锁定申请,写明理由;可以重新申请。",
    example="reasons: 报价填错",
)
plain(consent_lock, "供应商同意锁定回款账户。")
plain(acknowledge_lock, "采购人确认合同款只付到锁定的账户。")
plain(confirm_lock, "国库科确认锁定;从这时起账户不得变更。")
plain(
    refuse_lock,
    "供应商不同意锁定,写明理由;机构可以重新申请。",
    example="reasons: 账户信息有误",
)
plain(decline_acknowledgement, "采购人不确认锁定,写明理由。", example="reasons: 账号与合同不符")
plain(decline_confirmation, "国库科不确认锁定,写明理由。", example="reasons: 开户行信息不全")
