"""Addresses of the tokens' pages."""

from django.urls import path

from clients import views

app_name = "clients"
urlpatterns = [
    path("", views.token_list, name="token_list"),
    path("create-token/", views.create_token, name="create_token"),
    path("<int:pk>/", views.token_detail, name="token_detail"),
    path("<int:pk>/revoke-token/", views.revoke_token, name="revoke_token"),
]
