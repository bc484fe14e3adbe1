"""The first address. PLT-7"""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [path("", views.my_work, name="my_work")]
