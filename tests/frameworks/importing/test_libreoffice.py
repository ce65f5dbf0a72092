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


def converted(paths, to: str, folder):
    """Documents as LibreOffice saves them as `to` in `folder`, at once: it is slow to start."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}",
            *("--headless", "--convert-to", to, "--outdir", str(folder), *map(str, paths)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return [folder / f"{path.stem}.{to}" for path in paths]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """For the name of each shape, its document saved as Word, and as OpenDocument and then Word."""
    folder = tmp_path_factory.mktemp("libreoffice")
    ours = [folder / f"shape-{number}.docx" for number, _ in enumerate(SHAPES)]
    for path, shape in zip(ours, SHAPES.values(), strict=True):
        path.write_bytes(made(shipped(), shape).getvalue())
    as_word = converted(ours, "docx", folder / "word")
    by_odt = converted(converted(ours, "odt", folder / "odt"), "docx", folder / "back")
    return dict(zip(SHAPES, zip(as_word, by_odt, strict=True), strict=True))


@pytest.mark.parametrize("name", SHAPES)
def test_saved_again_as_word_and_by_way_of_opendocument(name, saved):
    for found in saved[name]:
        reading = read_document(io.BytesIO(found.read_bytes()), "ours.docx")
        assert reading.content == understood(shipped())
        assert reading.filled == {"1A": Filled("AR", "Seen in June.")}
        assert reading.unpaired == ()
        assert [one.text for one in reading.unread] == ["Copy what you found to the plan."]
