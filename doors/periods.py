"""Who answered, when: periods laid out as bars, in percentages for the page to draw. REG-2"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

ROW = 34


@dataclass
class Bar:
    """A period from `start` to `end` (None: until now); planned and missing ones lie ahead of today."""

    name: str
    start: datetime.date
    end: datetime.date | None = None
    planned: bool = False
    missing: bool = False
    url: str = ""

    @property
    def look(self):
        if self.planned or self.missing:
            return "planned" if self.planned else "missing"
        return "past" if self.end else "now"


def chart(rows, *, today):
    """Return what parts/periods.html draws from [(label, [Bar, …]), …]."""
    bars = [bar for _label, line in rows for bar in line]
    first = min((day(bar.start) for bar in bars), default=today)
    first = min(first, today - datetime.timedelta(days=90))
    ahead = any(bar.planned or bar.missing for bar in bars)
    last = max([today, *(day(bar.end) for bar in bars if bar.end)])
    span = max((last - first).days, 1)
    total = span / 0.82 if ahead else span

    def at(moment):
        return round(100 * max((day(moment) - first).days, 0) / total, 2)

    lines = []
    for index, (label, line) in enumerate(rows):
        drawn = []
        for bar in line:
            x = at(bar.start)
            end = 100 if bar.planned or bar.missing else at(bar.end or today)
            drawn.append({"bar": bar, "x": number(x), "width": number(max(end - x, 0.4))})
        lines.append({"label": label, "y": 24 + index * ROW, "bars": drawn})
    years = [
        {"x": number(at(datetime.date(year, 1, 1))), "year": year}
        for year in _some(range(first.year + 1, last.year + 1))
        if at(datetime.date(year, 1, 1)) < 97
    ]
    if not years or float(years[0]["x"]) > 9:
        years.insert(0, {"x": "0", "year": first.year})
    height = 24 + len(rows) * ROW
    today_x = at(today)
    return {
        **{"lines": lines, "years": years, "height": height + 18, "foot": height, "foot_text": height + 13},
        "today_x": number(today_x),
        "today_anchor": "end" if today_x > 92 else "middle",
        "title": _("Who answered for it, by period"),
    }


def day(moment):
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def number(value):
    """A figure for SVG, whatever the reader's decimal mark."""
    return f"{value:g}"


def _some(years, at_most=8):
    step = -(-len(years) // at_most) or 1
    return years[::step]
