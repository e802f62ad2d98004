"""Where a source could say something else, and what: one small change each."""

from __future__ import annotations

import ast
import contextlib
import io
import tokenize
from dataclasses import dataclass
from typing import Final

_OPPOSITE: Final = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "is": "is not",
    "is not": "is",
    "in": "not in",
    "not in": "in",
    "and": "or",
    "or": "and",
    "+": "-",
    "-": "+",
    "*": "+",
    "&": "|",
    "|": "&",
}
_OTHER_FUNCTION: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}

_COUNTED_SINGLY: Final = 100
"""One more or less of something matters up to here; above it stand microseconds and the like."""

_IN_WORDS: Final[dict[type[ast.AST], str]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.And: "and",
    ast.Or: "or",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.BitAnd: "&",
    ast.BitOr: "|",
}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change.

    Attributes:
        line: from 1.
        start: in bytes of UTF-8 from the beginning of the source, as is ``end``.
        was: what stands there.
        becomes: what stands there instead.
    """

    line: int
    start: int
    end: int
    was: str
    becomes: str

    def applied(self, source: str) -> str:
        """Return ``source`` with this change."""
        data = source.encode()
        return (data[: self.start] + self.becomes.encode() + data[self.end :]).decode()

    def __str__(self) -> str:
        """Say in one line what is changed."""
        was = " ".join(self.was.split())
        return f"line {self.line}: {was[:60]} -> {self.becomes[:60]}"


def mutations_of(source: str) -> list[Mutation]:
    """Return every change that is known of a source, in its order.

    Types, docstrings and imports are left alone: nothing there runs.
    """
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda mutation: (mutation.start, mutation.end))


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str) -> None:
        self.found: list[Mutation] = []
        self._data = source.encode()
        self._lines = [0]
        for line in self._data.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    # -- places --------------------------------------------------------------------------

    def _start(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.end_lineno - 1] + node.end_col_offset

    def _change(self, start: int, end: int, becomes: str) -> None:
        was = self._data[start:end].decode()
        line = self._data.count(b"\n", 0, start) + 1
        self.found.append(Mutation(line, start, end, was, becomes))

    def _instead(self, node: ast.expr | ast.stmt, becomes: str) -> None:
        self._change(self._start(node), self._end(node), becomes)

    def _text(self, node: ast.expr) -> str:
        return self._data[self._start(node) : self._end(node)].decode()

    def _operator(self, kind: ast.AST, left: ast.expr, right: ast.expr) -> None:
        """Change the operator that stands between two operands."""
        name = _IN_WORDS.get(type(kind))
        if name is None:
            return
        start = self._end(left)
        between = self._data[start : self._start(right)].decode()
        # The operator may have a bracket or a line end beside it.
        for found in _tokens(between):
            if found.string == name.split()[0]:
                at = start + len(between[: found.start[1]].encode())
                self._change(at, at + len(name), _OPPOSITE[name])
                return

    # -- what runs -------------------------------------------------------------------------

    def visit_Compare(self, node: ast.Compare) -> None:
        left = node.left
        for kind, right in zip(node.ops, node.comparators, strict=True):
            self._operator(kind, left, right)
            left = right
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._operator(node.op, left, right)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._operator(node.op, node.left, node.right)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._instead(node, f"({self._text(node.operand)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._instead(node, str(not node.value))
        elif isinstance(node.value, int | float):
            more = node.value * 2 if node.value > _COUNTED_SINGLY else node.value + 1
            self._instead(node, str(more))

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in _OTHER_FUNCTION:
            self._instead(node.func, _OTHER_FUNCTION[node.func.id])
        for keyword in node.keywords:
            if keyword.arg is not None and not isinstance(keyword.value, ast.Constant):
                end = self._end(keyword)
                rest = self._data[end:].lstrip()
                comma = rest.startswith(b",")
                until = self._data.index(b",", end) + 1 if comma else end
                self._change(self._start(keyword), until, "")
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._instead(node.test, f"(not ({self._text(node.test)}))")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            self._instead(node.test, f"(not ({self._text(node.test)}))")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._instead(test, "True")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        self._instead(node, "pass")
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._instead(node, "pass")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._instead(node, "pass")

    def visit_Break(self, node: ast.Break) -> None:
        self._instead(node, "pass")

    # -- what does not run -----------------------------------------------------------------

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arguments(self, node: ast.arguments) -> None:
        for default in (*node.defaults, *node.kw_defaults):
            if default is not None:
                self.visit(default)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.visit(node.args)
        for statement in node.body:
            self.visit(statement)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave it: what a message says is held by what is shown."""


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    """Return the tokens of a piece between two operands, whatever brackets stand open in it."""
    line = " ".join(text.split("\n"))
    found: list[tokenize.TokenInfo] = []
    with contextlib.suppress(tokenize.TokenError, IndentationError):
        found.extend(tokenize.generate_tokens(io.StringIO(line).readline))
    return found
