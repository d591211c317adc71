"""Objects beside images: YOLO's text files and Pascal VOC's XML. An image without them is a background, and counts."""

from __future__ import annotations

import errno
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.curation.datasets.counted import Tell
from reportgen.curation.datasets.walk import File, Walk
from reportgen.files.opening import content_of
from reportgen.files.source import Source

_LARGEST_LABEL = 10_000_000  # bytes
_OBJECT = re.compile(rb"<object>.*?</object>", re.DOTALL)
_NAME = re.compile(rb"<name>\s*(.*?)\s*</name>", re.DOTALL)
_FEWEST_NUMBERS = 5  # class and box


@dataclass(frozen=True)
class Labelled:
    """Images with the objects that their labels say. bare: those without one, None where labels could not be read."""

    images: int
    objects: int
    classes: Mapping[str, int]
    bytes: int
    bare: int | None
    warnings: tuple[str, ...]


def yolo_objects(source: Source, endings: frozenset[str], tell: Tell) -> Labelled:
    """A label lies under `labels` where its image lies under `images`, with the ending txt; a line is an object."""
    return _labelled(source, endings, tell, ("images", "labels", ".txt"), _yolo_classes)


def voc_objects(source: Source, endings: frozenset[str], tell: Tell) -> Labelled:
    """A label lies in Annotations beside JPEGImages, with the ending xml."""
    return _labelled(source, endings, tell, ("JPEGImages", "Annotations", ".xml"), _voc_classes)


def _labelled(
    source: Source,
    endings: frozenset[str],
    tell: Tell,
    names: tuple[str, str, str],
    classes_of: Callable[[bytes], list[str] | None],
) -> Labelled:
    walk = Walk(source.path, source.name, tell)
    images = size = bare = outside = odd = aside = 0
    classes: Counter[str] = Counter()
    below = source.below or source.path
    for file in walk.files():
        if file.ending not in endings:
            continue
        label = _label(source.path, file, names)
        if label is None:
            aside += 1
            continue
        images, size = images + 1, size + file.size
        try:
            found = classes_of(content_of(label, _LARGEST_LABEL, below))
        except OSError as error:
            outside += error.errno == errno.EXDEV
            bare += error.errno != errno.EXDEV
            continue
        if found is None:
            odd += 1
            continue
        bare += not found
        classes.update(found)
    said = (
        ("images without an object, counted as backgrounds", bare),
        ("labels that lead out of the folder and are not read (--allow-path)", outside),
        ("labels that cannot be read, whose objects are not counted", odd),
        (f"images outside {names[0]}, not counted", aside),
    )
    warnings = tuple(f"{what}: {many:,}" for what, many in said if many)
    return Labelled(images, classes.total(), dict(classes), size, None if outside or odd else bare, warnings)


def _label(root: Path, file: File, names: tuple[str, str, str]) -> Path | None:
    """Where its label lies; None of an image outside the folder of images."""
    of_images, of_labels, ending = names
    if of_images not in file.folders:
        return None
    at = len(file.folders) - 1 - file.folders[::-1].index(of_images)
    return root.joinpath(*file.folders[:at], of_labels, *file.folders[at + 1 :], file.stem + ending)


def _yolo_classes(content: bytes) -> list[str] | None:
    rows = [line.split() for line in content.splitlines() if line.strip()]
    if len(content) > _LARGEST_LABEL or any(len(row) < _FEWEST_NUMBERS or not row[0].isdigit() for row in rows):
        return None
    return [row[0].decode() for row in rows]


def _voc_classes(content: bytes) -> list[str] | None:
    if len(content) > _LARGEST_LABEL or b"<annotation" not in content:
        return None
    named = [_NAME.search(it) for it in _OBJECT.findall(content)]
    return [it[1].decode("utf-8", "replace") if it else "" for it in named]
