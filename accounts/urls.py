"""The addresses of the register. REG-1"""

from django.urls import path

from accounts import views
from accounts.views import access, lookalike, proof, report, request, review
from accounts.views.report_verbs import VERBS as REPORT_VERBS
from accounts.views.verbs import VERBS

app_name = "accounts"
urlpatterns = [
    path("", views.account_list, name="account_list"),
    path("gaps/", views.account_gaps, name="account_gaps"),
    path("export.<slug:form>", views.export_accounts, name="export_accounts"),
    path("register/", views.register, name="register_account"),
    path("register/duplicates/", views.duplicates, name="duplicates"),
    path("<int:pk>/prove-control/", proof.prove_control, name="prove_control"),
    path("<int:pk>/attest-proof/", proof.attest_proof, name="attest_proof"),
    path("proofs/<int:pk>/", proof.proof_state, name="proof_state"),
    path("proofs/<int:pk>/check-proof/", proof.check_proof, name="check_proof"),
    path("requests/", request.request_list, name="request_list"),
    path("requests/new/", request.draft_request, name="draft_request"),
    path("requests/duplicates/", request.request_duplicates, name="request_duplicates"),
    path("requests/<int:pk>/", request.request_detail, name="request_detail"),
    path("requests/<int:pk>/edit-request/", request.edit_request, name="edit_request"),
    *[
        path(f"requests/<int:pk>/{verb.replace('_', '-')}/", request.act_on_request, {"verb": verb}, name=verb)
        for verb in request.DONE
    ],
    path("people/", views.person_options, name="person_options"),
    path("people/ever/", views.person_options_ever, name="person_options_ever"),
    path("checklist-templates/", views.template_list, name="template_list"),
    path("checklist-templates/write/", views.write_template, name="write_first_template"),
    path("checklist-templates/<int:pk>/", views.template_detail, name="template_detail"),
    path("checklist-templates/<int:pk>/write/", views.write_template, name="write_template"),
    path("checklists/<int:pk>/", views.checklist_detail, name="checklist_detail"),
    path("steps/<int:pk>/attest/", views.attest_step, name="attest_step"),
    path("steps/<int:pk>/skip/", views.skip_step, name="skip_step"),
    path("steps/<int:pk>/reopen/", views.reopen_step, name="reopen_step"),
    path("evidence/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/remove/", views.remove_evidence, name="remove_evidence"),
    path("<int:pk>/open-checklist/", views.open_checklist, name="open_checklist"),
    path("<int:pk>/", views.account_detail, name="account_detail"),
    path("<int:pk>/end-access/<int:grant>/", views.end_access, name="end_access"),
    path("<int:pk>/edit-tool/<int:tool>/", views.edit_tool, name="edit_tool"),
    path("<int:pk>/disconnect-tool/<int:tool>/", views.disconnect_tool, name="disconnect_tool"),
    *[path(f"<int:pk>/{verb.replace('_', '-')}/", views.act, {"verb": verb}, name=verb) for verb in VERBS],
    path("access/", access.access_list, name="access_list"),
    path("access/export.<slug:form>", access.export_access, name="export_access"),
    path("access/people/<int:pk>/", access.person_access, name="person_access"),
    path("<int:pk>/extend-access/<int:grant>/", access.extend_access, name="extend_access"),
    path("reviews/", review.review_list, name="review_list"),
    path("reviews/open-review/", review.open_review, name="open_review"),
    path("reviews/plans/", review.plan_list, name="plan_list"),
    path("reviews/plans/set-review-plan/", review.set_review_plan, name="set_review_plan"),
    path("reviews/plans/<int:pk>/stop-review-plan/", review.stop_review_plan, name="stop_review_plan"),
    path("reviews/<int:pk>/", review.review_detail, name="review_detail"),
    path("reviews/<int:pk>/keep-access/", review.keep_access, name="keep_access"),
    path("reviews/<int:pk>/revoke-access/", review.revoke_access, name="revoke_access"),
    path("reviews/<int:pk>/cancel-review/", review.cancel_review, name="cancel_review"),
    path("reviews/<int:pk>/hand-on-items/", review.hand_on_items, name="hand_on_items"),
    path("options/", report.account_options, name="account_options"),
    path("reports/", report.report_list, name="report_list"),
    path("reports/new/", report.report_account, name="report_account"),
    path("reports/<int:pk>/", report.report_detail, name="report_detail"),
    path("reports/<int:pk>/erase-sighting/<int:sighting>/", report.erase_sighting, name="erase_sighting"),
    *[
        path(f"reports/<int:pk>/{verb.replace('_', '-')}/", report.act_on_report, {"verb": verb}, name=verb)
        for verb in REPORT_VERBS
    ],
    path("lookalikes/", lookalike.lookalike_list, name="lookalike_list"),
    path("lookalikes/<int:pk>/dismiss-lookalike/", lookalike.dismiss_lookalike, name="dismiss_lookalike"),
    path("lookalikes/<int:pk>/restore-lookalike/", lookalike.restore_lookalike, name="restore_lookalike"),
]
