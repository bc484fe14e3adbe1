"""Addresses of notices and of letters that could not be delivered."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("read-all/", views.read_all_notices, name="read_all_notices"),
    path("<int:pk>/read/", views.read_notice, name="read_notice"),
    path("choices/", views.choose_notices, name="choose_notices"),
    path("choices/reset/", views.reset_choices, name="reset_choices"),
    path("letters/", views.letter_list, name="letter_list"),
    path("letters/<uuid:pk>/send-again/", views.send_again, name="send_again"),
]
