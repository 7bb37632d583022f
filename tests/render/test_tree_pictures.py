"""One list of shapes, four kinds of file: the path is bold, text is safe, bytes are the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.diagrams import shipped, trees

from negotiate.errors import UsageError
from negotiate.render.palette import DARK, LIGHT
from negotiate.render.tree.compose import picture
from negotiate.render.tree.fold import Folding
from negotiate.render.tree.marks import BOLDEST, CHOSEN
from negotiate.render.tree.raster import FORMATS, LONGEST, drawn
from negotiate.render.tree.shapes import Curve, Line, Picture, Words
from negotiate.render.tree.svg import svg
from negotiate.render.tree.tikz import escaped, tikz
from negotiate.spec.library import shipped_games

if TYPE_CHECKING:
    from pathlib import Path

    from negotiate.results.diagram import Diagram

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<b onload='x'>&\"]]>\u202e\x00 \\input{/etc/passwd} $x_1^2$ 50% #~"


def words(shown: Picture) -> list[str]:
    return [shape.text for shape in shown.shapes if isinstance(shape, Words)]


def parsed(shown: Picture) -> ET.Element:
    return ET.fromstring(svg(shown))  # noqa: S314 -- what has just been written, and is at stake


def entry() -> Diagram:
    return shipped("textbook/entry-deterrence")[1]


@pytest.mark.parametrize("name", shipped_games())
def test_svg_is_xml_that_holds_every_word(name: str) -> None:
    for diagram in shipped(name):
        shown = picture(diagram)
        root = parsed(shown)
        assert [e.text for e in root.iter(f"{SVG}text")] == words(shown)
        assert root.findtext(f"{SVG}title") == diagram.title
        assert root.findtext(f"{SVG}desc") == shown.description


def test_svg_needs_nothing_from_elsewhere() -> None:
    text = svg(picture(entry()))
    assert not re.search(r"<(style|script|image|use|link)|url\(|var\(|href", text)
    assert text.count("http") == 1  # the namespace


def test_path_is_bold_in_the_colours_of_who_moves() -> None:
    shown = picture(entry())
    widest = sum(BOLDEST)
    bold = [s.colour for s in shown.shapes if isinstance(s, Line) and s.width == widest]
    assert bold[:2] == [LIGHT.player(0), LIGHT.player(1)]
    assert {s.text for s in shown.shapes if isinstance(s, Words) and s.bold} >= {"enter", "share"}
    assert "fight" in {s.text for s in shown.shapes if isinstance(s, Words) and not s.bold}


def test_rare_branches_of_the_path_stay_bolder_than_choices_off_it() -> None:
    least, _ = BOLDEST
    assert least > CHOSEN


def test_marks_are_drawn_and_explained_where_they_occur() -> None:
    hidden = picture(shipped("conditional-aid")[1])
    assert any(isinstance(shape, Curve) and shape.dash for shape in hidden.shapes)
    assert "information set" in words(hidden)
    assert "path of scenario no threat" in words(picture(shipped("conditional-aid")[2]))
    plain = words(picture(shipped("textbook/ultimatum")[0]))
    assert not {"information set", "equilibrium path (spe)", "nodes folded in"} & set(plain)
    folded = words(picture(shipped("kellogg")[1]))
    assert "nodes folded in" in folded
    assert "+813" in folded


def test_folding_says_how_many_nodes_are_inside() -> None:
    """Centipede has 9 nodes: below the first decision, a leaf and a branch with 6 more."""
    shown = picture(shipped("textbook/centipede")[1], Folding(depth=1))
    assert "+6" in words(shown)


def test_description_tells_the_path() -> None:
    assert picture(entry()).description == (
        "Game tree of Entrant and Incumbent: 5 nodes. Equilibrium path: enter, share."
        " Expected payoffs: Entrant 2 and Incumbent 2."
    )


@given(trees(), st.booleans())
def test_every_kind_draws_every_tree(diagram: Diagram, dark: bool) -> None:  # noqa: FBT001
    shown = picture(diagram, theme=DARK if dark else LIGHT)
    parsed(shown)
    assert tikz(shown).count("\\node[") == len(words(shown))


@pytest.mark.parametrize("kind", FORMATS)
def test_matplotlib_draws_the_same_shapes(kind: str) -> None:
    data, lacking = drawn(picture(shipped("conditional-aid")[2]), kind)
    assert data.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[kind])
    assert lacking == ""
    if kind == "pdf":
        assert b"/FontFile2" in data  # fonts are embedded, as TrueType
        assert b"/Subtype /Image" not in data


def test_same_picture_same_bytes() -> None:
    def written() -> list[bytes]:
        shown = picture(entry())
        return [svg(shown).encode(), tikz(shown).encode(), *(drawn(shown, k)[0] for k in FORMATS)]

    assert written() == written()


def test_characters_that_the_font_lacks_are_reported() -> None:
    diagram = replace(entry(), title="台湾")
    assert drawn(picture(diagram), "png")[1] == "台湾"


def test_pictures_that_no_file_can_hold_are_refused() -> None:
    endless = replace(picture(entry()), height=LONGEST + 1)
    for write in (lambda: drawn(endless, "png"), lambda: tikz(endless)):
        with pytest.raises(UsageError, match="16,001 pixels long"):
            write()
    assert svg(endless)


def test_text_of_a_file_stays_text() -> None:
    diagram = replace(entry(), title=NASTY, label=("", *[NASTY] * 4), players=(NASTY, "B"))
    shown = picture(diagram)
    root = parsed(shown)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "rect", "polyline", "path", "circle", "polygon", "text",
    }  # fmt: skip
    assert drawn(shown, "png")[1] == ""
    told = [line for line in tikz(shown).splitlines() if not line.startswith("%")]
    assert not re.search(r"\\input|(?<!\\)[$#&~^]", "\n".join(told))


def test_tex_prints_what_it_would_obey() -> None:
    assert escaped("a_b $5 50% {x} #1 & ~^\\") == (
        r"a\_b \$5 50\% \{x\} \#1 \& \textasciitilde{}\textasciicircum{}\textbackslash{}"
    )
    assert escaped("−1\x00") == r"\ensuremath{-}1"


def test_a_title_cannot_end_the_comment_of_a_tex_file() -> None:
    diagram = replace(entry(), title="harmless\n\\input{secrets}")
    (first, *_) = tikz(picture(diagram)).splitlines()
    assert first == "% harmless \\input{secrets}"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX here")
def test_latex_takes_it(tmp_path: Path) -> None:
    head = r"\documentclass{article}\usepackage{tikz}\pagestyle{empty}\begin{document}\noindent"
    nasty = replace(shipped("conditional-aid")[2], title="50% of $x_1$ & {all} \\of #it~^<>|\"'")
    (tmp_path / "tree.tex").write_text(tikz(picture(nasty)), encoding="utf-8")
    (tmp_path / "page.tex").write_text(head + r"\input{tree}\end{document}", encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
    assert (tmp_path / "page.pdf").stat().st_size > 10_000
