"""An address as a QR code that a template draws as inline SVG."""

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True)
class Drawing:
    """A square of `size` by `size` modules, with a margin; `path` fills the dark ones."""

    size: int
    path: str


def drawn(address: str) -> Drawing:
    """The QR code of an address."""
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Drawing(len(rows), path)
