"""Addresses of people, units, roles and sign-in. The verb is the last word and the name."""

from django.urls import path

from people.views import organisation, person, profile, responsibility, role, signin, unit

app_name = "people"
urlpatterns = [
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-in/try/<int:pk>/", signin.try_person, name="try_person"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("password/forgotten/", signin.ask_reset, name="ask_reset"),
    path("password/set/<uidb64>/<token>/", signin.SetPassword.as_view(), name="set_password"),
    path("profile/", profile.profile, name="profile"),
    path("profile/preferences/", profile.set_preferences, name="set_preferences"),
    path("profile/change-password/", profile.change_password, name="change_password"),
    path("people/", person.person_list, name="person_list"),
    path("people/add/", person.add_person, name="add_person"),
    path("people/options/", person.person_options, name="person_options"),
    path("people/<int:pk>/", person.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", person.edit_person, name="edit_person"),
    path("people/<int:pk>/invite/", person.invite_person, name="invite_person"),
    path("people/<int:pk>/move/", person.move_person, name="move_person"),
    path("people/<int:pk>/announce-leaving/", person.announce_leaving, name="announce_leaving"),
    path("people/<int:pk>/withdraw-leaving/", person.withdraw_leaving, name="withdraw_leaving"),
    path("people/<int:pk>/mark-left/", person.mark_left, name="mark_left"),
    path("people/<int:pk>/bring-back/", person.bring_back, name="bring_back"),
    path("units/", unit.unit_list, name="unit_list"),
    path("units/options/", unit.unit_options, name="unit_options"),
    path("units/<int:pk>/", unit.unit_detail, name="unit_detail"),
    path("units/<int:pk>/create/", unit.create_unit, name="create_unit"),
    path("units/<int:pk>/edit/", unit.edit_unit, name="edit_unit"),
    path("units/<int:pk>/move/", unit.move_unit, name="move_unit"),
    path("units/<int:pk>/set-head/", unit.set_head, name="set_head"),
    path("units/<int:pk>/set-governance-mode/", unit.set_governance_mode, name="set_governance_mode"),
    path(
        "units/<int:pk>/responsibilities/<slug:activity>/",
        responsibility.responsibility_detail,
        name="responsibility_detail",
    ),
    path(
        "units/<int:pk>/responsibilities/<slug:activity>/assign/",
        responsibility.assign_responsibility,
        name="assign_responsibility",
    ),
    path("responsibilities/", responsibility.responsibility_list, name="responsibility_list"),
    path("responsibilities/<int:pk>/end/", responsibility.end_responsibility, name="end_responsibility"),
    path("roles/", role.role_list, name="role_list"),
    path("roles/grant/", role.grant_role, name="grant_role"),
    path("roles/<int:pk>/end/", role.end_role, name="end_role"),
    path("settings/", organisation.organisation_settings, name="organisation_settings"),
]
