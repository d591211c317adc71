"""What `make mutate` finds, on a package of two functions that is made for it."""

import json
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tools.mutate import campaign, equivalents, summary
from tools.mutate.bench import Bench
from tools.mutate.campaign import Campaign, Outcome, Trial, batches, trial
from tools.mutate.mutants import Mutant, Spot, applied, between, drawn, mutant, mutants, spots
from tools.mutate.selection import Selection, resting, select, statement_lines
from tools.mutate.texts import spans_of_texts

FILE = "reportgen/sums/counting.py"
OTHER = "reportgen/sums/unused.py"
SOURCE = '''\
"""Counting."""


def steps(goal: int, stride: int = 1) -> int:
    """How many strides of 1 or more reach the goal."""
    if goal < 0:
        raise ValueError(f"the goal is {0 - goal} too low")
    count = 0
    while goal > 0:
        goal -= stride
        count += 1
    return count
'''
TESTS = """\
from functools import cache

from reportgen.sums.counting import steps


@cache
def three_strides():
    return steps(3, 1)


def test_first():
    assert three_strides() == 3


def test_second():
    assert three_strides() > 0


def test_no_way():
    assert steps(0, 1) == 0


def test_default():
    assert steps(2) == 2
"""
LONG = """\
import time


def test_waits():
    time.sleep(1.5)


def test_computes():
    while True:
        pass
"""
BROKEN = "tests/sums/test_broken.py::test_no"
NAMED = "tests/sums/test_named.py"
# A test with the value of a default in its name, behind one that fails anyway.
NAMED_TESTS = """\
import pytest

from reportgen.sums.counting import steps


def test_broken():
    assert False


@pytest.mark.parametrize("text", ["a" * steps(4)])
def test_is_short(text):
    assert len(text) == 4
"""
LOOP = "        count += 1"
BESIDE = "tests/sums/test_beside.py"
KILLED = ("count += 1", "count += 2")
SURVIVOR = ("if goal < 0:", "if goal < -1:")
ENDLESS = ("goal -= stride", "goal += stride")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the package and its tests."""
    return make_project(tmp_path)


def make_project(folder: Path) -> Path:
    """Write the package, twice over, and its tests, and return their folder."""
    files = {FILE: SOURCE, OTHER: SOURCE, "tests/sums/test_counting.py": TESTS}
    files |= {"tests/sums/test_broken.py": "def test_no():\n    assert False\n", NAMED: NAMED_TESTS}
    packages = ("reportgen", "reportgen/sums", "tests", "tests/sums")
    files |= {f"{package}/__init__.py": "" for package in packages}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Return a bench with a copy of the project, which each test leaves as it was."""
    root = make_project(tmp_path_factory.mktemp("project"))
    (root / "tests/sums/test_long.py").write_text(LONG, encoding="utf-8")
    with closing(Bench(root, tmp_path_factory.mktemp("bench"))) as made:
        yield made


def changed(change: tuple[str, str]) -> Mutant:
    """Return the mutant that replaces one text of the source by another."""
    assert 1 == SOURCE.count(change[0])
    return between(FILE, SOURCE, SOURCE.replace(*change))


def a_selection() -> Selection:
    """Return what coverage would find: three tests, of which the last never enters the loop."""
    tests = [f"tests/sums/test_counting.py::{name}" for name in ("test_no_way", "test_first", "test_second")]
    lines = {str(line): [0, 1] for line in (6, 8, 9, 12)} | {str(line): [1] for line in (10, 11)}
    return Selection({test: 0.01 * place for place, test in enumerate(tests, 1)}, {FILE: lines})


def ran(tried: Campaign, trials: list[Trial]) -> dict[Mutant, Outcome]:
    """Return what became of each mutant."""
    found: dict[Mutant, Outcome] = {}
    tried.run(trials, found, lambda _: None)
    return found


def needs(package: str) -> None:
    """Skip a test where the extra `mutate` is not installed."""
    pytest.importorskip(package, reason="pip install '.[mutate]'")


# What becomes of a mutant


def test_killed_survivor_and_timeout_are_told_apart(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that a test sees is killed, one that none sees survives, one that never ends is a timeout."""
    monkeypatch.setattr("tools.mutate.campaign.GRACE_S", 2.0)
    mutants = [changed(change) for change in (KILLED, SURVIVOR, ENDLESS)]
    trials = [trial(mutant, SOURCE, a_selection()) for mutant in mutants]

    outcomes = ran(Campaign([bench], a_selection()), trials)

    assert [Outcome.KILLED, Outcome.SURVIVED, Outcome.TIMEOUT] == [outcomes[mutant] for mutant in mutants]
    assert SOURCE == (bench.tree / FILE).read_text(encoding="utf-8")


def test_survivor_of_the_nearest_tests_meets_all_others(bench: Bench) -> None:
    """What the tests of the line let pass is killed by one that the line was not known to run in."""
    change = changed(KILLED)
    near, far = (f"tests/sums/test_counting.py::{name}" for name in ("test_no_way", "test_first"))
    known = Selection({near: 0.01, far: 99.0}, {FILE: {"11": [0]}})

    outcomes = ran(Campaign([bench], known), [trial(change, SOURCE, known)])

    assert {change: Outcome.KILLED} == outcomes


def test_tests_of_the_module_itself_come_first() -> None:
    """A slower test in the file named like the module stands before a quicker one of its room."""
    far, beside, own = (f"tests/{name}.py::c" for name in ("a/test_b", "sums/test_other", "sums/test_counting"))
    known = Selection({far: 0.01, beside: 0.02, own: 0.03}, {FILE: {"11": [0, 1, 2]}})

    assert (own, beside, far) == trial(changed(KILLED), SOURCE, known).tests


def test_test_that_fails_for_a_batch_kills_the_one_that_fails_it(bench: Bench) -> None:
    """Of two that are tried together only the one that a test fails for is killed."""
    unseen = between(OTHER, SOURCE, SOURCE.replace(*KILLED))
    near, far = (f"tests/sums/test_counting.py::{name}" for name in ("test_no_way", "test_first"))
    known = Selection({near: 0.01, far: 99.0}, {})
    trials = [Trial(change, (near, far)) for change in (changed(KILLED), unseen)]

    outcomes = ran(Campaign([bench], known), trials)

    assert {changed(KILLED): Outcome.KILLED, unseen: Outcome.SURVIVED} == outcomes


def test_quick_tests_that_fail_without_a_change_are_an_error(bench: Bench) -> None:
    """Where the tests fail anyway nothing would be learned from their failing."""
    known = Selection({BROKEN: 0.01}, {FILE: {"11": [0]}})

    with pytest.raises(RuntimeError, match="though nothing was changed"):
        ran(Campaign([bench], known), [trial(changed(KILLED), SOURCE, known)])


@pytest.mark.parametrize(
    ("test", "limit_s", "ended"), [("test_waits", 1, False), ("test_waits", 0.1, True), ("test_computes", 1, True)]
)
def test_limit_is_of_computing(bench: Bench, test: str, limit_s: float, ended: bool) -> None:
    """A test that waits for longer than its limit ends by itself, as on a busy machine, unless it waits for ever."""
    result = bench.run([], [f"tests/sums/test_long.py::{test}"], limit_s)

    assert (ended, ended) == (result.timed_out, result.failed)


def test_quick_tests_that_do_not_end_without_a_change_are_an_error(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit that is too short for the tests is not taken for a test that fails."""
    monkeypatch.setattr(campaign, "GRACE_S", 1.0)
    near = "tests/sums/test_long.py::test_computes"
    known = Selection({near: 0.01}, {FILE: {"11": [0]}})

    with pytest.raises(RuntimeError, match="do not end in time, though nothing was changed"):
        ran(Campaign([bench], known), [trial(changed(KILLED), SOURCE, known)])


def test_test_that_fails_without_a_change_kills_nothing(bench: Bench) -> None:
    """A slow test that fails anyway is found out when it first kills, and the others decide."""
    near, far = (f"tests/sums/test_counting.py::{name}" for name in ("test_no_way", "test_first"))
    known = Selection({near: 0.01, BROKEN: 98.0, far: 99.0}, {})
    trials = [Trial(changed(change), (near, BROKEN, far)) for change in (KILLED, SURVIVOR)]

    outcomes = ran(Campaign([bench], known), trials)

    assert [Outcome.KILLED, Outcome.SURVIVED] == list(outcomes.values())


def test_test_that_is_named_after_what_was_changed_is_found(bench: Bench) -> None:
    """Where a test is not found by its name, its whole file runs: the change is killed or not by what it does."""
    names = ["tests/sums/test_counting.py::test_of_another_name"]

    assert not bench.run([changed(SURVIVOR)], names, 30).failed
    assert bench.run([changed(KILLED)], names, 30).failed


def test_test_that_is_named_after_what_was_changed_kills(bench: Bench) -> None:
    """It kills though it has no name where nothing is changed, and one beside it that fails anyway is passed over."""
    known = Selection({f"{NAMED}::test_is_short[aaaa]": 0.01}, {})
    change = between(FILE, SOURCE, SOURCE.replace("stride: int = 1", "stride: int = 2"))

    outcomes = ran(Campaign([bench], known), [Trial(change, tuple(known.seconds), at_import=True)])

    assert {change: Outcome.KILLED} == outcomes


def test_change_at_import_is_killed_by_the_tests_that_see_it(bench: Bench) -> None:
    """A default is changed where the module is imported anew, and a test of the default fails."""
    default = "tests/sums/test_counting.py::test_default"
    change = between(FILE, SOURCE, SOURCE.replace("stride: int = 1", "stride: int = 2"))

    assert bench.run([change], [default], 30).failed
    assert not bench.run([], [default], 30).failed


# What is tried together


def test_batches_keep_neighbours_apart() -> None:
    """No two of a batch stand near each other in one file, in two rooms, or beside what acts at import."""
    places = [("sums/a.py", 1), ("sums/a.py", 5), ("sums/a.py", 11), ("sums/b.py", 1), ("far/c.py", 1)]
    trials = [Trial(Mutant(f"reportgen/{file}", line, 0, 0, "", "", ""), ()) for file, line in places]
    trials.append(Trial(Mutant("reportgen/far/d.py", 1, 0, 0, "", "", ""), (), at_import=True))

    found = [
        [(one.mutant.file.removeprefix("reportgen/"), one.mutant.line) for one in batch] for batch in batches(trials)
    ]

    assert [
        [("far/c.py", 1)],
        [("sums/a.py", 1), ("sums/a.py", 11), ("sums/b.py", 1)],
        [("sums/a.py", 5)],
        [("far/d.py", 1)],
    ] == found


def test_a_change_meets_first_what_killed_another_of_its_file(bench: Bench) -> None:
    """A slow test that killed once is among the first for its file, so that the next change goes no further."""
    near, far = (f"tests/sums/test_counting.py::{name}" for name in ("test_no_way", "test_first"))
    known = Selection({near: 0.01, far: 99.0}, {FILE: {"11": [0]}})
    tried = Campaign([bench], known)

    first = tried.meet_nearest(trial(changed(KILLED), SOURCE, known))
    ran(tried, [trial(changed(KILLED), SOURCE, known)])
    second = tried.meet_nearest(trial(changed(("count += 1", "count += 3")), SOURCE, known))

    assert [None, far] == [first.killer, second.killer]


# Which changes are made


def test_texts_for_people_are_left_out() -> None:
    """Docstrings, types, texts that speak to a person and guards are left out; what is reckoned beside is not."""
    source = textwrap.dedent('''\
        """Module."""
        limit: "int | None" = 1
        say("so many {n}", n=count + 1)
        refuse(place, f"{1 + 1} are missing", "add " "one")
        raise ValueError("no" + name)
        ranges["high"] = "exact"
        pairs = zip(low, high, strict=True)
        name = given(Choice(("a", "b")), "which one", "a")
        hint = f"say {name}" if name else ""
        reading.stop(line + 1, "too long", hint)
        Caveat("an_id", "Title.", "Text.", ("a_key",))
        option("--name", help="Whose.")
        Step("key", advice="name it")
        raise LogoRefused("no logo")
        Kind = Literal["map", "list"]
        schema = {"type": "object", "description": "what it is"}
        text = path.read_text(encoding="utf-8")
    ''')

    spans = spans_of_texts(source)

    assert [
        '"""Module."""',
        '"int | None"',
        '"so many {n}"',
        'f"{1 + 1} are missing"',
        '"add " "one"',
        '"no"',
        "True",
        '"which one"',
        'f"say {name}"',
        '""',
        '"too long"',
        '"Title."',
        '"Text."',
        '"Whose."',
        '"name it"',
        '"no logo"',
        'Literal["map", "list"]',
        '"what it is"',
        '"utf-8"',
    ] == [source[span.start : span.end] for span in sorted(spans)]
    assert spans[0].meets(0, 1)
    assert spans[0].meets(12, 20)
    assert not spans[0].meets(13, 13)


@pytest.mark.may_skip
def test_every_kind_of_change_is_made_but_in_texts(project: Path) -> None:
    """Numbers, comparisons, sums and conditions are changed, the message and its arithmetic are not."""
    needs("mutmut")

    made = mutants(project, spots(project, [project / FILE]))

    changes = {(change.before, change.after) for change in made}
    for before, after in [
        ("if goal < 0:", "if goal <= 0:"),
        ("goal -= stride", "goal += stride"),
        ("count = 0", "count = 1"),
        ("while goal > 0:", "while goal >= 0:"),
    ]:
        assert before in {one for one, _ in changes}
        assert after in {" ".join(other.split()) for one, other in changes if one == before}
    assert not [before for before, _ in changes if "raise" in before]


@pytest.mark.may_skip
def test_change_stands_in_its_line_alone(project: Path) -> None:
    """The change applied to the source gives a source that differs in that line alone."""
    needs("mutmut")
    spot = next(spot for spot in spots(project, [project / FILE]) if spot.place[0] == 11)

    change = mutant(project, spot)

    assert change is not None
    lines, others = SOURCE.splitlines(), applied(SOURCE, [change]).splitlines()
    assert [11] == [n for n, pair in enumerate(zip(lines, others, strict=True), 1) if pair[0] != pair[1]]
    assert ("count += 1", others[10].strip()) == (change.before, change.after)


def test_a_seed_always_draws_the_same() -> None:
    """The order is the seed's alone, and each place comes once before any comes twice."""
    places = [Spot("a.py", (line, 0), 3 * line + kind) for line in range(1, 11) for kind in range(3)]

    assert drawn(places, 7) == drawn(places, 7)
    assert drawn(places, 7) != drawn(places, 8)
    assert sorted(places) == sorted(drawn(places, 7))
    assert 10 == len({spot.place for spot in drawn(places, 7)[:10]})


def test_changes_of_one_file_are_made_together() -> None:
    """Two changes at once stand where each would stand alone."""
    both = [changed(KILLED), changed(SURVIVOR)]

    assert SOURCE.replace(*KILLED).replace(*SURVIVOR) == applied(SOURCE, both)


# Equivalents


def write_equivalents(project: Path, *rows: tuple[str, str]) -> None:
    """Write a file of equivalents with the changes of the tiny package."""
    entries = ({"file": FILE, "line": line, "change": change, "reason": "told"} for line, change in rows)
    text = "".join(
        "[[equivalent]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in row.items()) for row in entries
    )
    (project / equivalents.FILE).write_text(text, encoding="utf-8")


def test_equivalent_is_known_by_its_text(project: Path) -> None:
    """A listed change is known wherever its line stands, and no other change of that line."""
    write_equivalents(project, SURVIVOR)
    moved = f"# a line more\n{SOURCE}"

    [listed] = equivalents.read(project)

    assert "told" == listed.reason
    assert listed.is_of(between(FILE, moved, moved.replace(*SURVIVOR)))
    assert not listed.is_of(between(FILE, SOURCE, SOURCE.replace("goal < 0", "goal < 1")))


@pytest.mark.may_skip
def test_equivalent_that_no_change_is_is_said(project: Path) -> None:
    """An entry whose line is gone, or that cannot come of it, is found."""
    needs("mutmut")
    known, gone, never = ("count = 0", "count = 1"), ("count = 7", "count = 8"), ("return count", "return 7")
    write_equivalents(project, known, gone, never)

    left = equivalents.unmatched(project, equivalents.read(project))

    assert [gone, never] == [(one.before, one.after) for one in left]


def test_listed_equivalents_have_reasons() -> None:
    """Every entry of the repository's own list says why."""
    listed = equivalents.read(Path(__file__).parents[1])

    assert not [one for one in listed if len(one.reason) < 20]


# Which tests


def test_tests_of_a_line_are_those_of_its_statement() -> None:
    """A line inside a call of several lines counts as its statement; what runs at import as the whole file."""
    source = "LIMIT = 1\n\ndef f(x):\n    if x:\n        g(\n            1,\n        )\n    return 2\n"
    known = Selection({"slow": 2.0, "quick": 1.0, "other": 3.0}, {"m.py": {"1": [], "4": [0, 1], "5": [1], "8": [0]}})

    assert range(5, 8) == statement_lines(source, 6)
    assert range(4, 5) == statement_lines(source, 4)
    assert ["slow"] == known.of("m.py", 6, source)
    assert ["quick", "slow"] == known.of("m.py", 1, source)


def test_test_rests_on_what_it_shares() -> None:
    """A test counts for the lines of a fixture, and of what that one calls, though another ran them first."""
    uses = {"a": ["fixture page"], "b": ["fixture page"], "fixture page": ["cached facts"], "c": []}
    lines = {"m.py": {1: ["a"], 2: ["fixture page"], 3: ["cached facts", "c"], 4: [""]}}

    found = resting({"a": 1.0, "b": 2.0, "c": 3.0}, uses, {"c"}, lines)

    assert Selection({"a": 1.0, "b": 2.0}, {"m.py": {"1": [0], "2": [0, 1], "3": [0, 1], "4": []}}) == found


@pytest.mark.may_skip
def test_coverage_knows_who_rests_on_a_cached_call(project: Path, tmp_path: Path) -> None:
    """All tests that ask for the cached result count for the loop, and the one that never enters it does not."""
    needs("coverage")

    found = select(project, tmp_path / "kept")

    loop = found.of(FILE, SOURCE.splitlines().index(LOOP) + 1, SOURCE)
    assert {"test_first", "test_second", "test_default"} == {test.partition("::")[2] for test in loop}
    assert found == select(project, tmp_path / "kept")


@pytest.mark.may_skip
def test_only_new_tests_are_watched_again(project: Path, tmp_path: Path) -> None:
    """Where a file of tests alone is another, its old tests go, its new ones come, and the others keep their times."""
    needs("coverage")
    kept, beside, loop = tmp_path / "kept", project / BESIDE, SOURCE.splitlines().index(LOOP) + 1
    call = "from reportgen.sums.counting import steps\n\n\ndef test_{}():\n    assert steps(1) == 1\n"
    beside.write_text(call.format("old"), encoding="utf-8")
    before = select(project, kept, workers=2)
    beside.write_text(call.format("new"), encoding="utf-8")

    after = select(project, kept)

    others = {test: time for test, time in before.seconds.items() if "beside" not in test}
    assert others == {test: time for test, time in after.seconds.items() if "beside" not in test}
    assert ["test_old"] == [test.partition("::")[2] for test in before.of(FILE, loop, SOURCE) if "beside" in test]
    assert ["test_new"] == [test.partition("::")[2] for test in after.of(FILE, loop, SOURCE) if "beside" in test]
    assert {f"{BESIDE}::test_old"} == set(before.of(FILE, loop, SOURCE)) - set(after.of(FILE, loop, SOURCE))


@pytest.mark.may_skip
def test_other_code_is_watched_anew(project: Path, tmp_path: Path) -> None:
    """Where the code is another all tests are watched again, as their lines have moved."""
    needs("coverage")
    before = select(project, tmp_path / "kept").of(FILE, SOURCE.splitlines().index(LOOP) + 1, SOURCE)
    moved = f"\n\n{SOURCE}"
    (project / FILE).write_text(moved, encoding="utf-8")

    after = select(project, tmp_path / "kept").of(FILE, moved.splitlines().index(LOOP) + 1, moved)

    assert set(before) == set(after)


def test_slow_tests_count_in_their_own_room_alone() -> None:
    """What takes long in another room is a browser or a PDF: at the limit it counts, and above it no more."""
    names = ("tests/sums/test_a.py::own", "tests/far/test_b.py::just", "tests/far/test_b.py::above")
    known = Selection(dict(zip(names, (9.0, 0.2, 0.201), strict=True)), {FILE: {"11": [0, 1, 2]}})

    assert {names[0], names[1]} == set(trial(changed(KILLED), SOURCE, known).tests)


# What is printed


def test_summary_counts_by_room() -> None:
    """n counts all that were drawn; the share is that of the killed, timeouts among them, without equivalents."""
    rooms = ("figures", "figures", "figures", "energy", "figures")
    changes = [Mutant(f"reportgen/{room}/a.py", line, 0, 0, "", "", "") for line, room in enumerate(rooms)]
    became = (Outcome.KILLED, Outcome.TIMEOUT, Outcome.SURVIVED, Outcome.SURVIVED)

    scores = summary.scores(dict(zip(changes, became, strict=False)), changes[4:])

    assert [
        ("energy", "1", "0", "1", "0", "0", "0.0"),
        ("figures", "4", "2", "1", "1", "1", "66.7"),
        ("all", "5", "2", "2", "1", "1", "50.0"),
    ] == [score.cells for score in scores]


def test_survivor_is_printed_with_its_place_and_change() -> None:
    """File and line, then the line before and after."""
    assert f"{FILE}:6\n    - if goal < 0:\n    + if goal < -1:" == summary.shown(changed(SURVIVOR))
