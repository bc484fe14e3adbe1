"""Every address of Dewan, by room."""

urlpatterns = []
