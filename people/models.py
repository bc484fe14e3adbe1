from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models


class Person(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(unique=True, null=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "email"
