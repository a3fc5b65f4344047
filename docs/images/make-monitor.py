#!/usr/bin/env python3
"""Writes docs/images/monitor.svg: the Monitor example on its simulator, with a cut and a reconnect, as an animation.

Needs tmux and the .NET SDK. usage: docs/images/make-monitor.py
The terminal is read from tmux several times a second. A row that does not change is drawn once, for as long as it stays.
"""
import html
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "docs/images/monitor.svg"
COLUMNS, ROWS = 112, 28
FRAME = 0.3             # seconds
FIRST, SECONDS = 4, 11  # the recorded span: Monitor cuts its connection after 7 s
STILL = 4               # seconds into the span; shown where animations are turned off
CELL, LINE, SIZE, MARGIN = 8.4, 17, 14, 12
FOREGROUND, BACKGROUND = "#c9d1d9", "#0d1117"
BASIC = ["#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4",
         "#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#ffffff"]
LIMIT = 500_000


def tmux(*arguments):
    return subprocess.run(["tmux", "-u", "-L", "nexus-monitor", *arguments], check=True, capture_output=True, text=True).stdout


def record():
    """The screens of the span, each a list of rows with their escape sequences."""
    subprocess.run(["dotnet", "build", ROOT / "examples/Monitor", "-v", "q", "-nologo"], check=True, stdout=subprocess.DEVNULL)
    command = f"env COLORTERM=truecolor dotnet run --no-build --project '{ROOT}/examples/Monitor' -- --for {FIRST + SECONDS + 2}s; sleep 60"
    tmux("-f", "/dev/null", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS + 1), "-s", "monitor", command)
    try:
        deadline = time.monotonic() + 60
        while "● CONNECTED" not in tmux("capture-pane", "-p", "-t", "monitor"):
            if time.monotonic() > deadline:
                sys.exit("Monitor did not connect within a minute")
            time.sleep(0.02)
        start = time.monotonic() + FIRST
        screens = []
        for frame in range(int(SECONDS / FRAME)):
            wait = start + frame * FRAME - time.monotonic()
            if wait < -2 * FRAME:
                sys.exit("the machine is too busy to record the screen in time")
            time.sleep(max(0, wait))
            rows = tmux("capture-pane", "-p", "-e", "-t", "monitor").split("\n")[:ROWS]
            screens.append(rows + [""] * (ROWS - len(rows)))
        return screens
    finally:
        subprocess.run(["tmux", "-L", "nexus-monitor", "kill-server"], capture_output=True)


def palette(number):
    if number < 16:
        return BASIC[number]
    if number >= 232:
        return "#" + f"{8 + (number - 232) * 10:02x}" * 3
    number -= 16
    return "#" + "".join(f"{0 if part == 0 else 55 + part * 40:02x}" for part in (number // 36, number // 6 % 6, number % 6))


class Style:
    """The colours and weight that escape sequences select."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.front, self.back, self.bold, self.dim, self.inverse = None, None, False, False, False

    def apply(self, text):
        codes = [int(code or 0) for code in text.replace(":", ";").split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.reset()
            elif code == 1:
                self.bold = True
            elif code == 2:
                self.dim = True
            elif code == 7:
                self.inverse = True
            elif code == 22:
                self.bold = self.dim = False
            elif code == 27:
                self.inverse = False
            elif code in (38, 48):
                colour = palette(codes.pop(1)) if codes[0] == 5 else "#" + "".join(f"{part:02x}" for part in codes[1:4])
                codes = codes[1:] if codes[0] == 5 else codes[4:]
                self.paint(code == 38, colour)
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.paint(True, BASIC[code % 10 + (8 if code >= 90 else 0)])
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self.paint(False, BASIC[code % 10 + (8 if code >= 100 else 0)])
            elif code in (39, 49):
                self.paint(code == 39, None)

    def paint(self, is_front, colour):
        if is_front:
            self.front = colour
        else:
            self.back = colour

    def key(self):
        front, back = self.front or FOREGROUND, self.back
        if self.inverse:
            front, back = back or BACKGROUND, front
        return front, back, self.bold, self.dim


def runs(row):
    """(column, text, style) for each stretch of one style, spaces at the ends left out unless they have a background."""
    style, column, found = Style(), 0, []
    for part in re.split(r"(\x1b\[[0-9;:]*m)", row):
        if part.startswith("\x1b["):
            style.apply(part[2:-1])
            continue
        key = style.key()
        for match in re.finditer(r"\S+(?: \S+)*" if key[1] is None else r".+", part):
            found.append((column + match.start(), match.group(), key))
        column += len(part)
    return found


def draw(row, y, classes):
    shapes = []
    for column, text, (front, back, bold, dim) in runs(row):
        x, width = MARGIN + column * CELL, len(text) * CELL
        if back:
            shapes.append(f'<rect x="{x:g}" y="{y - 13:g}" width="{width:g}" height="{LINE}" fill="{back}"/>')
        if text.strip():
            name = classes.setdefault((front, bold, dim), f"c{len(classes)}")
            shapes.append(f'<text class="{name}" x="{round(x, 1):g}" y="{y:g}" textLength="{round(width, 1):g}">{html.escape(text, quote=False)}</text>')
    return "".join(shapes)


def spans(screens, row):
    """(first frame, frame after the last, content) for each content of a row."""
    first = 0
    for frame in range(1, len(screens) + 1):
        if frame == len(screens) or screens[frame][row] != screens[first][row]:
            yield first, frame, screens[first][row]
            first = frame


def picture(screens):
    frames, classes, timings, body = len(screens), {}, {}, []
    still = int(STILL / FRAME)
    for row in range(ROWS):
        for first, after, content in spans(screens, row):
            shapes = draw(content, MARGIN + 13 + row * LINE, classes)
            if not shapes:
                continue
            if (first, after) == (0, frames):
                body.append(shapes)
                continue
            timing = timings.setdefault((first, after), f"t{len(timings)}")
            seen = " s" if first <= still < after else ""
            body.append(f'<g class="h{seen} {timing}">{shapes}</g>')
    style = [f"text{{white-space:pre}}.h{{visibility:hidden}}.s{{visibility:visible}}@media (prefers-reduced-motion:no-preference){{.h{{animation:{SECONDS}s step-end infinite}}"]
    for (first, after), name in timings.items():
        steps = [f"{100 * first / frames:.4g}%{{visibility:visible}}"] + ([f"0%{{visibility:hidden}}"] if first else [])
        steps += [f"{100 * after / frames:.4g}%{{visibility:hidden}}"] if after < frames else []
        style.append(f".{name}{{animation-name:{name}}}@keyframes {name}{{{''.join(sorted(steps, key=lambda step: float(step.split('%')[0])))}}}")
    style.append("}")
    for (front, bold, dim), name in classes.items():
        style.append(f".{name}{{fill:{front}{';font-weight:bold' if bold else ''}{';opacity:.6' if dim else ''}}}")
    width, height = COLUMNS * CELL + 2 * MARGIN, ROWS * LINE + 2 * MARGIN
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
            f'font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="{SIZE}">'
            f"<title>Monitor: books, trades, bars and orders of a simulated exchange; its connection is cut and comes back</title>"
            f'<style>{"".join(style)}</style><rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>\n' + "\n".join(body) + "\n</svg>\n")


def main():
    svg = picture(record())
    if len(svg.encode()) > LIMIT:
        sys.exit(f"the picture has {len(svg.encode()):,} bytes; at most {LIMIT:,} are allowed")
    OUTPUT.write_text(svg, encoding="utf-8")
    print(f"{OUTPUT.relative_to(ROOT)}: {len(svg.encode()):,} bytes")


if __name__ == "__main__":
    main()
