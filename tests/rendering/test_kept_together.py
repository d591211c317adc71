"""Units and names that a line never ends within: which words they are, on the screen and on paper."""

from __future__ import annotations

import pytest

from reportgen.rendering.kept_together import kept_together

JOINER = "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("30.00\u00a0EUR/h", ["EUR/h"]),
        ("0,00011\u00a0kg CO₂e/échantillon", ["CO₂e/échantillon"]),
        ("USD/Unteilbarunt… each", ["USD/Unteilbarunt…"]),
        ("by ISO/IEC 21031", ["ISO/IEC"]),
        ("NVIDIA A100-SXM4-80GB, RT-DETR-R18 and YOLOX-s", ["A100-SXM4-80GB", "RT-DETR-R18", "YOLOX-s"]),
        ("on 2026-11-28.", ["2026-11-28"]),
        ("EUR\u00a00.95/sample", ["0.95/sample"]),
        ("/sample", ["/sample"]),
        ("unknown_error.csv (zeus), SemDeDup, de reportgen", ["unknown_error.csv", "SemDeDup", "reportgen"]),
        ("1.5 kWh, z. B. Ende.", []),
        ("lui-même, peut-être en États-Unis", []),
        ("CO₂-Intensität des Stroms", []),
        ("https://github.com/owner/name and data/output/average.json", []),
        ("schema reportgen/report/1", []),
        ("EUR/Aufzeichnungsgerät", []),
    ],
)
def test_words_in_one_piece(text: str, whole: list[str]) -> None:
    """Units with a slash, names with a hyphen and a digit; no path, address or common word, nothing over 20 letters."""
    screen = kept_together(f"<p>{text}</p>", paper=False)
    paper = kept_together(f"<p>{text}</p>", paper=True)

    assert whole == [part.partition("</span>")[0] for part in screen.split('<span class="nw">')[1:]]
    parted = paper.replace('<span class="nw">', JOINER).replace("</span>", "")
    assert whole == [word.replace(JOINER, "").strip(",.") for word in parted[3:-4].split() if JOINER in word]
    assert f"<p>{text}</p>" == parted.replace(JOINER, "")


@pytest.mark.parametrize(
    "html",
    [
        '<td data-l="EUR/h"></td>',
        "<svg><text>EUR/h</text></svg>",
        "<svg><svg><text>x</text></svg><text>EUR/h</text></svg>",
        '<dd class="key">net_savings = co2.js / <b>counts.csv</b></dd>',
        "<style>a{content:'EUR/h'}</style>",
        "<script>EUR/h</script>",
        "<title>EUR/h</title>",
        "<!-- EUR/h -->",
    ],
)
def test_what_is_no_text_stays(html: str) -> None:
    """Attributes, drawings, also within others, styles, scripts, the title, formulas and comments are as they were."""
    assert [html, html] == [kept_together(html, paper) for paper in (False, True)]


def test_each_break_of_a_name_is_joined() -> None:
    """Behind the slash and behind each hyphen, where a line could end."""
    assert f"EUR/{JOINER}h A100-{JOINER}SXM4-{JOINER}80GB" == kept_together("EUR/h A100-SXM4-80GB", paper=True)


@pytest.mark.parametrize("text", ["−$", "+$", "−€", "−₩"])
def test_a_minus_stays_with_the_sign_of_its_currency(text: str) -> None:
    """A line ends neither with the minus of `−$200.00` on paper nor on the screen."""
    assert f"<b>{text[0]}{JOINER}{text[1]}200.00</b>" == kept_together(f"<b>{text}200.00</b>", paper=True)
    assert f'<b><span class="nw">{text}</span>200.00</b>' == kept_together(f"<b>{text}200.00</b>", paper=False)


@pytest.mark.parametrize("text", ["5 − 3", "−EUR\u00a05", "CA$5", "$5", "−5\u00a0€"])
def test_what_no_line_parts_has_no_joiner(text: str) -> None:
    """Nothing is put into what holds together by itself, or is a difference."""
    assert [text, text] == [kept_together(text, paper) for paper in (False, True)]
