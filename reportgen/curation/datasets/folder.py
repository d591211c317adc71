"""Folders of images, of shards of tables, of WebDataset's tars, or of any files: told apart by what lies in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from reportgen.curation.arrow_rows import arrow_rows
from reportgen.curation.datasets.counted import Counted, Tell
from reportgen.curation.datasets.labels import voc_objects, yolo_objects
from reportgen.curation.datasets.parquet_rows import parquet_rows
from reportgen.curation.datasets.rows import rows_of_csv, rows_of_lines
from reportgen.curation.datasets.tar_samples import tar_samples
from reportgen.curation.datasets.walk import File, Walk
from reportgen.curation.records import hf_datasets
from reportgen.files.source import Source

IMAGES = frozenset(
    {
        *("jpg", "jpeg", "jpe", "png", "webp", "bmp", "gif", "tif", "tiff"),
        *("heic", "avif", "jp2", "jxl", "ppm", "pgm", "dng"),
    }
)
_SPLITS = {"train", "training", "val", "valid", "validation", "test", "testing", "dev"}
_PACKINGS = (".gz", ".zst")
TABLES = {
    **dict.fromkeys(("parquet", "pq"), "Parquet"),
    **dict.fromkeys(("arrow", "feather"), "Arrow"),
    **dict.fromkeys(("csv", "tsv"), "CSV"),
    **dict.fromkeys(("jsonl", "ndjson"), "JSON lines"),
    **dict.fromkeys(("tar", "tgz"), "WebDataset"),
}
_LAKES = {"_delta_log": ("Delta", "delta_scan"), "metadata": ("Iceberg", "iceberg_scan")}


def form_of(name: str) -> str | None:
    """The form of a table by the ending of its name, a packing left out; None of any other file."""
    name = name.lower()
    for packing in _PACKINGS:
        name = name.removesuffix(packing)
    return TABLES.get(name.rpartition(".")[2]) if "." in name else None


def folder(source: Source, tell: Tell) -> Counted:
    """What the folder holds. Raises InputError where it is a lake's, holds nothing, or tables of several forms."""
    _refuse_lakes(source)
    walk = Walk(source.path, source.name, tell)
    images = other = size = 0
    classes: Counter[str] = Counter()
    tables: dict[str, list[File]] = {}
    roots: set[str] = set()
    for file in walk.files():
        roots.update(file.folders)
        if file.ending in IMAGES:
            images += 1
            classes[_class_of(file)] += 1
        elif (form := form_of(file.name)) and not file.name.startswith(("_", "cache-")):
            tables.setdefault(form, []).append(file)
            continue
        else:
            other += 1
        size += file.size if file.ending in IMAGES else 0
    if images:
        return _images(source, walk, images, size, classes, roots, tell)
    if tables:
        counted = _tables(source, walk, tables, other)
        if not hf_datasets.identify(source):
            return counted
        [saved] = hf_datasets.extract(source)
        # an old save is a whole table, with a file of indices that chooses its rows
        rows = saved.samples or 0
        return counted if rows == counted.samples else replace(counted, samples=rows, bytes=None)
    if not other:
        source.refuse(None, "holds no files that could be counted", "; ".join(walk.warnings))
    return _files(source, tell)


def _images(
    source: Source, walk: Walk, images: int, size: int, classes: Counter[str], roots: set[str], tell: Tell
) -> Counted:
    for form, needed, reader in (
        ("YOLO", {"images", "labels"}, yolo_objects),
        ("Pascal VOC", {"JPEGImages", "Annotations"}, voc_objects),
    ):
        if needed <= roots:
            held = reader(source, IMAGES, tell)
            said = (*walk.warnings, *held.warnings)
            return Counted(form, held.images, held.objects, held.classes, held.bytes, held.bare, said)
    named = {name: many for name, many in classes.items() if name}
    if not named:
        return Counted("folder of images", images, bytes=size, warnings=walk.warnings)
    warnings = walk.warnings
    if bare := classes[""]:
        warnings += (f"images that lie in no folder of a class: {bare:,}",)
    return Counted("folders of images by class", images, classes=named, bytes=size, warnings=warnings)


def _class_of(file: File) -> str:
    """The folder in which it lies, unless that is a split or the folder that was named."""
    last = file.folders[-1] if file.folders else ""
    return "" if last.lower() in _SPLITS or last == "images" else last


def _tables(source: Source, walk: Walk, tables: dict[str, list[File]], other: int) -> Counted:
    if len(tables) > 1:
        source.refuse(None, f"holds {' and '.join(sorted(tables))}", "name the folder or file that is meant")
    [(form, files)] = tables.items()
    below = source.below or source.path
    samples = size = content = 0
    for file in sorted(files, key=lambda it: it.path):
        name = str(Path(source.name, *file.folders, file.name))
        rows, inside = table_rows(Source(Path(file.path), name, below=below))
        samples, content, size = samples + rows, content + inside, size + file.size
    said = (f"other files, not counted: {other:,}",) if other else ()
    many = f"{len(files):,} {'file' if len(files) == 1 else 'files'}"
    return Counted(f"{form}, {many}", samples, bytes=content or size, warnings=(*walk.warnings, *said))


def table_rows(source: Source) -> tuple[int, int]:
    """Rows of a file of a known ending, and bytes of what it packs (0 where its own size says them)."""
    form = form_of(source.name)
    if form == "WebDataset":
        return tar_samples(source)
    if form == "Parquet":
        return parquet_rows(source), 0
    if form == "Arrow":
        return arrow_rows(source), 0
    return (rows_of_csv if form == "CSV" else rows_of_lines)(source), 0


def _files(source: Source, tell: Tell) -> Counted:
    walk = Walk(source.path, source.name, tell)
    samples = size = 0
    for file in walk.files():
        samples, size = samples + 1, size + file.size
    return Counted("folder of files", samples, bytes=size, warnings=walk.warnings)


def _refuse_lakes(source: Source) -> None:
    for name, (lake, scan) in _LAKES.items():
        inside = source.path / name
        if not inside.is_dir() or (lake == "Iceberg" and not any(inside.glob("*.metadata.json"))):
            continue
        hint = f"COPY (FROM {scan}('{source.name}')) TO 'rows.parquet' in DuckDB, and count that"
        source.refuse(None, f"is a table of {lake}, whose files hold rows that were deleted too", hint)
