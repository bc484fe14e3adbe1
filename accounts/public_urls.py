"""The addresses anyone may ask. REG-9"""

from django.urls import path

from accounts import public

app_name = "accounts_public"
urlpatterns = [
    path("", public.official, name="official"),
    path("all/", public.official_list, name="official_list"),
]
