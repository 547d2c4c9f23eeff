"""Addresses of the account's pages."""

from django.urls import path

from cairong.web.account import (
    arriving,
    desks,
    outside,
    own,
    people,
    proving,
    renewal,
    security,
    sign_in,
    telling,
)

PERSON = "people/<uuid:mandate_id>/"
INVITATION = "invitations/<uuid:invitation_id>/"
INVITED = "invitations/<uuid:invited_id>/"
ORGANISATION = "organisations/<uuid:organisation_id>/"
ADMINISTRATOR = f"{ORGANISATION}administrators/<uuid:mandate_id>/"

urlpatterns = [
    path("", security.home, name="account-home"),
    path("sign-in/", sign_in.sign_in, name="account-sign-in"),
    path("second-factor/", sign_in.second_factor, name="account-second-factor"),
    path("sign-out/", sign_in.sign_out, name="account-sign-out"),
    path("switch/", sign_in.switch, name="account-switch"),
    path("alive/", sign_in.alive, name="account-alive"),
    path("password/", security.password, name="account-password"),
    path("second-factor/on/", security.switch_on, name="account-switch-on"),
    path("second-factor/off/", security.switch_off, name="account-switch-off"),
    path("second-factor/codes/", security.spare_codes, name="account-spare-codes"),
    path("second-factor/passkey/", security.passkey, name="account-passkey"),
    path(
        "second-factor/passkey/<int:passkey_id>/drop/",
        security.passkey_dropped,
        name="account-passkey-drop",
    ),
    path("outside/<slug:key>/", outside.leave, name="account-leave"),
    path("outside/<slug:key>/return/", outside.come_back, name="account-come-back"),
    path("identity/", outside.link, name="account-link"),
    path("identity/<slug:key>/begin/", outside.begin, name="account-link-begin"),
    path("identity/<int:identity_id>/end/", outside.unlink, name="account-unlink"),
    path("sessions/end/", security.end_others, name="account-end-others"),
    path("sessions/<int:session_id>/end/", security.end_session, name="account-end-session"),
    path("organisation/", own.own, name="account-own"),
    path("telling/", telling.telling, name="account-telling"),
    path("people/invite/", people.invite, name="account-invite"),
    path(PERSON, people.person, name="account-person"),
    path(f"{PERSON}suspend/", people.suspend, name="account-suspend"),
    path(f"{PERSON}hand-over/", people.replace, name="account-hand-over"),
    path(f"{PERSON}deputy/", people.deputise, name="account-deputy"),
    path(f"{PERSON}word/", people.word, name="account-word-given"),
    path(f"{PERSON}confirm/", people.confirm, name="account-confirm"),
    path(f"{PERSON}vouch/", people.vouched, name="account-vouch"),
    path(f"{INVITATION}again/", people.again, name="account-invite-again"),
    path(f"{INVITATION}withdraw/", people.withdraw, name="account-withdraw"),
    path("accept/<str:token>/", arriving.accept, name="account-accept"),
    path("renewal/", renewal.ask, name="account-renewal"),
    path("renewal/password/", renewal.renew, name="account-renew"),
    path("renewal/<uuid:renewal_id>/<str:token>/", renewal.link, name="account-renewal-link"),
    path("words/<uuid:renewal_id>/", proving.second_word, name="account-word"),
    path("unproven/<uuid:mandate_id>/", proving.unproven, name="account-unproven-person"),
    path(INVITED, proving.invitation, name="account-invitation"),
    path(f"{INVITED}agree/", proving.agreed, name="account-agree"),
    path(f"{INVITED}decline/", proving.declined, name="account-decline"),
    path("contact/", proving.contact, name="account-contact"),
    path("contact/<slug:kind>/send/", proving.code_sent, name="account-code-sent"),
    path("contact/<slug:kind>/prove/", proving.proved, name="account-proved"),
    path("own-word/", proving.own_word, name="account-own-word"),
    path("register/", arriving.register, name="account-register"),
    path("register/<str:token>/", arriving.register, name="account-register-invited"),
    path("registered/", arriving.registered, name="account-registered"),
    path("claims/<uuid:claim_id>/", desks.claim, name="account-claim"),
    path("organisations/admit/", desks.admit, name="account-admit"),
    path(ORGANISATION, desks.organisation, name="account-organisation"),
    path(f"{ORGANISATION}change/", desks.change, name="account-change"),
    path(f"{ORGANISATION}succeed/", desks.succeed, name="account-succeed"),
    path(f"{ORGANISATION}switch/", desks.switch_organisation, name="account-switch-organisation"),
    path(f"{ORGANISATION}administrator/", desks.first_administrator, name="account-administrator"),
    path(f"{ADMINISTRATOR}word/", desks.word_for_administrator, name="account-word-outside"),
]
