"""Folders and annotations: what counts as a sample, an object and a class."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.curation.datasets import coco as coco_module
from reportgen.curation.datasets import walk
from reportgen.curation.datasets.folder import IMAGES
from reportgen.curation.datasets.labels import voc_objects, yolo_objects
from reportgen.curation.datasets.read import count_data
from reportgen.files.source import Source
from reportgen.problems import InputError

VOC = (
    "<annotation><object><name>{0}</name><part><name>head</name></part></object>"
    "<object><name>{0}</name></object></annotation>"
)


def make(root: Path, *names: str, content: str = "x") -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return root


def test_images_by_class(tmp_path: Path) -> None:
    """A split is no class; other files beside the images, and hidden ones, are no samples."""
    make(tmp_path, "train/car/1.jpg", "train/car/2.JPEG", "val/bus/1.png", "metadata.csv", ".cache/3.jpg", "notes.md")
    make(tmp_path, "train/car/Thumbs.db", "val/desktop.ini")  # which systems leave behind
    counted = count_data(str(tmp_path))

    assert 3 == counted.samples
    assert {"car": 2, "bus": 1} == counted.classes
    assert 3 == counted.bytes
    assert counted.objects is None
    assert ("names that are hidden and not counted: 3",) == counted.warnings


def test_every_form_of_image_is_one(tmp_path: Path) -> None:
    """Whatever the ending, in capitals too; what is no image is none."""
    endings = [
        "jpg",
        "jpeg",
        "jpe",
        "png",
        "webp",
        "bmp",
        "gif",
        "tif",
        "tiff",
        "heic",
        "avif",
        "jp2",
        "jxl",
        "ppm",
        "pgm",
        "dng",
    ]
    for name in (*endings, *map(str.upper, endings)):
        make(tmp_path, f"{name}.{name}")
    make(tmp_path, "notes.txt", "png")  # a name without an ending is none

    assert ("folder of images", 32) == ((found := count_data(str(tmp_path))).form, found.samples)


def test_images_in_one_folder_have_no_class(tmp_path: Path) -> None:
    """Nothing is guessed."""
    assert count_data(str(make(tmp_path, "1.jpg", "2.jpg"))).classes is None


def test_yolo_images_without_labels_are_backgrounds(tmp_path: Path) -> None:
    """They are trained, and count; a label whose image is gone does not."""
    make(tmp_path, "images/train/1.jpg", "images/train/2.jpg", "images/train/3.jpg", "labels/train/3.txt")
    make(tmp_path, "labels/train/1.txt", "labels/train/gone.txt", content="0 .5 .5 .1 .1\n\n7 .5 .5 .1 .1\n")
    make(tmp_path, "labels/train/3.txt", content="")
    counted = count_data(str(tmp_path))

    assert ("YOLO", 3, 2, {"0": 1, "7": 1}) == (counted.form, counted.samples, counted.objects, counted.classes)
    assert ("images without an object, counted as backgrounds: 2",) == counted.warnings
    assert 2 == counted.unlabelled


def test_an_image_outside_the_folder_of_images_is_said(tmp_path: Path) -> None:
    """It has no label, and is in no count; how far the walk is, is told."""
    make(tmp_path, "images/1.jpg", "labels/1.txt", "extra/2.jpg", "extra/3.jpg", content="0 .5 .5 .1 .1\n")
    counted = count_data(str(tmp_path))

    assert (1, ("images outside images, not counted: 2",)) == (counted.samples, counted.warnings)


def test_how_far_labels_are_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of YOLO's labels as of those of Pascal VOC."""
    monkeypatch.setattr(walk, "_TOLD_EACH", 1)
    for read, name in ((yolo_objects, "images/1.jpg"), (voc_objects, "JPEGImages/1.jpg")):
        told: list[int] = []
        root = make(tmp_path / name[0], name)
        read(Source(root, root.name), IMAGES, told.append)
        assert [1] == told


@pytest.mark.parametrize(
    ("label", "objects"),
    [
        ("0 .5 .5 .1 .1\n", 1),
        ("0 .5 .5 .1 .1 .9\n", 1),  # how sure a model was
        ("0 .5 .5 .1\n", None),
        ("car .5 .5 .1 .1\n", None),
        ("0 .5 .5 .1 .1\ncar 1 2\n", None),
    ],
)
def test_a_label_that_is_none_is_said(tmp_path: Path, label: str, objects: int | None) -> None:
    """A class by its number and the four numbers of a box; else its objects are in no count, and whether it has none
    nobody knows.
    """
    make(tmp_path, "train/images/1.jpg")
    make(tmp_path, "train/labels/1.txt", content=label)
    counted = count_data(str(tmp_path))

    said = ("labels that cannot be read, whose objects are not counted: 1",)
    assert (objects or 0, () if objects else said) == (counted.objects, counted.warnings)
    assert (0 if objects else None) == counted.unlabelled


def test_pascal_voc(tmp_path: Path) -> None:
    """The name of an object is its first; its parts are none."""
    make(tmp_path, "VOC2007/JPEGImages/1.jpg", "VOC2007/JPEGImages/2.jpg")
    make(tmp_path, "VOC2007/Annotations/1.xml", "VOC2007/Annotations/gone.xml", content=VOC.format("car"))
    counted = count_data(str(tmp_path))

    assert ("Pascal VOC", 2, 2, {"car": 2}) == (counted.form, counted.samples, counted.objects, counted.classes)


def test_links_count_as_files_and_lead_nowhere_else(tmp_path: Path) -> None:
    """Kept sets are made of links: by name and size they count, what lies behind is read only where that is allowed."""
    store = make(tmp_path / "store", "1.jpg", content="four")
    make(store, "1.txt", content="0 .5 .5 .1 .1\n")
    kept = tmp_path / "kept"
    for folder, name in (("images", "1.jpg"), ("labels", "1.txt")):
        (kept / folder).mkdir(parents=True)
        (kept / folder / name).symlink_to(store / name)
    (kept / "images" / "2.jpg").symlink_to(store / "nothing.jpg")
    (kept / "images" / "again").symlink_to(kept)
    (kept / "more").symlink_to(make(tmp_path / "other", "read.me"))
    closed, allowed = count_data(str(kept)), count_data(str(kept), allow_path=True)

    assert (1, 0, 4) == (closed.samples, closed.objects, closed.bytes)
    assert {
        "links to nothing, not counted: 1",
        "links that lead out of the folder, counted by name and size: 3",
        "links to a folder in which they lie, passed over: 1",
        "labels that lead out of the folder and are not read (--allow-path): 1",
    } == set(closed.warnings)
    assert (1, 1) == (allowed.samples, allowed.objects)
    assert (None, 0) == (closed.unlabelled, allowed.unlabelled)  # of a label that is not read nobody knows


def test_shards_are_added_up(tmp_path: Path) -> None:
    """Of one form; what a job leaves beside them is no shard."""
    make(tmp_path, "a/1.jsonl", "a/2.jsonl", content="{}\n{}\n")
    make(tmp_path, "_SUCCESS")
    counted = count_data(str(tmp_path))

    assert (4, "JSON lines, 2 files") == (counted.samples, counted.form)


def test_tables_of_two_forms_are_refused(tmp_path: Path) -> None:
    """They may hold the same rows."""
    with pytest.raises(InputError, match="holds CSV and JSON lines"):
        count_data(str(make(tmp_path, "a.csv", "a.jsonl")))


@pytest.mark.parametrize(("inside", "lake"), [("_delta_log/0.json", "Delta"), ("metadata/v1.metadata.json", "Iceberg")])
def test_lakes_are_refused_with_the_way_out(inside: str, lake: str, tmp_path: Path) -> None:
    """Their files hold rows that were deleted too: counting them would be wrong."""
    said = rf": is a table of {lake}, whose files hold rows that were deleted too \(COPY .*{lake.lower()}_scan"
    with pytest.raises(InputError, match=said):
        count_data(str(make(tmp_path, inside, "part-0.parquet")))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """Nothing there is no data set of no samples."""
    with pytest.raises(InputError, match="holds no files"):
        count_data(str(tmp_path))


def test_any_other_files_are_counted(tmp_path: Path) -> None:
    """Such as sounds."""
    assert 2 == count_data(str(make(tmp_path, "1.wav", "b/2.wav"))).samples


COCO = {
    "info": {"images": [1, 2]},
    "images": [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 3}],
    "annotations": [
        {"image_id": 1, "category_id": 7, "segmentation": [[1.5, 2.5]], "text": 'a "]" { é'},
        {"image_id": 1, "category_id": 9},
        {"image_id": 99, "category_id": 7},
    ],
    "categories": [{"id": 7, "name": "car"}, {"id": 9, "name": "bus"}],
}


@pytest.mark.parametrize("whole", [True, False], ids=["msgspec", "in parts"])
@pytest.mark.parametrize("block", [1, 5, 1 << 20])
@pytest.mark.parametrize("indent", [None, 2])
def test_coco(whole: bool, block: int, indent: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both readers say the same, wherever a block ends."""
    monkeypatch.setattr(coco_module, "_BLOCK", block)
    if not whole:
        monkeypatch.setattr(coco_module, "_LARGEST_WHOLE", 10)
    (tmp_path / "a.json").write_text(json.dumps(COCO, indent=indent, ensure_ascii=False), encoding="utf-8")
    counted = count_data(str(tmp_path / "a.json"))

    assert (3, 3, {"car": 2, "bus": 1}) == (counted.samples, counted.objects, counted.classes)
    assert [
        "annotations of images that are not in the file, counted as objects all the same: 1",
        "images with the id of another one, counted once: 1",
        "images without an annotation, counted as backgrounds: 2",
    ] == list(counted.warnings)


@pytest.mark.parametrize("whole", [True, False], ids=["msgspec", "in parts"])
@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"annotations": []}', '{"images": [1]}', '{"images": [{"id": 1}', "", '{"images": 5}'],
)
def test_what_is_no_coco_is_refused(text: str, whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other JSON, and what is cut off."""
    if not whole:
        monkeypatch.setattr(coco_module, "_LARGEST_WHOLE", -1)
    (tmp_path / "a.json").write_text(text)

    with pytest.raises(InputError, match=r"is no COCO JSON|is no JSON that can be counted"):
        count_data(str(tmp_path / "a.json"))
