# SPDX-License-Identifier: Apache-2.0
"""Plots as SVG: lines over a logarithmic or plain axis, and one stacked bar. They are read on
white and on dark pages alike, by color, by dash and by a name at the end of each line."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 36, 46
COLORS = ["#2563a8", "#b4540a", "#2e7d32", "#7b3fa0", "#8a6d00", "#a02842", "#00707a", "#555555"]
DASHES = ["", "6 3", "2 3", "8 3 2 3", "4 2", "1 2", "10 4", ""]
STYLE = ("text{font:12px sans-serif;fill:#666}.title{font-size:14px;font-weight:bold}"
         "line.axis{stroke:#888}line.grid{stroke:#8884}")


def number(value):
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    if value >= 1e3:
        return f"{value / 1e3:g} k"
    return f"{value:g}"


def steps(high, count=5):
    """Round marks from 0 to at least `high`."""
    raw = high / count
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * f for f in (1, 2, 2.5, 5, 10) if power * f >= raw)
    return [step * i for i in range(math.ceil(high / step) + 1)]


class Drawing:

    def __init__(self, title, height=HEIGHT):
        self.height = height
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{escape(title)}</title><style>{STYLE}</style>",
            f'<text class="title" x="{LEFT}" y="18">{escape(title)}</text>']

    def text(self, x, y, text, anchor="start", color=None):
        fill = f' style="fill:{color}"' if color else ""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}>'
                          f"{escape(text)}</text>")

    def line(self, kind, x1, y1, x2, y2):
        self.parts.append(f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" '
                          f'y2="{y2:.1f}"/>')

    def done(self):
        return "\n".join([*self.parts, "</svg>", ""])


def lines(title, x_name, y_name, series, logarithmic=False):
    """`series`: name -> [(x, y)]."""
    drawing = Drawing(title)
    xs = sorted({x for points in series.values() for x, _ in points})
    marks = steps(max(y for points in series.values() for _, y in points))
    place = math.log10 if logarithmic else float
    low, high = place(xs[0]), place(xs[-1])
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def at_x(x):
        return LEFT + (right - LEFT) * ((place(x) - low) / (high - low) if high > low else .5)

    def at_y(y):
        return bottom - (bottom - TOP) * y / marks[-1]

    for mark in marks:
        drawing.line("grid", LEFT, at_y(mark), right, at_y(mark))
        drawing.text(LEFT - 6, at_y(mark) + 4, number(mark), "end")
    for x in xs:
        drawing.text(at_x(x), bottom + 16, number(x), "middle")
    drawing.line("axis", LEFT, bottom, right, bottom)
    drawing.line("axis", LEFT, TOP, LEFT, bottom)
    drawing.text((LEFT + right) / 2, HEIGHT - 8, x_name, "middle")
    drawing.text(LEFT - 60, TOP - 6, y_name)
    taken = []
    for index, (name, points) in enumerate(series.items()):
        color, dash = COLORS[index % 8], DASHES[index % 8]
        path = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in points)
        drawing.parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" '
                             f'stroke-width="2" stroke-dasharray="{dash}"/>')
        for x, y in points:
            drawing.parts.append(f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" '
                                 f'fill="{color}"/>')
        label = at_y(points[-1][1]) + 4
        while any(abs(label - other) < 14 for other in taken):
            label += 1
        taken.append(label)
        drawing.text(at_x(points[-1][0]) + 8, label, name, color=color)
    return drawing.done()


def shares(title, parts):
    """`parts`: [(name, share of 1)]; a bar and its legend."""
    drawing = Drawing(title, 60 + 18 * len(parts) + 20)
    x, width = LEFT, WIDTH - LEFT - 30
    for index, (name, share) in enumerate(parts):
        color = COLORS[index % 8]
        drawing.parts.append(f'<rect x="{x:.1f}" y="30" width="{width * share:.1f}" height="24" '
                             f'fill="{color}"><title>{escape(name)}</title></rect>')
        x += width * share
        y = 76 + 18 * index
        drawing.parts.append(f'<rect x="{LEFT}" y="{y - 10}" width="12" height="12" '
                             f'fill="{color}"/>')
        drawing.text(LEFT + 20, y, f"{share * 100:.0f} %  {name}")
    return drawing.done()
