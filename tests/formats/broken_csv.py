"""Broken CSV files: what is wrong, the bytes, where it is said, and a part of what is said.

Each file has this one defect. The place is line and column, from 1; FOLDER files are read as those
of a section `mps` with the candidates below.
"""

from __future__ import annotations

from typing import NamedTuple

from hustings.contest import Candidate
from hustings.formats.format import Expected

CANDIDATES = (
    Candidate("ann", "Ann Lee"),
    Candidate("bob", "Bob Ray"),
    Candidate("cat", "Cat Fox", withdrawn=True),
    Candidate("dan", "ANN lee"),  # as like to Ann as two names can be
)
FOLDER = Expected(CANDIDATES, "mps")
BARE = Expected()


class Broken(NamedTuple):
    """One file with one defect."""

    name: str
    data: bytes
    line: int
    column: int
    says: str
    expected: Expected = BARE


BROKEN = (
    # the file as a whole
    Broken("nothing at all", b"", 1, 1, "no header"),
    Broken("a byte order mark alone", b"\xef\xbb\xbf", 1, 1, "no header"),
    Broken("comments alone", b"# one\n\n  # two\n", 1, 1, "no header"),
    Broken("Latin-1", b"rank1,rank2\nJos\xe9,Bob\n", 2, 4, "expected UTF-8"),
    Broken("UTF-16", "rank1\na\n".encode("utf-16"), 1, 1, "this file is UTF-16; save it"),
    Broken("UTF-16, the other way", b"\xfe\xff\x00a", 1, 1, "save it as CSV UTF-8"),
    Broken("semicolons all over", b"# x\nAsh;Birch\n1;2\n2;\n", 2, 1,
           "separated by semicolons; save it with commas, as CSV UTF-8"),
    Broken("semicolons between quotes", b'"Lee, Ann";"Bob"\n1;2\n', 1, 1, "by semicolons"),
    Broken("semicolons, said by Excel", b"sep=;\nAsh;Birch\n1;2\n", 1, 1, "by semicolons"),
    Broken("tabs", b"ann\tbob\tdan\n1\t2\t3\n", 1, 1, "separated by tabs", FOLDER),
    Broken("a cut character at the end", b"rank1\nJos\xc3", 2, 4, "expected UTF-8"),
    Broken("a NUL", b"rank1,rank2\na\x00,b\n", 2, 2, "U+0000"),
    Broken("a form feed", b"rank1,rank2\na,b\n\x0ca,b\n", 3, 1, "U+000C"),
    Broken("old Mac line ends", b"rank1,rank2 \r", 1, 13, "U+000D"),
    Broken("text turned round", "rank1,rank2\na\u202e,b\n".encode(), 2, 2, "U+202E"),
    Broken("a second byte order mark", "rank1,rank2\n\ufeffa,b\n".encode(), 2, 1, "U+FEFF"),
    Broken("a line separator", "rank1,rank2\na,b\u2028\n".encode(), 2, 4, "U+2028"),
    # the header
    Broken("a heading twice", b"a,b,a\n1,2,3\n", 1, 5, "'a' stands twice"),
    Broken("papers twice", b"a,papers,Papers\n1,2,3\n", 1, 10, "'Papers' stands twice"),
    Broken("section twice", b"rank1,section,section\n", 1, 15, "'section' stands twice"),
    Broken("a rank twice", b"rank1,rank2,Rank 2\n", 1, 13, "'Rank 2' stands twice"),
    Broken("no heading", b"a,,c\n1,2,3\n", 1, 3, "no heading"),
    Broken("a comma too many in the header", b"rank1,rank2,\na,b,c\n", 1, 13, "no heading"),
    Broken("a rank missing", b"rank1,rank3\na,b\n", 1, 7, "missing: rank2"),
    Broken("no first rank", b"# x\nrank2,rank3\na,b\n", 2, 7, "missing: rank1"),
    Broken("no candidate and no rank", b"papers,section\n1,a\n", 1, 1, "found neither"),
    Broken("both layouts", b"rank1,rank2,ann\na,b,1\n", 1, 13, "stands beside columns of ranks"),
    Broken("both layouts, in a folder", b"rank1,ann\nbob,1\n", 1, 7, "stands beside", FOLDER),
    Broken("a quote that stays open in the header", b'a,"b\n1,2\n', 1, 3, "does not close"),
    Broken("a candidate without a column", b"ann,dan,ballot\n1,2,3\n", 1, 1, "no column for bob",
           FOLDER),
    Broken("a candidate misspelt", b"ann,bop,dan\n1,2,3\n", 1, 1, "name no candidate: bop", FOLDER),
    Broken("a candidate by id and by name", b"ann,bob,Bob Ray,dan\n1,2,,\n", 1, 9,
           "the same candidate as 'bob'", FOLDER),
    Broken("a heading that could be two", b"ann,bob,dan,ann  lee\n1,2,3,\n", 1, 13,
           "could be ann or dan", FOLDER),
    # columns that are no candidate's
    Broken("a count under its own name", b"ann,bob,count\n1,2,35\n", 1, 9,
           "call the column papers"),
    Broken("a count in capitals", b"rank1,Number of  Votes\na,3\n", 1, 7, "call the column papers"),
    Broken("a count in a folder", b"ann,bob,dan,total\n1,2,3,35\n", 1, 13,
           "'total': is this how many identical papers there are?", FOLDER),
    Broken("a count beside ranks in a folder", b"rank1,Copies\nann,35\n", 1, 7,
           "remove or rename it", FOLDER),
    Broken("nothing but a count", b"count,section\n35,n\n", 1, 1, "call the column papers"),
    Broken("a candidate called Count", b"Count,Baron\n1,2\n", 1, 1, "needs a contest folder"),
    Broken("ballot numbers", b"Ballot,Ash,Birch\n1,1,2\n2,,1\n3,1,2\n", 1, 1,
           "'Ballot' cannot be told from a candidate: remove it"),
    Broken("addresses", b"ash,birch,E-mail\n1,2,a@b.example\n", 1, 11, "contest folder"),
    Broken("voters beside ranks", b"rank1,voter_id\nash,7\n", 1, 7, "cannot be told from"),
    Broken("a gap in a series", b"1st,3rd\na,b\n", 1, 5, "missing: rank2"),
    Broken("one rank in two words", b"1st,First choice\na,b\n", 1, 5, "stands twice"),
    # the rows
    Broken("a cell too many", b"rank1,rank2\na,b\na,b,c\n", 3, 5, "remove what is too many"),
    Broken("a cell too few", b"rank1,rank2\na,b\na\n", 3, 2, "found 1; add the missing commas"),
    Broken("an empty cell too many", b"rank1,rank2\na,b,\n", 2, 5, "found 3"),
    Broken("semicolons", b"rank1,rank2\na;b\n", 2, 4, "expected 2 cells"),
    Broken("one cell and a comma", b"rank1\na,\n", 2, 3, "expected 1 cell as"),
    Broken("a quote inside a cell", b'rank1,rank2\na,b"c\n', 2, 4, "a quote inside a cell"),
    Broken("text after a quote", b'rank1,rank2\n"a"b,c\n', 2, 1, "a quote inside a cell"),
    Broken("a quote that stays open", b'rank1,rank2\na,b\n"a,b\n', 3, 1, "does not close"),
    # marks
    Broken("an unknown candidate", b"rank1,rank2\nann,eve\n", 2, 5, "no candidate 'eve'", FOLDER),
    Broken("a candidate misspelt in a cell", b"rank1,rank2\nann, bbo\n", 2, 6, "did you mean 'bob'",
           FOLDER),
    Broken("a candidate who could be two", b"rank1\nANN LEE\n", 2, 1, "ann or dan", FOLDER),
    Broken("a rank of nought", b"a,b\n1,0\n", 2, 3, "from 1 to 999, X or an empty cell, found '0'"),
    Broken("a rank below nought", b"a,b\n1,-1\n", 2, 3, "found '-1'"),
    Broken("a fractional rank", b"a,b\n1.0,2\n", 2, 1, "found '1.0'"),
    Broken("a rank of a thousand", b"a,b\n1,1000\n", 2, 3, "found '1000'"),
    Broken("a rank in another script", "a,b\n1,٢\n".encode(), 2, 3, "found '٢'"),
    Broken("a rank in words", b"a,b\nfirst,2\n", 2, 1, "every other column is a candidate"),
    Broken("two crosses in one cell", b"a,b\nXX,\n", 2, 1, "found 'XX'"),
    Broken("a word in a folder's file", b"ann,bob,dan\n1,yes,\n", 2, 3, "found 'yes'", FOLDER),
    Broken("names under headings that are no ranks", b"1,2\nAsh,Birch\nBirch,\n", 1, 1,
           "head the columns rank1, rank2, ..."),
    Broken("a thousand names", b"First,Second\n" + b"Ash,Birch\n" * 1000, 1, 1,
           "they hold 'Ash' and 'Birch'"),
    Broken("a rank with its ending", b"a,b\n1st,2\n", 2, 1, "found '1st'; write 1"),
    Broken("a rank with noughts before it", b"a,b\n1,02\n", 2, 3, "found '02'; write 2"),
    Broken("a rank with noughts behind it", b"a,b\n1,3.0\n", 2, 3, "found '3.0'; write 3"),
    Broken("a dash for a rank", b"a,b\n1,-\n", 2, 3, "leave the cell empty"),
    # papers
    Broken("papers by thousands", b'rank1,papers\na,"1,200"\n', 2, 3, "found '1,200'; write 1200"),
    Broken("papers as a program writes them", b"rank1,papers\na,35.0\n", 2, 3, "; write 35"),
    Broken("papers below nought", b"rank1,papers\na,-1\n", 2, 3, "a whole number from 0"),
    Broken("papers in fractions", b"rank1,papers\na,1.5\n", 2, 3, "found '1.5'"),
    Broken("no papers", b"rank1,papers\na,\n", 2, 3, "found ''"),
    Broken("papers with a plus", b"rank1,papers\na,+1\n", 2, 3, "found '+1'"),
    Broken("papers in thousands", b'rank1,papers\na,"1,000"\n', 2, 3, "found '1,000'"),
    Broken("papers as a power", b"rank1,papers\na,1e3\n", 2, 3, "found '1e3'"),
    Broken("papers in another script", "rank1,papers\na,²\n".encode(), 2, 3, "found '²'"),
    Broken("papers past 2^62", b"rank1,papers\na,%d\n" % (2**62 + 1), 2, 3, "2^62"),
    Broken("papers without end", b"rank1,papers\na," + b"9" * 5000 + b"\n", 2, 3, "2^62"),
    Broken("papers past 2^62 in all", b"rank1,papers\na,%d\nb,1\nc,1\n" % 2**62, 3, 1, "in all"),
    # sections
    Broken("no section", b"rank1,section\na,\n", 2, 3, "the section's id"),
    Broken("a section that can be no id", b"rank1,section\na,n>s\n", 2, 3, "found 'n>s'"),
    Broken("another section's paper", b"rank1,section\nann,mps\nbob,mep\n", 3, 5,
           "of the section 'mps', found 'mep'", FOLDER),
)  # fmt: skip
