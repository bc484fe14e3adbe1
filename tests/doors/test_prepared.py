"""A prepared query answers like the one it was made of."""

import pytest
from django.db.models import Q

from accounts.models import Platform
from doors.prepared import Prepared

pytestmark = pytest.mark.django_db

COLUMNS = ("key", "hosts", "writes_at", "position")


def test_prepared_answers_like_the_query_it_is_made_of(django_assert_num_queries):
    """PLT-7: other values, other rows, converted as ever; compiled once."""
    made = []

    def build(one, other):
        made.append(one)
        return Platform.objects.filter(Q(key=one) | Q(key=other)).exclude(name="").values_list(*COLUMNS)

    asked = Prepared(build, "one", "other")
    for one, other in (("x", "facebook"), ("youtube", "nobody's"), ("\x01", "'; --")):
        with django_assert_num_queries(1):
            found = asked(one=one, other=other)
        assert found == list(Platform.objects.filter(key__in=[one, other]).values_list(*COLUMNS))
    assert len(made) == 1
    assert isinstance(asked(one="x", other="x")[0][1], list)


def test_prepared_counts_without_reading(django_assert_num_queries):
    """PLT-7: a bounded count, as lists have it."""
    asked = Prepared(lambda least: Platform.objects.filter(key__gt=least).order_by().values_list("pk")[:3], "least")
    with django_assert_num_queries(1):
        assert asked.count(least="") == 3
    assert asked.count(least="website") == Platform.objects.filter(key__gt="website").count()
