"""The addresses of the register. REG-1"""

from django.urls import path

from accounts import views
from accounts.views.verbs import VERBS

app_name = "accounts"
urlpatterns = [
    path("", views.account_list, name="account_list"),
    path("gaps/", views.account_gaps, name="account_gaps"),
    path("export.<slug:form>", views.export_accounts, name="export_accounts"),
    path("register/", views.register, name="register_account"),
    path("register/duplicates/", views.duplicates, name="duplicates"),
    path("people/", views.person_options, name="person_options"),
    path("people/ever/", views.person_options_ever, name="person_options_ever"),
    path("<int:pk>/", views.account_detail, name="account_detail"),
    path("<int:pk>/end-access/<int:grant>/", views.end_access, name="end_access"),
    path("<int:pk>/disconnect-tool/<int:tool>/", views.disconnect_tool, name="disconnect_tool"),
    *[path(f"<int:pk>/{verb.replace('_', '-')}/", views.act, {"verb": verb}, name=verb) for verb in VERBS],
]
