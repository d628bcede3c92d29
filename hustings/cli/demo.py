"""`hustings demo`: the contest of 2010, counted from its ballots, written and served."""

from __future__ import annotations

from pathlib import Path

from hustings.cli.demo_folder import check_demo_folder
from hustings.cli.outputs import Outputs, make_folder, write_outputs
from hustings.cli.tables import show_declaration
from hustings.cli.terminal import printing, say
from hustings.examples import example_names
from hustings.facade import EXAMPLE, load, run_count
from hustings.formats import write_atomically
from hustings.report.reported_page import reported_page
from hustings.reported import Reported

__all__ = ["run_demo"]

CONTEST = f"{EXAMPLE}labour-leader-2010"


def run_demo(out: Path, *, site: bool, host: str, port: int, data: Path | None) -> int:
    """Count, show and write; then, with ``site``, serve until interrupted. The exit code.

    RuleError, before anything is written, where ``data`` or DATABASE_URL is that of another site.
    """
    folder = data or out / "site"
    if site:
        check_demo_folder(folder)
    write_results(out)
    if not site:
        return 0
    from hustings.cli.site import prepare_site, serve_site

    say("")
    say("Preparing the site: its database, contests of 2009 and 2010, two made-up primaries ...")
    prepare_site(folder, host, port)
    from hustings.web.demonstration import prepare_demonstration

    for line in prepare_demonstration():
        say(line)
    serve_site(host, port)
    return 0


def write_results(out: Path) -> None:
    """Count the contest of 2010, print it, and write all its outputs into the folder."""
    result = run_count(CONTEST)
    make_folder(out)
    outputs = Outputs(
        json=str(out / "declaration.json"),
        html=out / "result.html",
        svg=out / "pictures",
        csv=out / "stages.csv",
        text=out / "declaration.txt",
        rcvis=out / "rcvis.json",
    )
    write_outputs(result, outputs, command=f"hustings count {CONTEST}")
    with printing() as console:
        show_declaration(result.declaration, console)
    say("")
    say(f"Written to {out}/:")
    for name, what in (
        ("result.html", "the result page with its pictures: open it in a browser"),
        ("declaration.json", "every figure, exactly"),
        ("stages.csv", "the stage sheet"),
        ("declaration.txt", "the declaration as it is read out"),
        ("rcvis.json", "a summary that rcvis draws"),
        ("pictures/", "each picture as SVG"),
        *_write_reported(out),
    ):
        say(f"  {name:<28} {what}")
    say(f"Count it yourself: hustings count {CONTEST}")


def _write_reported(out: Path) -> list[tuple[str, str]]:
    """Write a page for each shipped primary that is known only as others reported it."""
    written = []
    for name in example_names():
        reported = load(f"{EXAMPLE}{name}")
        if isinstance(reported, Reported):
            write_atomically(out / f"{name}.html", [reported_page(reported).encode()])
            written.append((f"{name}.html", f"{reported.title}, as reported"))
    return written
