"""COCO JSON: images, annotations and categories.

With msgspec (extra `count`) files up to a limit are decoded to what is needed alone. Measured on 97 MB with 250,000
polygons: msgspec 0.4 s and 124 MB, the json module 6.2 s and 1,046 MB. Longer files, and all without it, are read
element by element: 3.6 s and 17 MB (ijson: 7.6 s).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from reportgen.curation.datasets.counted import Counted, Tell, tell_nobody
from reportgen.files.source import Source
from reportgen.files.unpacking import GZIP_DAMAGE

_LARGEST_WHOLE = 500_000_000  # bytes
_BLOCK = 1 << 20  # characters
_LONGEST_ELEMENT = 64 << 20
_TOLD_EACH = 100_000
_BLANK = re.compile(r"[ \t\r\n]*")
_NO_COCO = "is no COCO JSON: it has no list of images"
_Row = tuple[str, dict[str, Any]]


def coco(source: Source, tell: Tell = tell_nobody) -> Counted:
    """Images, objects and objects of each class. Raises InputError for what is no such file, or is damaged."""
    try:
        rows = _whole(source)
        return _counted(source, _elements(source) if rows is None else rows, tell)
    except GZIP_DAMAGE as error:
        source.refuse(None, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    except (ValueError, RecursionError) as error:
        source.refuse(None, f"is no JSON that can be counted: {error}", "a COCO file of images and annotations")


def _counted(source: Source, rows: Iterator[_Row], tell: Tell) -> Counted:
    images: set[Any] = set()
    names: dict[Any, str] = {}
    objects: Counter[Any] = Counter()
    of_images: Counter[Any] = Counter()
    found, again = set(), 0
    for done, (key, row) in enumerate(rows, start=1):
        found.add(key)
        if done % _TOLD_EACH == 0:
            tell(done)
        if key == "images" and row:
            again += row.get("id") in images
            images.add(row.get("id"))
        elif key == "annotations" and row:
            objects[row.get("category_id")] += 1
            of_images[row.get("image_id")] += 1
        elif key == "categories" and row:
            names[row.get("id")] = str(row.get("name", row.get("id")))
    if "images" not in found:
        source.refuse(None, _NO_COCO, "images, annotations and categories")
    warnings = []
    lost = sum(many for image, many in of_images.items() if image not in images)
    if lost:
        warnings.append(f"annotations of images that are not in the file, counted as objects all the same: {lost:,}")
    if again:
        warnings.append(f"images with the id of another one, counted once: {again:,}")
    bare = len(images - of_images.keys())
    if bare:
        warnings.append(f"images without an annotation, counted as backgrounds: {bare:,}")
    classes: Counter[str] = Counter()
    for category, many in objects.items():
        classes[names.get(category, str(category))] += many
    return Counted("COCO JSON", len(images), objects.total(), dict(classes), unlabelled=bare, warnings=tuple(warnings))


def _whole(source: Source) -> Iterator[_Row] | None:
    """By msgspec, which passes over all that is not asked for; None without it, or above the limit."""
    try:
        import msgspec
    except ImportError:
        return None
    with source.binary() as file:
        content = file.read(_LARGEST_WHOLE + 1)
    if len(content) > _LARGEST_WHOLE:
        return None
    key = int | str | None
    image = msgspec.defstruct("image", [("id", key, None)])
    annotation = msgspec.defstruct("annotation", [("image_id", key, None), ("category_id", key, None)])
    category = msgspec.defstruct("category", [("id", key, None), ("name", key, None)])
    lists = [("images", list[image], None), ("annotations", list[annotation], None)]  # type: ignore[valid-type]
    kind = msgspec.defstruct("coco", [*lists, ("categories", list[category], None)])  # type: ignore[valid-type]
    try:
        read = msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    return _rows_of(read)


def _rows_of(read: Any) -> Iterator[_Row]:
    for key in ("images", "annotations", "categories"):
        values = getattr(read, key)
        if values is not None:
            yield key, {}
            for it in values:
                yield key, {name: getattr(it, name) for name in it.__struct_fields__}


def _elements(source: Source) -> Iterator[_Row]:
    """Each element of the three lists, beside the list's name; an empty one at the beginning of each list."""
    with source.text(newline=None) as file:
        text = _Text(file)
        text.expect("{")
        while (sign := text.next()) != "}":
            if sign == ",":
                text.take()
                continue
            key = text.value()
            text.expect(":")
            if key in ("images", "annotations", "categories") and text.next() == "[":
                text.take()
                yield key, {}
                while (sign := text.next()) != "]":
                    if sign == ",":
                        text.take()
                        continue
                    value = text.value()
                    if not isinstance(value, dict):
                        raise ValueError(f"{key} holds what is no object")
                    yield key, value
                text.take()
            else:
                text.value()


class _Text:
    """JSON text, of which a block is held at a time and the value in hand."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._text, self._at = "", 0
        self._decode = json.JSONDecoder().raw_decode

    def next(self) -> str:
        """The next character that is not blank, not taken. Raises ValueError at the end."""
        while True:
            match = _BLANK.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise ValueError("it ends too early")

    def take(self) -> None:
        self._at += 1

    def expect(self, sign: str) -> None:
        """Take this character. Raises ValueError where another one stands."""
        if self.next() != sign:
            raise ValueError(f'"{sign}" is missing')
        self.take()

    def value(self) -> Any:
        """Take a value. One that ends where the block does may go on in the next."""
        self.next()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value
            except json.JSONDecodeError:
                if len(self._text) - self._at > _LONGEST_ELEMENT or not self._more():
                    raise

    def _more(self) -> bool:
        block = self._file.read(max(_BLOCK, len(self._text) - self._at))
        self._text, self._at = self._text[self._at :] + block, 0
        return bool(block)
