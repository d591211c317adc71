"""Which rows of a table of runs count: those that a user chooses, and of those the ones that have ended well."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reportgen.evidence.known_columns import plain
from reportgen.evidence.runs import Table
from reportgen.files.notes import suggestion
from reportgen.files.number import number_in
from reportgen.problems import excerpt, refuse

# How tools (W&B, MLflow, ClearML, Optuna, Slurm, Ray) call a run that ended as it should, and one that did not; and
# people in the languages of the page.
_FINISHED = (
    *("finished", "completed", "complete", "success", "successful", "succeeded", "done", "published", "ok"),
    *("fertig", "abgeschlossen", "erfolgreich", "terminé", "réussi", "terminado", "completado", "finalizado"),
)
_UNFINISHED = (
    *("running", "crashed", "crash", "failed", "fail", "failure", "killed", "error", "errored", "pending", "queued"),
    *("scheduled", "preempting", "preempted", "canceled", "cancelled", "aborted", "timeout", "pruned", "waiting"),
    *("starting", "unfinished", "paused", "outofmemory", "nodefail", "inprogress", "created", "interrupted"),
    *("abgebrochen", "fehlgeschlagen", "gescheitert", "fehler", "läuft", "laufend", "wartend"),
    *("échoué", "échec", "annulé", "interrompu", "encours"),
    *("fallido", "fallado", "cancelado", "interrumpido", "encurso"),
)
_UNCLEAR = ("terminated", "stopped", "inactive", "ended", "beendet", "gestoppt", "arrêté", "detenido")
_MOST_ROWS = 10
_MOST_VALUES = 5
_LONGEST_SHOWN = 40


def nearest(text: str, values: Collection[str]) -> str:
    """What to do where no value is this text: the one that is the same number is meant, such as `1.0` by `1`, or the
    one that is written alike."""
    number = number_in(text)
    same = [value for value in sorted(values) if number is not None and number_in(value) == number]
    if same:
        return f'did you mean "{excerpt(same[0])}"?'
    return suggestion(text, [excerpt(value, _LONGEST_SHOWN) for value in sorted(values)])


def chosen_rows(table: Table, where: Mapping[str, str], name: str) -> Table:
    """The rows whose cells have these texts. Raises: InputError where no row has one."""
    import numpy as np

    for column, text in where.items():
        labels = table.labels[column]
        kept = np.flatnonzero(labels.codes == _code(labels.values, text))
        if not len(kept):
            message = f'no run has "{excerpt(text)}" as {excerpt(column)}'
            refuse(name, message, nearest(text, labels.values))
        if len(kept) < len(table.rows):
            left_out = len(table.rows) - len(kept)
            note = f'{_runs(left_out)} another "{column}" than {excerpt(text.strip())}: left out, as asked'
            table = table.taken(kept).noted(note)
    return table


def _code(values: tuple[str, ...], text: str) -> int:
    return values.index(text.strip()) if text.strip() in values else -2


def _runs(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def finished_rows(table: Table, column: str | None, name: str) -> Table:
    """The rows of runs that have finished, by a column of states; all of them, which is said, where it has none.

    Raises: InputError where none has, and where a state is not known here.
    """
    import numpy as np

    if column is None:
        return table
    labels = table.labels[column]
    known = {value: _is_finished(value) for value in labels.values}
    if not any(plain(value) in (*_FINISHED, *_UNFINISHED, *_UNCLEAR) for value in known):
        return table.noted(*_no_states(column, labels.values))
    unclear = [value for value, finished in known.items() if finished is None]
    if unclear:
        message = f'"{excerpt(unclear[0])}" in "{column}": is such a run finished?'
        refuse(name, message, f'choose the runs that count, such as where "{column}={excerpt(unclear[0])}"')
    finished = np.array([*known.values(), False])[labels.codes]  # an empty cell says nothing: the last
    if finished.all():
        return table
    rest = np.flatnonzero(~finished)
    shown = ", ".join(f"row {table.rows[row]}: {excerpt(labels.text(row)) or 'empty'}" for row in rest[:_MOST_ROWS])
    more = ", ..." if len(rest) > _MOST_ROWS else ""
    if len(rest) == len(finished):
        refuse(name, f'no run is finished, by "{column}" ({shown}{more})', "wait for a run, or choose them by where")
    verb = "1 run is" if len(rest) == 1 else f"{len(rest):,} runs are"
    note = f'{verb} not finished, by "{column}" ({shown}{more}): left out'
    return replace(table.taken(np.flatnonzero(finished)), left_out=table.left_out + len(rest)).noted(note)


def _no_states(column: str, values: Sequence[str]) -> list[str]:
    """What is said of a column called like one of states whose texts are none that is known here."""
    if not values:
        return []
    shown = ", ".join(excerpt(value, _LONGEST_SHOWN) for value in values[:_MOST_VALUES])
    more = ", ..." if len(values) > _MOST_VALUES else ""
    return [f'"{column}" holds no state of a run that is known here ({shown}{more}): every row counts']


def _is_finished(state: str) -> bool | None:
    word = plain(state)
    return True if word in _FINISHED else False if word in _UNFINISHED else None
