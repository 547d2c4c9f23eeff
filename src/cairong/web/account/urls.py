"""Addresses of the account's pages."""

from django.urls import path

from cairong.web.account import arriving, colleagues, desks, lists, own, people, security, sign_in

SHEET = {"sheet": True}

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
    path("sessions/end/", security.end_others, name="account-end-others"),
    path("sessions/<int:session_id>/end/", security.end_session, name="account-end-session"),
    path("organisation/", own.own, name="account-own"),
    path("people/", colleagues.people, name="account-people"),
    path("people/export/", colleagues.people, SHEET, name="account-people-export"),
    path("people/invite/", people.invite, name="account-invite"),
    path("people/<uuid:mandate_id>/", people.person, name="account-person"),
    path("people/<uuid:mandate_id>/suspend/", people.suspend, name="account-suspend"),
    path("people/<uuid:mandate_id>/hand-over/", people.replace, name="account-hand-over"),
    path("people/<uuid:mandate_id>/deputy/", people.deputise, name="account-deputy"),
    path("people/<uuid:mandate_id>/renewal/", people.renewal, name="account-renewal"),
    path("people/<uuid:mandate_id>/factor/", people.take_factor, name="account-take-factor"),
    path("invitations/<uuid:invitation_id>/again/", people.again, name="account-invite-again"),
    path("invitations/<uuid:invitation_id>/withdraw/", people.withdraw, name="account-withdraw"),
    path("accept/<str:token>/", arriving.accept, name="account-accept"),
    path("renew/<int:account_id>/<str:token>/", arriving.renew, name="account-renew"),
    path("register/", arriving.register, name="account-register"),
    path("register/<str:token>/", arriving.register, name="account-register-invited"),
    path("registered/", arriving.registered, name="account-registered"),
    path("claims/", lists.claims, name="account-claims"),
    path("claims/export/", lists.claims, SHEET, name="account-claims-export"),
    path("claims/<uuid:claim_id>/", desks.claim, name="account-claim"),
    path("organisations/", lists.organisations, name="account-organisations"),
    path(
        "organisations/export/",
        lists.organisations,
        SHEET,
        name="account-organisations-export",
    ),
    path("organisations/admit/", desks.admit, name="account-admit"),
    path("organisations/<uuid:organisation_id>/", desks.organisation, name="account-organisation"),
    path("organisations/<uuid:organisation_id>/change/", desks.change, name="account-change"),
    path("organisations/<uuid:organisation_id>/succeed/", desks.succeed, name="account-succeed"),
    path(
        "organisations/<uuid:organisation_id>/administrator/",
        desks.first_administrator,
        name="account-administrator",
    ),
    path(
        "organisations/<uuid:organisation_id>/administrators/<uuid:mandate_id>/renewal/",
        desks.renew_administrator,
        name="account-renew-administrator",
    ),
    path(
        "organisations/<uuid:organisation_id>/administrators/<uuid:mandate_id>/factor/",
        desks.take_factor,
        name="account-factor-administrator",
    ),
    path(
        "organisations/<uuid:organisation_id>/switch/",
        desks.switch_organisation,
        name="account-switch-organisation",
    ),
]
