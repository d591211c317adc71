"""An external report names no host, serial number, process or job; the company's own report does."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.audit.verify import verify
from reportgen.energy.record import Device, Identity, Record
from reportgen.files.json_text import loads
from reportgen.inputs.audience import EXTERNAL, INTERNAL
from reportgen.inputs.told_devices import ToldNames, told_records
from reportgen.rendering.context import context_of
from reportgen.rendering.printed import printed_json
from reportgen.words.message import message

RUN = "task: object-detection\nsamples_before: 1000\nsamples_after: 400\nduration: PT42M\nenergy:\n"
SECRETS = (
    "node17.corp",
    "node18.corp",
    "node19.corp",
    "8841207",
    "8841208",
    "GPU-aaaaaaaa-11",
    "GPU-bbbbbbbb-11",
    "0A:00.0",
)

SLURM = """JobID|State|Start|End|ElapsedRaw|ConsumedEnergyRaw
8841207|COMPLETED|2026-11-21T10:00:00|2026-11-21T11:00:00|3600|3600000
8841208|COMPLETED|2026-11-22T10:00:00|2026-11-22T11:00:00|3600|1800000
"""
UUIDS = "time,gpu,watts\n" + "".join(
    f"2026-11-23 10:00:0{second},GPU-{letter * 8}-11,100\n" for second in (0, 5) for letter in "ab"
)
HOSTS = "time,hostname,watts\n" + "".join(
    f"2026-11-24 10:00:0{second},{node}.corp,100\n" for second in (0, 5) for node in ("node17", "node18")
)
BUS = "timestamp, pci.bus_id, power.draw [W]\n" + "".join(
    f"2026/11/25 10:00:0{second}.000, 00000000:0{letter}:00.0, 100.0 W\n" for second in (0, 1) for letter in "AB"
)
OWN = "columns: {time: time, device: DEVICE, power_w: watts}"


def made(folder: Path, audience: str, host: str = "") -> reportgen.Report:
    """The report of a run with a record of each kind."""
    files = {"slurm.txt": SLURM, "uuids.csv": UUIDS, "hosts.csv": HOSTS, "bus.csv": BUS}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    entries = [
        "  - {file: slurm.txt}",
        f"  - {{file: uuids.csv, {OWN.replace('DEVICE', 'gpu')}}}",
        f"  - {{file: hosts.csv, {OWN.replace('DEVICE', 'hostname')}}}",
        f"  - {{file: bus.csv{f', host: {host}' if host else ''}}}",
    ]
    (folder / "run.yaml").write_text(RUN + "\n".join(entries) + "\n", encoding="utf-8")
    return reportgen.load(folder / "run.yaml", audience=audience, edition="full")


def given_away(report: reportgen.Report) -> str:
    """Data, page, what the PDF is made from, and what it carries."""
    paper = repr(context_of(report.page, report.look, paper=True))
    texts = [
        report.json,
        report.html.encode(),
        paper.encode(),
        printed_json(report._printed()),
        report.boamps.content or b"",
    ]
    return b"\n".join([*texts, *(file.content for file in report.files)]).decode()


def test_an_external_report_names_none_of_them(tmp_path: Path) -> None:
    """Hosts, serial numbers, bus ids and jobs are in no output; each is numbered in the order of the records."""
    text = given_away(made(tmp_path, EXTERNAL, "node19.corp"))

    assert [] == [secret for secret in SECRETS if secret.lower() in text.lower()]
    for told in ("nodes of job 1", "nodes of job 2", "host 1", "host 2", "host 3", "GPU 1", "GPU 2"):
        assert told in text


@pytest.mark.parametrize("secret", SECRETS)
def test_the_companys_own_report_names_each(tmp_path: Path, secret: str) -> None:
    """With the audience internal each is there, the serial numbers in what was read of the log."""
    assert secret in given_away(made(tmp_path, INTERNAL, "node19.corp"))


@pytest.mark.parametrize(
    ("audience", "host", "is_attached"),
    [(EXTERNAL, "node19.corp", False), (EXTERNAL, "", True), (INTERNAL, "node19.corp", True)],
)
def test_a_manifest_that_names_a_host_is_kept_back(tmp_path: Path, audience: str, host: str, is_attached: bool) -> None:
    """It is not attached for others, which is said, and report.json has the host's number."""
    report = made(tmp_path, audience, host)

    assert is_attached == ("run.yaml" in [file.name for file in report.files])
    assert is_attached == (not [line for line in report._warnings() if "not attached: it names hosts" in line])
    expected = None if not host else host if audience == INTERNAL else "host 1"
    assert expected == loads(report.json)["manifest"]["energy"][3].get("host")


def test_figures_are_the_same_for_both(tmp_path: Path) -> None:
    """Names are told in another way, and no number changes with them."""
    external, internal = (made(tmp_path, audience).figures for audience in (EXTERNAL, INTERNAL))

    assert {key: it.value for key, it in internal.items()} == {key: it.value for key, it in external.items()}


def test_a_device_that_covers_another_is_told_by_its_number(tmp_path: Path) -> None:
    """Two records of one host at one time: the reason why one is not added does not name it, and they are still known
    to be one."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HOSTS, encoding="utf-8")
    entry = OWN.replace("DEVICE", "hostname")
    energy = f"  - {{file: a.csv, {entry}}}\n  - {{file: b.csv, {entry}}}\n"
    (tmp_path / "run.yaml").write_text(RUN + energy, encoding="utf-8")

    reason = reportgen.load(tmp_path / "run.yaml").figures["energy.b"].reason
    assert "not added: a.csv covers host 1 for the same time" == reason


def test_a_device_that_a_third_record_names_is_told_by_its_number(tmp_path: Path) -> None:
    """A job within the log of a board, of which an earlier log writes the serial number in capitals."""
    job = "8841207|COMPLETED|2026-11-21T10:30:10|2026-11-21T10:30:30|20|3600\n"
    (tmp_path / "c.txt").write_text(SLURM.splitlines()[0] + "\n" + job, encoding="utf-8")
    energy = ""
    for name, board, time in (("a", "GPU-AAAAAAAA-11", "09:30"), ("b", "GPU-aaaaaaaa-11", "10:30")):
        rows = "".join(f"2026-11-21 {time}:{second},{board},100\n" for second in ("00", "50"))
        (tmp_path / f"{name}.csv").write_text("time,gpu,watts\n" + rows, encoding="utf-8")
        energy += f"  - {{file: {name}.csv, {OWN.replace('DEVICE', 'gpu')}}}\n"
    (tmp_path / "run.yaml").write_text(RUN + energy + "  - {file: c.txt}\n", encoding="utf-8")

    reason = reportgen.load(tmp_path / "run.yaml").figures["energy.c"].reason
    assert "not added: b.csv covers GPU 1 for the same time" == reason


def told(name: str, identity: Identity, *warnings: str, method: str = "") -> Record:
    """A record of one such device, as others are told of it."""
    device = Device(name, "gpu", Decimal(1), identity=identity)
    record = Record("tool", Decimal(1), devices=(device,), warnings=warnings, method=method)
    return told_records([record], ToldNames())[0]


@pytest.mark.parametrize(
    ("warning", "expected"),
    [
        ("line 3: 'node17 100 W' is no row", "line 3: 'host 1 100 W' is no row"),
        ("node170 and xnode17 are others", "node170 and xnode17 are others"),
        ('\'power{gpu="0",Hostname="node99"\' is cut', '\'power{gpu="0",Hostname="host 1"\' is cut'),
        ("instance=node98;nodename=node99", "instance=host 1;nodename=host 2"),
        ("instance=Node98;nodename=node98", "instance=host 1;nodename=host 1"),  # names of hosts have no capitals
        ("GPU-aaaaaaaa-11 and MIG-bbbbbbbb-11 say nothing", "GPU 1 and GPU 2 say nothing"),
        ("00000000:3B:00.0 is lost, 0000:5e:00.0 is not", "GPU 1 is lost, GPU 2 is not"),
        ("the row of 0123abcd-0000-1111-2222-0123456789ab", "the row of ID 1"),
        ("run 0123456789abcdef0123456789abcdef: damaged", "run ID 1: damaged"),
        ("31 digits 0123456789abcdef0123456789abcde stay", "31 digits 0123456789abcdef0123456789abcde stay"),
    ],
)
def test_what_a_warning_cites_is_numbered_too(warning: str, expected: str) -> None:
    """A damaged line that is cited may hold the name of a host or an identifier."""
    assert (expected,) == told("GPU 0", Identity(host="node17"), warning).warnings


@pytest.mark.parametrize(("job", "expected"), [("1234", "job 1: no energy"), ("123", "123: no energy")])
def test_a_short_number_in_a_warning_is_no_job(job: str, expected: str) -> None:
    """From four digits on a number that is a job's is told as one; a shorter one may be a line's."""
    assert (expected,) == told(f"nodes of job {job}", Identity(job=job), f"{job}: no energy").warnings


def test_a_text_of_ours_stays_one() -> None:
    """A message keeps its template, so that a page can say it in its language, with a number for a name in it."""
    run = "0123456789abcdef0123456789abcdef"
    method = told("GPU 0", Identity(), method=message("sampled power of the run {run}", run=run)).method
    plain = message("sampled power of the run {run}", run="baseline")

    assert "sampled power of the run ID 1" == method
    assert "sampled power of the run {run}" == getattr(method, "template", None)
    assert plain is told("GPU 0", Identity(), method=plain).method


def test_names_that_people_gave_stay() -> None:
    """A device that a person named is called so; what identifies it goes."""
    device = told("big box", Identity(host="node17", uuid="GPU-aaaaaaaa", index="0")).devices[0]

    assert ("big box", Identity()) == (device.name, device.identity)


CARBONTRACKER = "13911.223753_2026-11-21T201741Z_carbontracker.log"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("power.csv", False),
        ("job-4711.csv", False),
        ("slurm_8841207.txt", True),
        ("hosts-node17.corp.csv", True),
        ("GPU-aaaaaaaa-1111.csv", True),
        ("run_123e4567-e89b-12d3-a456-426614174000.csv", True),
        (CARBONTRACKER, True),
        ("training_carbontracker.log", False),
    ],
)
def test_a_file_whose_name_tells_what_is_numbered(name: str, expected: bool) -> None:
    """By its form, or because a record says that it is a host or a job; 4711 is none that a record knows."""
    names = ToldNames()
    names.learn([Device("d", "gpu", Decimal(1), identity=Identity(host="node17.corp", job="8841207"))])

    assert expected == names.identifies(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("power.csv", "power.csv"),
        ("slurm_8841207.txt", "file-1.txt"),
        ("node17.8841207", "file-1"),
        ("8841207.abcdefgh", "file-1.abcdefgh"),
        ("8841207.abcdefghi", "file-1"),
        (CARBONTRACKER, "file-1.log"),
    ],
)
def test_a_file_is_told_by_a_number_and_its_ending(name: str, expected: str) -> None:
    """The ending says what is in a file; what is no plain word of up to eight letters may be a host or a job."""
    names = ToldNames()
    names.learn([Device("d", "gpu", Decimal(1), identity=Identity(host="node17", job="8841207"))])

    assert [expected, expected] == [names.file(name), names.file(name)]


IDENTIFYING = "GPU-aaaaaaaa-11.csv"


def run_of(folder: Path, name: str, more: str = "") -> Path:
    """The manifest of a run with one record of energy in a file of that name."""
    (folder / name).write_text(UUIDS, encoding="utf-8")
    entry = f"  - {{file: {name}, {OWN.replace('DEVICE', 'gpu')}}}\n"
    (folder / "run.yaml").write_text(RUN + entry + more, encoding="utf-8")
    return folder / "run.yaml"


@pytest.mark.parametrize(
    ("audience", "name", "key", "shown"),
    [
        (EXTERNAL, "a.csv", "energy.a", "a.csv"),
        (EXTERNAL, IDENTIFYING, "energy.file_1", "file-1.csv"),
        (INTERNAL, IDENTIFYING, "energy.file_1", IDENTIFYING),
    ],
)
def test_a_record_whose_file_names_a_device(tmp_path: Path, audience: str, name: str, key: str, shown: str) -> None:
    """Its key is a number for everybody, and its name one for others, in every output: two boards, 5 s, 100 W each."""
    report = reportgen.load(run_of(tmp_path, name), audience=audience, edition="full")
    stem = shown.partition(".")[0]

    assert Decimal("1000.0000") == round((report.figures[key].value or 0) * 3600000, 4)
    assert shown == loads(report.json)["sources"][key]["file"]
    assert f"{stem}.record.json" in [file.name for file in report.files]
    assert (audience == INTERNAL) == (name != "a.csv" and "GPU-aaaaaaaa-11" in given_away(report))
    assert [] == [it for it in report.said if "names this file" in it]


@pytest.mark.parametrize(("audience", "is_attached"), [(EXTERNAL, False), (INTERNAL, True)])
def test_a_manifest_that_names_such_a_file_is_kept_back(tmp_path: Path, audience: str, is_attached: bool) -> None:
    """As one that names a host: for others it stays away, which is said, and for the company it is there."""
    report = reportgen.load(run_of(tmp_path, IDENTIFYING), audience=audience)

    assert is_attached == ("run.yaml" in [file.name for file in report.files])
    assert is_attached == (not [line for line in report._warnings() if "not attached: it names hosts" in line])


def test_an_approval_holds_for_both_audiences(tmp_path: Path) -> None:
    """What was signed on the company's own report is not void on the one that is given away."""
    run = run_of(tmp_path, IDENTIFYING)
    external, internal = (loads(reportgen.load(run, audience=it).json) for it in (EXTERNAL, INTERNAL))

    assert internal["inputs_sha256"] == external["inputs_sha256"]


@pytest.mark.parametrize("audience", [EXTERNAL, INTERNAL])
def test_such_a_report_is_verified(tmp_path: Path, audience: str) -> None:
    """The leaves follow again from what the report carries, with the key that the file's name does not give."""
    report = reportgen.load(run_of(tmp_path, IDENTIFYING), audience=audience)

    assert () == verify(report.html.encode(), "report.html").differences


@pytest.mark.parametrize(("audience", "said"), [(EXTERNAL, 1), (INTERNAL, 0)])
def test_a_table_of_runs_that_names_a_device_is_to_be_renamed(tmp_path: Path, audience: str, said: int) -> None:
    """People name tables of runs, so it stays as it is, and whoever gives the report away is told."""
    (tmp_path / IDENTIFYING).write_text("set,acc,wh\nold,0.5,1\nnew,0.6,1\n", encoding="utf-8")
    more = f"evidence: {{file: {IDENTIFYING}, group: set, accuracy: acc, energy: wh, SIDES}}\n"
    more = more.replace("SIDES", "before: {set: old}, after: {set: new}")
    report = reportgen.load(run_of(tmp_path, "a.csv", more), audience=audience)

    found = [
        it for it in report.said if it.startswith(f"{IDENTIFYING}: the report names this file, and its name tells")
    ]
    assert said == len(found)


def test_the_longest_of_two_names_is_told_first() -> None:
    """A host whose name ends in another's is not told by that one's number."""
    names = ToldNames()
    for host in ("node", "a-rack-node", "node-b"):
        names.learn([Device("d", "gpu", Decimal(1), identity=Identity(host=host))])

    told = [names.text(f"{host} was lost") for host in ("a-rack-node", "node", "node-b")]
    assert ["host 1 was lost", "host 2 was lost", "host 3 was lost"] == told
