"""`reportgen apc`: prices of electricity in place of costs, and what the paper's pictures show."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.running import Run


@pytest.mark.parametrize(
    ("head", "cell"),
    [("price_per_kwh", "0.0305"), ("price", "0.0305"), ("price (ct/kWh)", "3.05"), ("price (EUR/MWh)", "30.5")],
)
def test_a_price_of_electricity_gives_the_cost(run: Run, tmp_path: Path, head: str, cell: str) -> None:
    """10.4 Wh at 3.05 ct/kWh cost 0.03172 ct, the paper's APEC of VGG-19 0.7001990248; solar power costs nothing."""
    rows = f"model,accuracy,consumption,{head}\nVGG-19,0.9056,10.4,{cell}\nsolar,0.9056,10.4,0\nunpriced,0.9056,10.4,\n"
    (tmp_path / "models.csv").write_text(rows, encoding="utf-8")
    done = run("apc", "models.csv", "--beta", "0.1", "--beta-cost", "50", "--format", "json")
    bought, solar, unpriced = json.loads(done.out)

    assert (0.03172, pytest.approx(0.7001990248)) == (bought["cost"], bought["apec"])
    assert (0, 0.9056) == (solar["cost"], solar["apec"])
    assert (None, None) == (unpriced["cost"], unpriced["apec"])


def test_a_price_beside_a_cost_is_one_too_many(run: Run, tmp_path: Path) -> None:
    """Which of the two counts, nobody guesses."""
    (tmp_path / "models.csv").write_text("model,accuracy,consumption,cost,price\na,0.9,1,2,3\n", encoding="utf-8")
    done = run("apc", "models.csv")

    assert 2 == done.code
    assert "both a cost and a price of electricity are given" in done.err


def test_what_is_no_price_of_electricity(run: Run, tmp_path: Path) -> None:
    """A price of something else is refused with what one looks like."""
    (tmp_path / "models.csv").write_text("model,accuracy,consumption,price (pears)\na,0.9,1,2\n", encoding="utf-8")
    done = run("apc", "models.csv")

    assert 2 == done.code
    assert "is no price of electricity: such as price (EUR/kWh) or price (ct/kWh)" in done.err


def test_the_pictures_have_the_papers_curves_and_axis(run: Run, tmp_path: Path) -> None:
    """Seven accuracies and the models' own four, to 20 Wh an hour; hollow and filled are named; runs are told apart."""
    run("apc", "--curves", "out")
    names = ("apc_models.svg", "apec_models.svg", "apc_runs.svg")
    texts = {name: (tmp_path / "out" / name).read_text(encoding="utf-8") for name in names}

    for accuracy in ("0.7", "0.8", "0.9", "0.95", "0.99", "0.995", "0.999", "0.9056", "0.9341", "0.9349", "0.9454"):
        assert f">{accuracy}</text>" in texts["apc_models.svg"]
    assert ">20</text>" in texts["apc_models.svg"]
    assert ">Energy per hour, Wh</text>" in texts["apc_models.svg"]
    assert "hollow: bought, filled: renewable at cost 0" in texts["apec_models.svg"]
    shapes = re.findall(r'<path d="(M[^"]*)Z"', texts["apc_runs.svg"])
    corners = [len(re.findall("[ML]", shape)) for shape in shapes]
    # VGG-19's five runs are dots, InceptionV3's five squares, ResNet-50's four triangles, MobileNetV2's four diamonds
    assert {16: 5, 4: 9, 3: 4} == Counter(corners)


@pytest.mark.parametrize("picture", ["apc_models.svg", "apec_models.svg", "apc_runs.svg", "apec_runs.svg"])
def test_every_one_of_four_models_has_its_name(run: Run, tmp_path: Path, picture: str) -> None:
    """Where curves leave no room beside a mark its name stands farther off, with a leader, and is not left out."""
    run("apc", "--curves", "out")
    text = (tmp_path / "out" / picture).read_text(encoding="utf-8")

    models = ("VGG-19", "InceptionV3", "ResNet-50", "MobileNetV2")
    assert [1, 1, 1, 1] == [text.count(f">{model}</text>") for model in models]


@pytest.mark.parametrize(("head", "said"), [("consumption (Wh/hour)", " per hour"), ("consumption (Wh)", "")])
def test_a_picture_says_what_a_tables_energies_are_per(run: Run, tmp_path: Path, head: str, said: str) -> None:
    """As the column's name has it, and nothing where it does not say."""
    (tmp_path / "models.csv").write_text(f"model,accuracy,{head}\na,0.9,2\n", encoding="utf-8")
    assert 0 == run("apc", "models.csv", "--curves", "out").code
    assert f">Energy{said}, Wh</text>" in (tmp_path / "out" / "apc_models.svg").read_text(encoding="utf-8")
