"""The commands and their options; what each does stands in a module loaded when it is called."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hustings import __version__

__all__ = ["app"]

app = typer.Typer(
    name="hustings",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ranked-ballot primaries and the weighted contests that they feed: counted exactly, "
    "and shown plainly.",
)

PATH_HELP = "A contest folder, a ballot file, or example:NAME for one that comes with hustings."


class BaseChoice(StrEnum):
    """What a share is a share of, as the option takes it."""

    LIVE = "live"
    FIRST = "first"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hustings {__version__}")
        raise typer.Exit


@app.callback()
def hustings(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Count ranked ballots exactly and show what was counted, how, and what it means."""


@app.command()
def count(
    path: Annotated[str, typer.Argument(help=PATH_HELP)],
    *,
    rule: Annotated[
        str | None, typer.Option(help="Count by this rule (av, plurality, sv).")
    ] = None,
    seats: Annotated[int | None, typer.Option(min=1, help="How many are to be chosen.")] = None,
    base: Annotated[
        BaseChoice | None,
        typer.Option(help="Shares of the votes live at each stage, or at the first."),
    ] = None,
    to_two: Annotated[
        bool, typer.Option("--to-two", help="Go on after a majority, down to two candidates.")
    ] = False,
    lots: Annotated[
        Path | None, typer.Option(help="Recorded lots: a CSV stage,candidates,drawn.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(help="Write the declaration as JSON; - for standard output.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the result page, one self-contained file.")
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="Write every picture into this folder.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the stage sheet as CSV.")] = None,
    text: Annotated[
        Path | None, typer.Option(help="Write the declaration as it is read out.")
    ] = None,
    rcvis: Annotated[
        Path | None, typer.Option(help="Write a summary in RCTab's form, which rcvis draws.")
    ] = None,
    language: Annotated[
        str, typer.Option(help="The language of the page, the pictures and the texts: en or cy.")
    ] = "en",
    from_: Annotated[
        str | None, typer.Option("--from", help="The ballot file's format, if not by its name.")
    ] = None,
) -> None:
    """Count a contest and declare its result."""
    from hustings.cli.count import Options, count_path
    from hustings.cli.outputs import Outputs

    outputs = Outputs(
        json=json, html=html, svg=svg, csv=csv, text=text, rcvis=rcvis, language=language
    )
    chosen = base.value if base else None
    options = Options(rule=rule, seats=seats, base=chosen, to_two=to_two, lots=lots)
    raise typer.Exit(count_path(path, options, outputs, from_=from_))


@app.command()
def convert(
    source: Annotated[str, typer.Argument(metavar="IN", help=PATH_HELP)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file or folder to write.")],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", help="The format of IN, if not by its name.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="The format of OUT, if not by its name.")
    ] = None,
    lossy: Annotated[
        bool, typer.Option("--lossy", help="Leave out what the format of OUT cannot hold.")
    ] = False,
) -> None:
    """Convert ballots from any format that can be read to any that can be written."""
    from hustings.cli.files import convert_path

    raise typer.Exit(convert_path(source, target, from_=from_, to=to, lossy=lossy))


@app.command()
def check(
    path: Annotated[str, typer.Argument(help=PATH_HELP)],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", help="The ballot file's format, if not by its name.")
    ] = None,
) -> None:
    """Report every defect of a folder or file, each with its place and remedy."""
    from hustings.cli.files import check_contest

    raise typer.Exit(check_contest(path, from_=from_))


@app.command()
def whatif(
    path: Annotated[str, typer.Argument(help=PATH_HELP)],
    *,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(metavar="C", help="This candidate withdraws; can be given again."),
    ] = None,
    endorse: Annotated[
        list[str] | None,
        typer.Option(
            metavar="C:D=SHARE",
            help="C withdraws and backs D, to whom a share of C's ballots follows (1/2, 50%).",
        ),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(metavar="S=F", help="Section S weighs F of the whole; 0 leaves it out."),
    ] = None,
    pool: Annotated[
        bool, typer.Option("--pool", help="One paper, one vote: sections have no weights.")
    ] = False,
    base: Annotated[
        BaseChoice | None,
        typer.Option(help="Shares of the votes live at each stage, or at the first."),
    ] = None,
    rule: Annotated[
        str | None, typer.Option(help="Count by this rule (av, plurality, sv).")
    ] = None,
    link: Annotated[
        str | None, typer.Option(metavar="QUERY", help="All assumptions, as a link holds them.")
    ] = None,
    lots: Annotated[
        Path | None, typer.Option(help="Lots for the supposed count: stage,candidates,drawn.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(help="Write both counts as JSON; - for standard output.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write both counts as a page, one self-contained file.")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help="The ballot file's format, if not by its name.")
    ] = None,
) -> None:
    """Count a contest under other assumptions, side by side with the count that there was."""
    from hustings.cli.whatif import Supposed, Wanted, whatif_path

    supposed = Supposed(
        withdraw=tuple(withdraw or ()),
        endorse=tuple(endorse or ()),
        weight=tuple(weight or ()),
        pool=pool,
        base=base.value if base else None,
        rule=rule,
        link=link,
    )
    wanted = Wanted(json=json, html=html)
    raise typer.Exit(whatif_path(path, supposed, wanted, lots=lots, from_=from_))


@app.command()
def track(
    path: Annotated[str, typer.Argument(help="A contest folder, or example:NAME.")],
    *,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day, as 2010-06-09; else the last in the records."),
    ] = None,
    known: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="As it was known on this day, not as it is known now."),
    ] = None,
    json: Annotated[
        str | None, typer.Option(help="Write the position as JSON; - for standard output.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the position as a CSV sheet.")] = None,
) -> None:
    """Say where a contest stood on a day: nominations, declared votes, switches, primaries."""
    from hustings.cli.track import track_path

    raise typer.Exit(track_path(path, on=on, known=known, json=json, csv=csv))


class SwingKind(StrEnum):
    """Which of the two kinds of swing, as the option takes it."""

    BUTLER = "butler"
    STEED = "steed"


@app.command()
def polls(
    file: Annotated[Path, typer.Argument(help="A CSV of polls and reader surveys.")],
    *,
    houses: Annotated[
        Path | None, typer.Option(help="The poll houses: a CSV id,name,council,note.")
    ] = None,
    contest: Annotated[
        str | None, typer.Option(metavar="PATH", help="The contest that the polls are about.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what had ended by this day.")
    ] = None,
) -> None:
    """Print polls as they were published, with their means; reader surveys apart."""
    from hustings.cli.polls import polls_path

    raise typer.Exit(polls_path(file, houses=houses, contest=contest, on=on))


@app.command()
def swing(
    *,
    loser: Annotated[str, typer.Option("--from", metavar="A", help="Who loses by the swing.")],
    gainer: Annotated[str, typer.Option("--to", metavar="B", help="Who gains by it.")],
    points: Annotated[
        str | None, typer.Option(metavar="P", help="The swing in points, such as 6.")
    ] = None,
    before: Annotated[
        list[str] | None,
        typer.Option(metavar="A=PER CENT", help="A share before; can be given again."),
    ] = None,
    after: Annotated[
        list[str] | None,
        typer.Option(metavar="A=PER CENT", help="A share after; can be given again."),
    ] = None,
    kind: Annotated[
        SwingKind | None, typer.Option(help="One kind only; of points butler if not given.")
    ] = None,
    since: Annotated[str, typer.Option(help="The past vote, in words.")] = "the vote before",
    majorities: Annotated[
        Path | None, typer.Option(help="A table of majorities: which of its seats would fall.")
    ] = None,
) -> None:
    """Work out a swing of both kinds, and which seats fall if all swing alike."""
    from hustings.cli.polls import Moved, swing_asked

    moved = Moved(
        loser, gainer, points, tuple(before or ()), tuple(after or ()), kind.value if kind else None
    )
    raise typer.Exit(swing_asked(moved, since=since, majorities=majorities))


DATA_HELP = "The data folder: the database unless DATABASE_URL names one, secrets, photographs."
HOST_HELP = "The address to listen on."
PORT_HELP = "The port to listen on."


@app.command()
def demo(
    *,
    out: Annotated[Path, typer.Option(help="Write the results into this folder.")] = Path("out"),
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Only write the files; start no site.")
    ] = False,
    host: Annotated[str, typer.Option(help=HOST_HELP)] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=PORT_HELP)] = 8000,
    data: Annotated[
        Path | None, typer.Option(help="The site's data folder; OUT/site if not given.")
    ] = None,
) -> None:
    """Count the Labour leadership contest of 2010, then serve it beside a primary to vote in."""
    from hustings.cli.demo import run_demo

    raise typer.Exit(run_demo(out, site=not no_serve, host=host, port=port, data=data))


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help=HOST_HELP)] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=PORT_HELP)] = 8000,
    data: Annotated[Path, typer.Option(envvar="HUSTINGS_DATA", help=DATA_HELP)] = Path(
        "hustings-data"
    ),
) -> None:
    """Serve the site: contests run online, from the roll to the published result."""
    from hustings.cli.site import run_serve

    raise typer.Exit(run_serve(host, port, data))


@app.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
def manage(
    arguments: Annotated[
        list[str] | None, typer.Argument(help="Django's command and its options.")
    ] = None,
    *,
    data: Annotated[Path, typer.Option(envvar="HUSTINGS_DATA", help=DATA_HELP)] = Path(
        "hustings-data"
    ),
) -> None:
    """Run one of the site's own commands: backup, restore, check_journal, sign_in_link, ..."""
    from hustings.cli.site import run_manage

    raise typer.Exit(run_manage(arguments or ["help"], data))
