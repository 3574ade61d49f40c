"""A group put into an OpenRaster document, all else as it was."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from nurie.arrays import Bytes
from nurie.artwork import ora
from nurie.artwork.document import Document
from nurie.artwork.zipped import Archive
from nurie.export import files
from nurie.export import ora as export
from nurie.export.layers import Group, LayeredImage

_FOLDER = "data/nurie"
_REPLACED = ("mimetype", ora.STACK, export.MERGED, export.THUMBNAIL)


def write(
    path: Path, data: bytes, document: Document, index: tuple[int, ...], group: Group, merged: Bytes
) -> None:
    """Write a document with one more group.

    Args:
        path: of the file to write.
        data: the document's file.
        document: the same, read.
        index: where the group goes: the numbers of the groups around it, from the outermost, and its own.
        group: the layers to add.
        merged: (H, W, 4) bytes, how all looks together.

    Raises:
        ImageError: a member of the archive is damaged.
        OutputError: the file cannot be written.
    """
    old = Archive(data, document.name)
    image = old.xml(ora.STACK)
    stack = image.find("stack")
    assert stack is not None  # or it could not have been read
    for number in index[:-1]:
        stack = ora.children(stack)[number]
    above = ora.children(stack)[index[-1]]
    page = LayeredImage((), merged, document.dpi, document.icc)
    with files.replaced_file(path) as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ora.TYPE)
        for info in old.zip.infolist():
            if info.filename not in _REPLACED and not info.filename.startswith(_FOLDER):
                archive.writestr(info, old.read(info.filename))
        added = ElementTree.Element("stack")
        export.add(added, [group], page, archive, _FOLDER)
        stack[list(stack).index(above) + 1 : list(stack).index(above) + 1] = list(added)
        archive.writestr(
            zipfile.ZipInfo(ora.STACK), ElementTree.tostring(image, "utf-8", xml_declaration=True)
        )
        export.add_pictures(archive, page)
