"""How a register is searched by index on both engines: by the beginning of a handle, and by words. PLT-6

PostgreSQL keeps an index of its own for each (migration `search`), whose expressions stand here word for word.
"""

import re

from django.db.models import BooleanField, CharField, F, Func, Lookup

LAST = "\U0010ffff"
# What parts the words of a handle or a name.
PARTING = "._-@/"
WORDS = "translate({handle}::text || ' ' || {name}::text, '" + PARTING + "', '" + " " * len(PARTING) + "')"
words_in = re.compile(r"[^\W_]+").findall


@CharField.register_lookup
class Begins(Lookup):
    """`handle_key__begins="nusa"`: a range of the index in the order of bytes, whatever the collation."""

    lookup_name = "begins"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        column = bytewise(column, connection)
        return f"({column} >= %s AND {column} < %s)", [*params, self.rhs, *params, self.rhs + LAST]


class Bytewise(Func):
    """A text in the order of its bytes, as the index of `begins` has it."""

    output_field = CharField()

    def as_sql(self, compiler, connection, **options):
        column, params = compiler.compile(self.source_expressions[0])
        return bytewise(column, connection), params


class Worded(Func):
    """Whether every word begins a word of the account's handle or name; a condition for `filter`."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, words, **options):
        super().__init__(F("handle_key"), F("name"), **options)
        self.words = tuple(dict.fromkeys(part for word in words for part in words_in(word)))

    def as_postgresql(self, compiler, connection, **options):
        text, params = self._columns(compiler)
        query = " & ".join(f"'{word}':*" for word in self.words)
        return f"to_tsvector('simple'::regconfig, {text}) @@ to_tsquery('simple'::regconfig, %s)", [*params, query]

    def as_sqlite(self, compiler, connection, **options):
        handle, name = (compiler.compile(one)[0] for one in self.source_expressions)
        text = f"' ' || {handle} || ' ' || {name}"
        for sign in PARTING:
            text = f"replace({text}, '{sign}', ' ')"
        # Letters and digits only, so nothing is a pattern; what holds the word nowhere is not taken apart.
        one = f"({handle} LIKE %s OR {name} LIKE %s) AND {text} LIKE %s"
        params = [pattern for word in self.words for pattern in (f"%{word}%", f"%{word}%", f"% {word}%")]
        return " AND ".join(one for _word in self.words), params

    def _columns(self, compiler):
        (handle, first), (name, second) = (compiler.compile(one) for one in self.source_expressions)
        return WORDS.format(handle=handle, name=name), [*first, *second]


def bytewise(column, connection):
    return f'{column} COLLATE "C"' if connection.vendor == "postgresql" else column
