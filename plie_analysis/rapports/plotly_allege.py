"""plotly.js without the traces that our pages never draw (maps, 3D, WebGL).

The Python package ships the full bundle only (4.8 MB). It is a list of modules, each a function that is called when another one
needs it: ``name=W((exports,module)=>{…})``. Modules that cannot be reached from the traces kept are emptied; the rest is not
touched, licences included. When the bundle does not look as expected (another version), it is left whole: pages are then larger,
never wrong.
"""

import re
from collections.abc import Iterator

TRACES = frozenset({"bar", "box", "heatmap", "histogram", "pie", "sankey", "violin"})
# Part of the core, in every bundle.
TOUJOURS = frozenset({"scatter"})
_OPENING = "var Plotly=(()=>{"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|//[^\n]*|/\*.*?\*/|[\w$]+|\s+|.', re.DOTALL)
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{)", re.DOTALL)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_REGEX = {"return", "typeof", "case", "in", "of", "delete", "void", "throw", "else", "do", "instanceof", "new"}
_NAME = re.compile(r"[\w$]+")
_DECLARED = re.compile(r"[\w$]+=$")
_REGISTER = re.compile(r"\.register\(\[((?:[\w$]+\(\),?)+)\]\)")
_TRACE = re.compile(r'moduleType:"trace",name:"(\w+)"')
WRAPPERS = ("W", "Ea")


def alleger(code: str, traces: frozenset[str] = TRACES) -> str | None:
    """The bundle with only these traces; ``None`` when it is not built as expected."""
    if _OPENING not in code:
        return None
    start = code.index(_OPENING) + len(_OPENING)
    spans = dict(_modules(code, start))
    registers = [found for found in _REGISTER.finditer(code) if found[1].count("(") > len(traces)]
    if len(spans) < 100 or len(registers) != 1:
        return None
    register = registers[0]
    entries = _NAME.findall(register[1])
    known = set(spans)
    needs = {name: set(_NAME.findall(code, *span)) & known - {name} for name, span in spans.items()}
    kept = [entry for entry in entries if _trace_of(code, spans, needs, entry) in traces]
    if len(kept) != len(traces):
        return None
    root = next((name for name, (a, b) in spans.items() if a <= register.start() < b), None)
    if root is None:
        return None
    needs[root] = needs[root] - set(entries) | set(kept)
    outside = set(_NAME.findall(_outside(code, spans, start))) & known
    reached = _reach({root} | outside, needs)
    return _rewrite(code, spans, reached, register, kept)


def _tokens(code: str, start: int) -> Iterator[tuple[int, str]]:
    """Positions and texts of what counts for brackets: strings, comments, templates and regular expressions are passed over."""
    position, before, opened = start, "", []
    while position < len(code):
        found = _TOKEN.match(code, position)
        token = found.group()
        if token == "/" and (not before or before in _BEFORE_REGEX or before[-1] in "(,=:[!&|?{};+-*%~^<>"):
            regex = _REGEX.match(code, position)
            if regex:
                position, before = regex.end(), "/re/"
                continue
        closes_template = token == "}" and opened and opened.pop() == "`"
        if token == "`" or closes_template:
            if closes_template:
                yield position, "}"
            piece = _TEMPLATE.match(code, position + 1)
            position, before = piece.end(), "`"
            if piece[1] == "${":
                opened.append("`")
                before = "{"
                yield position - 1, "{"
            continue
        position = found.end()
        if token.isspace() or token[:2] in ("//", "/*"):
            continue
        if token == "{":
            opened.append("{")
        before = token
        yield found.start(), token


def _modules(code: str, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name and span of the function of each module: from after ``name=`` to the closing parenthesis."""
    depth, last, opened = 0, [(0, "")] * 3, None
    for position, token in _tokens(code, start):
        if token in ("(", "[", "{"):
            if depth == 0 and token == "(" and last[-1][1] in WRAPPERS and last[-2][1] == "=":
                opened = (last[-3][1], last[-1][0])
            depth += 1
        elif token in (")", "]", "}"):
            depth -= 1
            if depth < 0:
                return
            if depth == 0 and opened:
                yield opened[0], (opened[1], position + 1)
                opened = None
        if depth <= 1:
            last = [*last[1:], (position, token)]


def _trace_of(code: str, spans: dict, needs: dict, name: str, depth: int = 3) -> str | None:
    """The trace that an entry of the register leads to, through modules that only hand over another one."""
    start, end = spans.get(name, (0, 0))
    found = _TRACE.search(code, start, end)
    if found or not depth or end - start > 200:
        return found[1] if found else None
    return next(filter(None, (_trace_of(code, spans, needs, other, depth - 1) for other in sorted(needs.get(name, ())))), None)


def _outside(code: str, spans: dict, start: int) -> str:
    """What stands between the modules, without their own names: it always runs, what it names is kept."""
    pieces, position = [], start
    for begin, end in sorted(spans.values()):
        pieces.append(_DECLARED.sub("", code[position:begin]))
        position = end
    return " ".join([*pieces, code[position:]])


def _reach(seeds: set[str], needs: dict[str, set[str]]) -> set[str]:
    reached, waiting = set(), list(seeds)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs[name]
    return reached


def _rewrite(code: str, spans: dict, reached: set[str], register: re.Match, kept: list[str]) -> str:
    """Empty the modules that nobody reaches, and shorten the register."""
    changes = [(*span, f"{code[span[0] : code.index('(', span[0])]}(()=>{{}})") for name, span in spans.items() if name not in reached]
    changes.append((*register.span(), f".register([{','.join(f'{name}()' for name in kept)}])"))
    pieces, position = [], 0
    for begin, end, text in sorted(changes):
        pieces += [code[position:begin], text]
        position = end
    return "".join([*pieces, code[position:]])
