"""What the site's own source may and may not hold: each exception is named here with its reason."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

WEB = ROOT / "hustings" / "web"
TEMPLATES = sorted(p for p in WEB.rglob("templates/**/*") if p.suffix in {".html", ".txt", ".xml"})
MODULES = sorted(WEB.rglob("*.py"))

UNESCAPED = {
    "officers/templates/officers/mail/link.txt": "an e-mail in plain text",
    "letters/templates/letters/mail/message.txt": "an e-mail in plain text; its preview is escaped",
    "scrutiny/templates/scrutiny/mail/invitation.txt": "an e-mail in plain text",
    "post/templates/post/mail/alarm.txt": "an e-mail in plain text",
    "project/templates/pieces/field.html": "hints that forms of ours wrote",
}
"""Templates, under hustings/web, that put words into their text as they are."""

TRUSTED = {
    ("contests/prose.py", "mark_safe"): "what nh3 let through",
    ("results/pages/result.py", "mark_safe"): "HTML that report/markup.py escaped as it made it",
    ("roll/forms/uploads.py", "format_html"): "escapes what it is given",
    ("project/templatetags/languages.py", "format_html"): "escapes a setting, the language's code",
    ("project/templatetags/languages.py", "SafeString"): "empty, or what format_html made",
    ("roll/views/uploading.py", "csrf_exempt"): "looks at the length before the body is read; "
    "the view inside is csrf_protect",
    ("results/views/public.py", "xframe_options_exempt"): "the page made for frames of other sites",
    ("results/views/public.py", "build_policy"): "the same, said by its policy",
}
"""Calls and decorators that lift a guard, by module under hustings/web and name."""

LIFTING = {
    "SafeString", "SafeText", "mark_safe", "format_html", "format_html_join", "csrf_exempt",
    "xframe_options_exempt", "xframe_options_sameorigin", "csp_exempt", "csp_replace",
    "csp_update", "build_policy", "RawSQL", "extra", "raw", "eval", "exec", "system", "popen",
    "ensure_csrf_cookie",
}  # fmt: skip


def _within(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


def test_no_template_leaves_out_escaping_but_those_named() -> None:
    lifts = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off|\{%\s*debug")
    found = {_within(path) for path in TEMPLATES if lifts.search(path.read_text("utf-8"))}
    assert len(TEMPLATES) > 60
    assert found == set(UNESCAPED)


def test_no_template_puts_words_into_a_script_or_a_style() -> None:
    inside = re.compile(r"<(script|style)\b[^>]*>[^<]", re.IGNORECASE)
    assert not [_within(path) for path in TEMPLATES if inside.search(path.read_text("utf-8"))]


def _names(path: Path) -> Iterator[tuple[ast.expr, str]]:
    """What a module calls or is decorated with, by its last name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        called: list[ast.expr] = []
        if isinstance(node, ast.Call):
            called = [node.func]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            called = [d for d in node.decorator_list if not isinstance(d, ast.Call)]
        for each in called:
            name = getattr(each, "id", None) or getattr(each, "attr", None)
            if isinstance(name, str):
                yield each, name


def test_nothing_lifts_a_guard_but_what_is_named() -> None:
    found = {
        (_within(path), name) for path in MODULES for _, name in _names(path) if name in LIFTING
    }
    assert found == set(TRUSTED), found ^ set(TRUSTED)


SQL_OUTSIDE = {"migrations", "project/guards.py", "project/tables.py", "roll/actions/erasing.py"}
"""Where statements are put together from names of ours: what makes the tables, and what sweeps the
rows that were erased off the disk.
"""


def test_no_statement_is_put_together_from_what_somebody_typed() -> None:
    """Every SQL text is a constant: what varies is a parameter."""
    wrong = []
    for path in MODULES:
        if not any(part in _within(path) for part in SQL_OUTSIDE):
            wrong += [
                f"{_within(path)}:{call.lineno}"
                for call in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(call, ast.Call)
                and getattr(call.func, "attr", "") in {"execute", "executemany", "executescript"}
                and call.args
                and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
            ]
    assert not wrong


DANGEROUS = {"pickle", "marshal", "shelve", "yaml", "xml.etree", "xml.sax", "xml.dom", "telnetlib"}
"""Modules that run or expand what they read, so that a file could do harm."""


def test_no_module_reads_files_by_what_can_be_made_to_run() -> None:
    found: Counter[str] = Counter()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found.update(
                f"{_within(path)}: {name}"
                for name in names
                if any(name == bad or name.startswith(f"{bad}.") for bad in DANGEROUS)
            )
    assert not found - Counter(WRITES_XML)


WRITES_XML = {"results/feeds.py: xml.etree": 1, "results/feeds.py: xml.etree.ElementTree": 1}
"""Writes an Atom feed; reads none."""


@pytest.mark.parametrize("name", sorted({**UNESCAPED, **{p: "" for p, _ in TRUSTED}}))
def test_every_exception_is_of_a_file_that_is_there(name: str) -> None:
    assert (WEB / name).is_file()
