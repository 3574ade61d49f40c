"""Artists' documents with layers: the line layer is read, and colors are put below it.

`reading` is where everything begins; `psd`, `ora`, `kra` and `clip` know one kind of file each.
"""

from nurie.artwork.document import Document
from nurie.artwork.home import Home, find_home
from nurie.artwork.reading import is_document, load, open_document

__all__ = ["Document", "Home", "find_home", "is_document", "load", "open_document"]
