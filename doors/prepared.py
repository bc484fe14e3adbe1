"""Queries written down once and asked often. PLT-7

For a question with an index Django spends more on writing the SQL than the database on answering it. A prepared query is
an ordinary one, compiled the first time with blanks and then only filled in.
"""

from django.db import connection


class Prepared:
    """`Prepared(lambda key: Account.objects.filter(key=key).values_list("pk"), "key")(key="a")` gives a list of rows.

    The blanks are texts; the shape of the query may depend on nothing else.
    """

    def __init__(self, build, *blanks):
        self.build, self.blanks = build, {name: f"\x01{name}\x01" for name in blanks}
        self.compiled = {}

    def __call__(self, **values):
        """The rows, as `values_list` gives them."""
        compiler, sql, params = self._filled(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(compiler.results_iter([cursor.fetchall()], tuple_expected=True))

    def count(self, **values):
        """How many rows it would give."""
        _compiler, sql, params = self._filled(values)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS found", params)  # noqa: S608 - Django wrote it
            return cursor.fetchone()[0]

    def _filled(self, values):
        compiler, sql, params = self._compiled()
        filled = {blank: values[name] for name, blank in self.blanks.items()}
        return compiler, sql, [filled.get(param, param) for param in params]

    def _compiled(self):
        found = self.compiled.get(connection.vendor)
        if found is None:
            compiler = self.build(**self.blanks).query.get_compiler(connection=connection)
            found = self.compiled[connection.vendor] = (compiler, *compiler.as_sql())
        return found
