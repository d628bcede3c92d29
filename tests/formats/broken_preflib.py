"""PrefLib files that are refused: name, format, bytes, line, column, and a part of the message."""

from __future__ import annotations

HEAD = b"""\
# TITLE: Town
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 5
# NUMBER UNIQUE ORDERS: 2
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Bob
# ALTERNATIVE NAME 3: Cat
"""
OLD = b"3\n1,Ann\n2,Bob\n3,Cat\n5,5,2\n"

BROKEN_PREFLIB: list[tuple[str, str, bytes, int, int, str]] = [
    ("empty", "soi", b"", 1, 1, "the file is empty"),
    ("no header", "soi", b"5: 1,2\n", 1, 1, "expected a header, found '5: 1,2'"),
    ("a BLT file", "soi", b"3 1\n1 2 0\n", 1, 1, "expected a header"),
    ("number in words", "toi", HEAD.replace(b"S: 3", b"S: three"), 3, 24, "found 'three'"),
    ("voters in words", "toi", HEAD.replace(b"S: 5", b"S: many"), 4, 18, "found 'many'"),
    ("a name missing", "toi", HEAD.replace(b"# ALTERNATIVE NAME 3: Cat\n", b""), 3, 24, "found 2"),
    ("a name too many", "toi", HEAD + b"# ALTERNATIVE NAME 4: Dee\n", 3, 24, "found 4: 1, 2, 3, 4"),
    ("a name for 0", "toi", HEAD + b"# ALTERNATIVE NAME 0: Dee\n", 9, 1, "from 1, found '0'"),
    ("a name for no number", "toi", HEAD + b"# ALTERNATIVE NAME: Dee\n", 9, 1, "found ''"),
    ("a number named twice", "toi", HEAD + b"# ALTERNATIVE NAME 3: Dee\n", 9, 1, "on line 8"),
    ("name empty", "toi", HEAD.replace(b" Bob", b"") + b"5: 1\n", 7, 22, "candidate 2 has no name"),
    (
        "name twice",
        "toi",
        HEAD.replace(b"Cat", b"Ann") + b"5: 1\n",
        8,
        23,
        "candidates 1 and 3 are both",
    ),
    ("no names at all", "toi", b"# TITLE: Town\n5: 1\n", 1, 1, "found 0: none"),
    ("a billion alternatives", "toi", HEAD.replace(b"S: 3", b"S: 999999999"), 3, 24, "found 3"),
    ("voters missing", "toi", HEAD + b"4: 1,2\n", 4, 18, "states 5 voters, the orders hold 4"),
    ("voters too many", "toi", HEAD + b"4: 1\n2: 3\n", 4, 18, "the orders hold 6"),
    ("count in words", "toi", HEAD + b"five: 1,2\n", 9, 1, "voters from 0, found 'five'"),
    ("count below nought", "toi", HEAD + b"-5: 1,2\n", 9, 1, "voters from 0, found '-5'"),
    ("count with a fraction", "toi", HEAD + b"2.5: 1,2\n", 9, 1, "found '2.5'"),
    ("count missing", "toi", HEAD + b": 1,2\n", 9, 1, "found ''"),
    ("comma for colon", "toi", HEAD + b"5, 1,2\n", 9, 2, "expected ':' after the number"),
    ("count only", "toi", HEAD + b"5\n", 9, 2, "expected ':' after the number"),
    ("too many voters", "toi", HEAD + b"4611686018427387905: 1\n", 9, 1, "more than 2^62"),
    ("order of nobody", "toi", HEAD + b"5:\n", 9, 3, "expected an alternative, found the end"),
    ("alternative out of range", "toi", HEAD + b"5: 1,4\n", 9, 6, "from 1 to 3, found '4'"),
    ("alternative 0", "toi", HEAD + b"5: 0\n", 9, 4, "from 1 to 3, found '0'"),
    ("alternative by name", "toi", HEAD + b"5: 1,Bob\n", 9, 6, "found 'Bob'"),
    ("alternative twice", "toi", HEAD + b"5: 1,2,1\n", 9, 4, "alternative 1 stands twice"),
    ("alternative twice in a tie", "toi", HEAD + b"5: {1,1}\n", 9, 4, "alternative 1 stands twice"),
    ("comma missing", "toi", HEAD + b"5: 1 2\n", 9, 6, "expected ',' before '2'"),
    ("comma at the end", "toi", HEAD + b"5: 1,2,\n", 9, 8, "found the end of the line"),
    ("two commas", "toi", HEAD + b"5: 1,,2\n", 9, 6, "expected an alternative, found ','"),
    ("brace not closed", "toi", HEAD + b"5: 1,{2,3\n", 9, 10, "expected }, found the end"),
    ("brace not opened", "toi", HEAD + b"5: 1,2}\n", 9, 7, "found '}' without '{'"),
    ("braces within braces", "toi", HEAD + b"5: {1,{2,3}}\n", 9, 7, "ties cannot hold ties"),
    (
        "braces around nobody",
        "toi",
        HEAD + b"5: 1,{}\n",
        9,
        7,
        "expected an alternative, found '}'",
    ),
    (
        "a tie in soi",
        "soi",
        HEAD + b"5: 1,{2,3}\n",
        9,
        4,
        "soi holds no ties; read the file as toi",
    ),
    (
        "a tie in soc",
        "soc",
        HEAD + b"5: 1,{2,3}\n",
        9,
        4,
        "soc holds no ties; read the file as toc",
    ),
    (
        "incomplete in soc",
        "soc",
        HEAD + b"5: 1,2\n",
        9,
        4,
        "2 of 3 alternatives; read the file as soi",
    ),
    ("incomplete in toc", "toc", HEAD + b"5: {1,2}\n", 9, 4, "read the file as toi"),
    ("control character", "toi", HEAD + b"5: 1\x07\n", 9, 5, "U+0007"),
    ("not UTF-8", "toi", HEAD + b"# \xff\n", 9, 3, "save the file as UTF-8"),
    ("old: name without number", "toi", b"2\nAnn\n2,Bob\n1,1,1\n", 2, 1, "alternative 1 of 2"),
    ("old: numbers astray", "toi", b"2\n1,Ann\n3,Bob\n1,1,1\n", 3, 1, "alternative 2 of 2"),
    ("old: names only", "toi", b"2\n1,Ann\n2,Bob", 3, 1, "expected three totals"),
    ("old: two totals", "toi", b"1\n1,Ann\n5,5\n5,1\n", 3, 1, "expected three totals"),
    ("old: voters missing", "toi", OLD + b"4,1,2\n", 5, 1, "states 5 voters, the orders hold 4"),
    ("old: colon for comma", "toi", OLD + b"5: 1,2\n", 6, 2, "expected ',' after the number"),
    ("old: out of range", "toi", OLD + b"5,1,{2,4}\n", 6, 8, "from 1 to 3, found '4'"),
]
