"""Contest folders with one thing wrong each: what is done to a good one, where, and the message."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["BROKEN", "FILES", "GOOD", "Broken"]

GOOD = """\
[contest]
id = "demo"
title = "Demonstration"
purpose = "advisory"
sources = ["a book"]

[contest.marks]
skipped_ranks = 2

[[candidates]]
id = "ann"
name = "Ann Able"

[[candidates]]
id = "bob"
name = "Bob Baker"

[[sections]]
id = "here"
weight = "1/4"
ballots = "here.csv"
returned = 4
rejected = { unmarked = 1 }

[[sections]]
id = "there"
name = "Over there"
weight = "0.75"
ballots = "there.blt"
"""

FILES = {
    "here.csv": "rank1,rank2,papers\nann,bob,2\nbob,,1\n,,1\n",
    "there.blt": '2 1\n3 1 2 0\n2 2 0\n0\n"Ann Able"\n"Bob Baker"\n"Demonstration"\n',
}


@dataclass(frozen=True)
class Broken:
    """``old`` of contest.toml becomes ``new``; ``files`` are put beside it."""

    name: str
    old: str
    new: str
    place: str
    message: str
    files: dict[str, str | None] = field(default_factory=dict)
    more: int = 0


BROKEN = [
    Broken("no_equals_sign", 'id = "demo"', 'id "demo"', "contest.toml:2:4", "not TOML: expected"),
    Broken("open_string", '"a book"]\n', '"a book]\n', "contest.toml:5:20", "not TOML"),
    Broken("ends_early", '"there.blt"\n', "", "contest.toml:29:11", "not TOML: invalid value"),
    Broken("key_twice", "purpose =", "title =", "contest.toml:4:19", "not TOML: cannot overwrite"),
    Broken("control", '"a book"', '"a\x07book"', "contest.toml:5:14", "U+0007"),
    Broken("escaped_control", '"a book"', '"a\\u0007b"', "contest.toml:5:12", "U+0007"),
    Broken(
        "no_contest",
        "[contest]",
        "[content]",
        "contest.toml:1:1",
        "no key 'content'; did you mean",
        more=2,
    ),
    Broken(
        "contest_not_table", GOOD, "contest = 3\n", "contest.toml:1:1", "expected a table", more=1
    ),
    Broken("no_id", 'id = "demo"\n', "", "contest.toml:1:1", "[contest] has no id; add a line"),
    Broken("no_title", 'title = "Demonstration"\n', "", "contest.toml:1:1", "has no title"),
    Broken("empty_title", '"Demonstration"', '" "', "contest.toml:3:1", "title is empty"),
    Broken("two_lines", "Bob Baker", "Bob\\nBaker", "contest.toml:16:1", "keep it on one line"),
    Broken("bad_id", '"ann"', '"an>n"', "contest.toml:11:1", "'an>n' cannot be an id"),
    Broken("unknown_key", "purpose", "purpos", "contest.toml:4:1", "did you mean 'purpose'?"),
    Broken(
        "far_key", "purpose", "colour", "contest.toml:4:1", "the keys of [contest] are id, title"
    ),
    Broken("unknown_table", "[contest.marks]", "[marks]", "contest.toml:7:1", "no key 'marks'"),
    Broken("purpose", '"advisory"', '"advisry"', "contest.toml:4:1", "did you mean 'advisory'?"),
    Broken("number_for_text", '"advisory"', "3", "contest.toml:4:1", "expected one of advisory,"),
    Broken("seats", 'id = "demo"', 'id = "demo"\nseats = 0', "contest.toml:3:1", "from 1, found 0"),
    Broken(
        "seats_text",
        'id = "demo"',
        'id = "demo"\nseats = "1"',
        "contest.toml:3:1",
        "without quotes",
    ),
    Broken(
        "seats_true", 'id = "demo"', 'id = "demo"\nseats = true', "contest.toml:3:1", "found true"
    ),
    Broken("to_two", 'id = "demo"', 'id = "demo"\nto_two = 1', "contest.toml:3:1", "true or false"),
    Broken("sources", '["a book"]', '"a book"', "contest.toml:5:1", "expected a list of texts"),
    Broken("source", '["a book"]', '["a book",\n 7]', "contest.toml:6:2", "found 7"),
    Broken("skipped", "= 2", '= "some"', "contest.toml:8:1", 'a whole number from 0, or "any"'),
    Broken("skipped_below", "= 2", "= -1", "contest.toml:8:1", "found -1"),
    Broken(
        "candidate_twice", '"bob"', '"ann"', "contest.toml:15:1", "'ann' stands already on line 11"
    ),
    Broken("name_twice", "Bob Baker", "Ann Able", "contest.toml:16:1", "stands already on line 12"),
    Broken("name_is_id", "Bob Baker", "ann", "contest.toml:16:1", "is another candidate's id"),
    Broken(
        "withdrawn", '"Bob Baker"', '"B"\nwithdrawn = "yes"', "contest.toml:17:1", "true or false"
    ),
    Broken(
        "all_withdrawn",
        GOOD[GOOD.index("[[cand") : GOOD.index("[[sect")],
        '[[candidates]]\nid = "ann"\nwithdrawn = true\n',
        "contest.toml:10:1",
        "every candidate is withdrawn",
    ),
    Broken(
        "no_candidates",
        GOOD[GOOD.index("[[cand") : GOOD.index("[[sect")],
        "",
        "contest.toml:1:1",
        "there is no candidate; add a table [[candidates]]",
    ),
    Broken(
        "section_twice",
        '"there"',
        '"here"',
        "contest.toml:26:1",
        "'here' stands already on line 19",
    ),
    Broken(
        "float_weight", '"0.75"', "0.75", "contest.toml:28:1", 'only in quotes: weight = "0.75"'
    ),
    Broken(
        "word_weight",
        '"0.75"',
        '"most"',
        "contest.toml:28:1",
        "a fraction or a decimal above nought",
    ),
    Broken("by_nought", '"0.75"', '"3/0"', "contest.toml:28:1", "found '3/0'"),
    Broken("nought", '"0.75"', "0", "contest.toml:28:1", "above nought"),
    Broken(
        "one_weight", 'weight = "0.75"\n', "", "contest.toml:25:1", "this section has no weight"
    ),
    Broken("weights_sum", '"0.75"', '"0.7"', "contest.toml:20:1", "they add up to 19/20"),
    Broken(
        "below_nought", "returned = 4", "returned = -4", "contest.toml:22:1", "from 0, found -4"
    ),
    Broken("beyond", "returned = 4", f"returned = {2**62 + 1}", "contest.toml:22:1", "beyond 2^62"),
    Broken("heading", "unmarked", "unmaked", "contest.toml:23:14", "did you mean 'unmarked'?"),
    Broken(
        "heading_below_its_own_line",
        '"there.blt"',
        '"there.blt"\n[sections.rejected]\nunmaked = 1',
        "contest.toml:31:1",
        "did you mean 'unmarked'?",
    ),
    Broken("heading_text", "= 1 }", '= "1" }', "contest.toml:23:14", "a whole number from 0"),
    Broken(
        "rejected_text", "{ unmarked = 1 }", '"one"', "contest.toml:23:1", "or a table of headings"
    ),
    Broken("absolute", '"here.csv"', '"/here.csv"', "contest.toml:21:1", "leads out of the folder"),
    Broken(
        "upwards", '"here.csv"', '"../here.csv"', "contest.toml:21:1", "leads out of the folder"
    ),
    Broken(
        "hidden_up", '"here.csv"', '"a/../../b.csv"', "contest.toml:21:1", "leads out of the folder"
    ),
    Broken("backslash", '"here.csv"', '"a\\\\here.csv"', "contest.toml:21:1", "write / between"),
    Broken("drive", '"here.csv"', '"C:here.csv"', "contest.toml:21:1", "leads out of the folder"),
    Broken("itself", '"here.csv"', '"contest.toml"', "contest.toml:21:1", "no file of ballots"),
    Broken(
        "same_file",
        '"there.blt"',
        '"./here.csv"',
        "contest.toml:29:1",
        "section on line 21 already",
    ),
    Broken(
        "missing",
        '"here.csv"',
        '"hear.csv"',
        "contest.toml:21:1",
        "'hear.csv' is not in the folder",
    ),
    Broken(
        "missing_case",
        '"here.csv"',
        '"Here.CSV"',
        "contest.toml:21:1",
        "'Here.CSV' is not in the folder; did you mean 'here.csv'?",
    ),
    Broken(
        "missing_far",
        '"here.csv"',
        '"electors.csv"',
        "contest.toml:21:1",
        "put it there or correct the name",
    ),
    Broken("suffix", '"here.csv"', '"here.txt"', "contest.toml:21:1", "does not tell its format"),
    Broken(
        "spreadsheet",
        '"here.csv"',
        '"here.xlsx"',
        "contest.toml:21:1",
        "'here.xlsx': this is a spreadsheet; save its sheet as CSV UTF-8 (comma separated)",
    ),
    Broken(
        "format",
        '"here.csv"',
        '"here.csv"\nformat = "cvs"',
        "contest.toml:21:1",
        "did you mean 'csv'?",
    ),
    Broken(
        "top_ballots",
        'id = "demo"',
        'id = "demo"\nballots = "x.csv"',
        "contest.toml:3:1",
        "move this line",
    ),
    Broken("bad_csv", "", "", "here.csv:2:1", "carol", {"here.csv": "rank1\ncarol\n"}),
    Broken(
        "two_bad_files",
        "",
        "",
        "here.csv:2:1",
        "carol",
        {"here.csv": "rank1\ncarol\n", "there.blt": ""},
        1,
    ),
    Broken(
        "toml_and_file", "purpose", "purpos", "contest.toml:4:1", "purpose", {"there.blt": ""}, 1
    ),
    Broken("binary", "", "", "here.csv:1:1", "", {"here.csv": "\x00\x01"}, 2),
]
