"""Documents that LibreOffice has saved again are read as those that python-docx made."""

import io
import subprocess

import pytest

from frameworks.importing.document import read_document
from frameworks.importing.outcome import Filled

from .documents import Shape, made, shipped, understood

pytestmark = pytest.mark.once  # it takes seconds to start, and no database changes it

SHAPES = {
    "numbers by hand": Shape(split="repeated", ratings={"1A": ["AR", "Seen in June."]}),
    "Word's own lists": Shape(
        numbers="list", split="empty", ratings={"1A": ["AR", "Seen in June."]}
    ),
}


def converted(path, to: str, folder):
    """A document as LibreOffice saves it as `to`, in `folder`."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", to, "--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{to}"


@pytest.mark.parametrize("name", SHAPES)
def test_saved_again_as_word_and_by_way_of_opendocument(name, tmp_path):
    path = tmp_path / "ours.docx"
    path.write_bytes(made(shipped(), SHAPES[name]).getvalue())
    saved = converted(path, "docx", tmp_path / "word")
    by_odt = converted(converted(path, "odt", tmp_path / "odt"), "docx", tmp_path / "back")
    for found in (saved, by_odt):
        reading = read_document(io.BytesIO(found.read_bytes()), "ours.docx")
        assert reading.content == understood(shipped())
        assert reading.filled == {"1A": Filled("AR", "Seen in June.")}
        assert reading.unpaired == ()
        assert [one.text for one in reading.unread] == ["Copy what you found to the plan."]
