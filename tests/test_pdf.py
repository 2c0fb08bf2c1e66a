"""PDFs as their readers see them: columns, hidden words, turned pages, scripts that run to the left, passwords."""

from __future__ import annotations

import io

import pytest

from ingest.errors import Unreadable
from ingest.formats.pdf import draft_of
from tests.documents import at, hebrew, painted, pdf

LIBRARY = (
    "The regional library of Ostby opened",
    "its new reading room on Friday, eleven",
    "months after a burst pipe ruined the",
    "old one. Director Nils Aune said that",
    "4,800 of the 6,000 soaked books could",
    "be dried and kept.",
)
HALL = (
    "The swimming hall of Elde will close",
    "in June because its roof has rotted.",
    "Head of sport Grete Moen said that a",
    "new hall would cost 38 million crowns.",
    "Pupils will travel by bus to Norvik",
    "until the autumn of next year.",
)
DRIED = "4,800 of the 6,000 soaked books could be dried and kept."
IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\n"
    b"stream\n0\nendstream"
)
COST = "a new hall would cost 38 million crowns."


def rows(*, right: float = 300, shift: float = 0) -> str:
    """Two columns, painted row by row; the right one `shift` points lower."""
    return "".join(
        at(50, 700 - 13 * number, a) + at(right, 700 - shift - 13 * number, b)
        for number, (a, b) in enumerate(zip(LIBRARY, HALL, strict=True))
    )


def encrypted(algorithm: str, *, password: str = "") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf([list(LIBRARY)]))).pages:
        writer.add_page(page)
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_pdf_that_only_its_owner_may_change_is_read(algorithm: str) -> None:
    assert DRIED in draft_of(encrypted(algorithm)).text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_that_asks_its_reader_for_a_password_says_so(algorithm: str) -> None:
    with pytest.raises(Unreadable, match="it needs a password"):
        draft_of(encrypted(algorithm, password="secret"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rows(), id="row by row"),
        pytest.param(rows(shift=5), id="columns that don't stand level"),
        pytest.param(rows(right=240), id="a narrow gutter"),
        pytest.param(at(300, 700, *HALL) + at(50, 700, *LIBRARY), id="right column painted first"),
        pytest.param(
            "".join(at(50, 700 - 13 * n, LIBRARY[n]) for n in reversed(range(6))) + at(300, 700, *HALL),
            id="from the bottom",
        ),
        pytest.param(at(50, 740, "News of Ostby and Elde", size=20) + rows(), id="a headline over both"),
    ],
)
def test_columns_are_read_one_after_the_other(content: str) -> None:
    draft = draft_of(painted(content))
    assert DRIED in draft.text
    assert COST in draft.text
    assert draft.text.index(DRIED) < draft.text.index(COST)
    assert not draft.doubts


def test_three_columns_under_a_headline_and_over_a_footer_are_read_in_order() -> None:
    third = (
        "Snow fell on the hills over Lind all",
        "day on Sunday, and forty cars stood",
        "still on the road to the pass.",
    )
    content = "".join(
        at(20, 700 - 13 * n, LIBRARY[n])
        + at(212, 700 - 13 * n, HALL[n])
        + (at(404, 700 - 13 * n, third[n]) if n < 3 else "")
        for n in range(6)
    )
    text = draft_of(painted(at(100, 780, "Three towns, three tales", size=24) + content + at(290, 40, "7"))).text
    places = [text.index(one) for one in ("Three towns", DRIED, COST, "forty cars stood still on")]
    assert places == sorted(places)


def test_a_tables_rows_stay_rows() -> None:
    towns = [
        ("Ostby", "4,800", "12 May"),
        ("Elde", "612", "3 June"),
        ("Norvik", "77", "9 June"),
        ("Lind", "5", "1 July"),
    ]
    content = "".join(at(50 + 150 * k, 700 - 14 * n, cell) for n, row in enumerate(towns) for k, cell in enumerate(row))
    draft = draft_of(painted(at(50, 740, "Books that were dried, by town and day, as counted.") + content))
    assert "Elde 612 3 June" in draft.text
    assert not draft.doubts


def test_one_column_with_wide_gaps_is_read_along_its_lines() -> None:
    """As a typesetter stretches a narrow column."""
    content = ""
    for n, line in enumerate(LIBRARY):
        words = line.split()
        first = " ".join(words[: 1 + n % 3])
        content += at(50, 700 - 13 * n, first) + at(64 + 5.3 * len(first), 700 - 13 * n, " ".join(words[1 + n % 3 :]))
    assert DRIED in draft_of(painted(content)).text


SEEN = at(50, 700, *LIBRARY)
SECRET = "The director resigned on Thursday over the pipe."


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(at(50, 500, SECRET, before="3 Tr"), id="painted by nothing"),
        pytest.param("1 g " + at(50, 500, SECRET), id="white on the paper"),
        pytest.param("0.99 0.98 1 rg " + at(50, 500, SECRET), id="nearly white"),
        pytest.param("0 0 0 0 k " + at(50, 500, SECRET), id="white by printing inks"),
        pytest.param("0 0 .5 rg 40 480 400 60 re f " + at(50, 500, SECRET), id="blue on blue"),
        pytest.param(at(-900, 500, SECRET), id="beside the page"),
        pytest.param(at(50, 900, SECRET), id="above the page"),
        pytest.param(at(50, 500, SECRET, size=0.5), id="too small to see"),
        pytest.param("/G1 gs " + at(50, 500, SECRET), id="transparent"),
        pytest.param("q /G1 gs Q /G1 gs q " + at(50, 500, SECRET) + " Q", id="transparent, within other states"),
    ],
)
def test_text_that_nobody_sees_is_left_out_and_told(hidden: str) -> None:
    draft = draft_of(painted(SEEN + "q " + hidden + " Q", resources="/ExtGState << /G1 << /ca 0 >> >>"))
    assert DRIED in draft.text
    assert "resigned" not in draft.text
    assert draft.notes == (f"text that its readers do not see was left out: “{SECRET}”",)


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param("0 0 .5 rg 40 480 400 60 re f 1 g " + at(50, 500, SECRET), id="white on blue"),
        pytest.param("1 g 0 G " + at(50, 500, SECRET, before="1 Tr"), id="white letters with a black line"),
        pytest.param("0.7 g " + at(50, 500, SECRET), id="pale grey"),
        pytest.param("q 400 0 0 60 40 480 cm /I1 Do Q 1 g " + at(50, 500, SECRET), id="white on a photograph"),
        pytest.param("/G1 gs " + at(50, 500, SECRET), id="half transparent"),
    ],
)
def test_text_that_stands_out_from_its_ground_is_kept(seen: str) -> None:
    resources = "/ExtGState << /G1 << /ca 0.5 >> >> /XObject << /I1 5 0 R >>"
    draft = draft_of(painted(SEEN + seen, resources=resources, more=[b"null", IMAGE]))
    assert SECRET in draft.text
    assert not draft.notes


def test_a_scans_layer_of_text_is_read_and_doubted() -> None:
    content = "q 595 0 0 842 0 0 cm /I1 Do Q " + at(50, 700, *LIBRARY, before="3 Tr")
    draft = draft_of(painted(content, resources="/XObject << /I1 5 0 R >>", more=[b"null", IMAGE]))
    assert DRIED in draft.text
    assert draft.doubts == ("on page 1 the text is what a program made of a scan",)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("upright", [True, False])
def test_a_turned_page_is_read_along_its_lines(turn: int, upright: bool) -> None:
    """Turned by the page's own word, with text that stands upright for it, and with text that does not."""
    matrices = {90: "0 1 -1 0 595 0 cm ", 180: "-1 0 0 -1 595 842 cm ", 270: "0 -1 1 0 0 842 cm "}
    content = (matrices[turn] if upright else "") + at(50, 500, *LIBRARY) + at(320, 500, *HALL)
    text = draft_of(painted(content, page=f"/Rotate {turn}")).text
    assert DRIED in text
    assert COST in text


def test_a_stamp_across_the_page_is_left_out_and_told() -> None:
    draft = draft_of(painted(SEEN + "q .7 .7 -.7 .7 100 300 cm " + at(0, 0, "CONFIDENTIAL", size=60) + " Q"))
    assert draft.text == " ".join(LIBRARY)
    assert "aslant" in draft.notes[0]


@pytest.mark.parametrize("visual", [True, False])
def test_a_line_that_runs_to_the_left_is_read_from_the_right(visual: bool) -> None:
    text = "הספרייה האזורית נפתחה ביום שישי"
    shown, font, cmap = hebrew(text, visual=visual)
    if visual:
        content = f"BT /F2 10 Tf 50 700 Td <{shown}> Tj ET"
    else:
        places = [f"1 0 0 1 {300 - 5 * n} 700 Tm <{shown[2 * n : 2 * n + 2]}> Tj" for n in range(len(text))]
        content = f"BT /F2 10 Tf {' '.join(places)} ET"
    assert draft_of(painted(content, more=[font, cmap])).text == text
