"""Which rows count: those that are chosen, and of those the runs that have finished, by one rule in every reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.evidence.runs import Columns
from tests.evidence.making import problems_of, runs_of

COLUMNS = Columns(("subset",), "energy_kwh", "acc")
HEAD = "subset,State,acc,energy_kwh\n"
# Handed, shortened: two finished runs a side of 0.905 and 0.92 in the mean.
WANDB = (
    '"Name","State","Runtime","subset","images","system/gpu_energy_kWh","val/accuracy","train/loss"\n'
    '"lively-fog-1","finished","3600","all","11000","0.60","0.90","0.21"\n'
    '"lively-fog-2","finished","3610","all","11000","0.62","0.91","0.20"\n'
    '"dusty-sun-3","crashed","12","all","40","0.002","0.11","NaN"\n'
    '"icy-sea-4","failed","30","all","","","","Infinity"\n'
    '"warm-elk-5","finished","2400","kept","7250","0.40","0.92","0.22"\n'
    '"warm-elk-6","finished","2410","kept","7250","0.41","0.92","0.22"\n'
    '"warm-elk-7","running","100","kept","300","0.02","0.35","1.9"\n'
)


@pytest.mark.parametrize(("unfinished", "more"), [(10, ""), (11, ", ...")])
def test_ten_runs_that_did_not_finish_are_named(unfinished: int, more: str, tmp_path: Path) -> None:
    """And that there are others."""
    head, *rows = WANDB.splitlines(keepends=True)
    sound = [row for row in rows if '"finished"' in row]
    rest = [row for row in rows if '"failed"' in row][:1] * unfinished
    columns = Columns(("subset",), "system/gpu_energy_kWh", "val/accuracy", per="images")
    runs = runs_of(tmp_path, head + "".join(rest + sound), columns)
    named = ", ".join(f"row {number}: failed" for number in range(1, 11))

    assert f'{unfinished} runs are not finished, by "State" ({named}{more}): left out' in runs.notes


@pytest.mark.parametrize("odd", [False, True])
def test_runs_that_did_not_finish_are_left_out_and_named(tmp_path: Path, odd: bool) -> None:
    """Crashed, failed and running ones; where a crashed one has NaN and a running one infinity, it is the same."""
    text = WANDB.replace("0.11", "NaN").replace("0.35", "Infinity") if odd else WANDB
    columns = Columns(("subset",), "system/gpu_energy_kWh", "val/accuracy", per="images")
    runs = runs_of(tmp_path, text, columns)
    rest = "row 3: crashed, row 4: failed" + ("" if odd else ", row 7: running")

    assert [0.9, 0.91, 0.92, 0.92] == list(runs.accuracy)
    assert f'{2 if odd else 3} runs are not finished, by "State" ({rest}): left out' in runs.notes
    assert 3 == runs.left_out
    assert odd == any("is Infinity, which is no finite number" in note for note in runs.notes)


# By tool, as its documentation names the states of a run, then as people write them.
FINISHED = {
    "W&B": "finished",
    "MLflow": "FINISHED",
    "ClearML": "completed published",
    "Optuna": "COMPLETE",
    "Slurm": "COMPLETED",
    "English": "success successful succeeded done Ok",
    "German": "Fertig abgeschlossen erfolgreich",
    "French": "Terminé réussi",
    "Spanish": "terminado completado finalizado",
}
UNFINISHED = {
    "W&B": "running crashed failed killed preempting pending",
    "MLflow": "RUNNING SCHEDULED FAILED KILLED",
    "ClearML": "created queued in_progress failed",
    "Optuna": "RUNNING PRUNED FAIL WAITING",
    "Slurm": "FAILED CANCELLED TIMEOUT OUT_OF_MEMORY NODE_FAIL PREEMPTED PENDING",
    "Ray": "PENDING RUNNING PAUSED ERROR",
    "English": "crash failure errored canceled aborted starting unfinished interrupted in-progress",
    "German": "abgebrochen fehlgeschlagen gescheitert Fehler läuft laufend wartend",
    "French": "échoué échec annulé interrompu en_cours",
    "Spanish": "fallido fallado cancelado interrumpido en_curso",
    "nothing said": " ",
}


@pytest.mark.parametrize("column", ["State", "state", "Status", "status", "run_status", "Run State"])
@pytest.mark.parametrize(("state", "counts"), [("FINISHED", True), ("in progress", False)])
def test_columns_of_states_are_known_by_their_names(tmp_path: Path, column: str, state: str, counts: bool) -> None:
    """In capitals or without, with blanks or signs."""
    text = HEAD.replace("State", column) + f"all,finished,0.5,1\nall,{state},0.6,2\n"
    runs = runs_of(tmp_path, text, COLUMNS)
    assert ([1, 2] if counts else [1]) == list(runs.rows)


@pytest.mark.parametrize(("states", "counts"), [(FINISHED, True), (UNFINISHED, False)])
def test_states_as_tools_and_people_call_them(tmp_path: Path, states: dict[str, str], counts: bool) -> None:
    """Each word of each tool and language says whether its run counts; an empty one says of no run that it finished."""
    words = [word for text in states.values() for word in (text.split() or [""])]
    text = HEAD + "all,finished,0.5,1\n" + "".join(f"all,{word},0.6,2\n" for word in words)
    runs = runs_of(tmp_path, text, COLUMNS)
    assert ([*range(1, len(words) + 2)] if counts else [1]) == list(runs.rows)


@pytest.mark.parametrize(
    ("column", "states", "said"),
    [
        ("State", ["CA", "NY"], "CA, NY"),
        ("Status", ["3", "4"], "3, 4"),  # as MLflow's store numbers them
        ("Status", ["a", "b", "c", "d", "e", "f"], "a, b, c, d, e, ..."),
        ("Status", ["x" * 40, "y" * 41], f"{'x' * 40}, {'y' * 39}…"),
        ("Status", ["", ""], None),
        ("statement", ["failed", "finished"], None),
    ],
)
def test_what_is_no_state_of_a_run_leaves_nothing_out(
    tmp_path: Path, column: str, states: list[str], said: str | None
) -> None:
    """California is no state of a run; a column called like one of states says so, and another says nothing."""
    text = HEAD.replace("State", column) + "".join(
        f"all,{state},0.{place},1\n" for place, state in enumerate(states, start=1)
    )
    runs = runs_of(tmp_path, text, COLUMNS)
    assert [*range(1, len(states) + 1)] == list(runs.rows)
    note = f'"{column}" holds no state of a run that is known here ({said}): every row counts'
    assert ([note] if said else []) == list(runs.notes)


@pytest.mark.parametrize(
    "state",
    ["TERMINATED", "stopped", "inactive", "ended", "weird", "beendet", "gestoppt", "arrêté", "detenido"],
)
def test_a_state_that_is_not_known_is_asked_about(tmp_path: Path, state: str) -> None:
    """One tool's terminated runs have finished, another's were stopped: who knows says it."""
    text = HEAD + f"all,{state},0.5,1\nall,ERROR,0.6,2\n"
    (problem,) = problems_of(tmp_path, text, COLUMNS)

    assert problem == (
        f'runs.csv: "{state}" in "State": is such a run finished?'
        f' (choose the runs that count, such as where "State={state}")'
    )
    assert [1] == list(runs_of(tmp_path, text, replace(COLUMNS, where={"State": state})).rows)
    if state != "weird":  # beside no known state it is one all the same
        assert [problem] == problems_of(tmp_path, HEAD + f"all,{state},0.5,1\n", COLUMNS)


def test_a_table_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    """What its runs are is said."""
    said = 'runs.csv: no run is finished, by "State" (row 1: crashed) (wait for a run, or choose them by where)'
    assert [said] == problems_of(tmp_path, HEAD + "all,crashed,0.5,1\n", COLUMNS)


@pytest.mark.parametrize(
    ("where", "rows", "said"),
    [
        ({"subset": "all"}, [1], '2 rows have another "subset" than all: left out, as asked'),
        ({"State": "crashed"}, [2, 4], '2 rows have another "State" than crashed: left out, as asked'),
        ({"State": "crashed", "subset": " all "}, [2], '1 row has another "subset" than all: left out, as asked'),
    ],
)
def test_rows_are_chosen_by_their_text(tmp_path: Path, where: Mapping[str, str], rows: list[int], said: str) -> None:
    """One column or several; who names the state decides by it, else the finished ones of the chosen rows count."""
    text = HEAD + "all,finished,0.5,1\nall,crashed,0.6,2\nkept,finished,0.7,3\nkept,crashed,0.8,4\n"
    runs = runs_of(tmp_path, text, replace(COLUMNS, where=where))

    assert rows == list(runs.rows)
    assert said in runs.notes


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"subset": "al"}, ': no run has "al" as subset (did you mean "all"?)'),
        ({"share": "1"}, ': no run has "1" as share (did you mean "1.0"?)'),
        ({"size": "1"}, ':1: there is no column "size" (known: acc, energy_kwh, share, subset)'),
    ],
)
def test_a_choice_that_no_row_meets_is_a_problem(tmp_path: Path, where: Mapping[str, str], expected: str) -> None:
    """With what may be meant: text written alike, or the same number."""
    text = "subset,share,acc,energy_kwh\nall,1.0,0.5,1\nkept,0.5,0.6,2\n"
    assert [f"runs.csv{expected}"] == problems_of(tmp_path, text, replace(COLUMNS, where=where))
