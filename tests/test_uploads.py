"""What is kept of an upload that is larger than its view takes."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from matcap.ui.uploads import UploadLimitMiddleware, files_at_most

LIMIT = 300_000


@files_at_most(LIMIT)
def bounded(request):
    return HttpResponse()


def unbounded(request):
    return HttpResponse()


def came_in(view, tmp_path, settings, *sizes: int):
    """(size, bytes that were kept) of each file of a form, and its words."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000  # all others go to the disk
    files = {f"f{place}": SimpleUploadedFile("a", b"x" * size) for place, size in enumerate(sizes)}
    request = RequestFactory().post("/", files | {"words": "typed"})
    middleware = UploadLimitMiddleware(view)
    assert middleware.process_view(request, view, (), {}) is None
    found = [(request.FILES[name].size, len(request.FILES[name].read())) for name in files]
    request.close()
    return found, request.POST["words"]


@pytest.mark.parametrize("size", [1, LIMIT - 1, LIMIT])
def test_up_to_the_limit_a_file_comes_in_whole(tmp_path, settings, size):
    assert came_in(bounded, tmp_path, settings, size) == ([(size, size)], "typed")


def test_beyond_it_the_size_is_told_and_nothing_kept(tmp_path, settings):
    found, words = came_in(bounded, tmp_path, settings, LIMIT + 1, 5, 4 * LIMIT)
    assert found == [(LIMIT + 1, 0), (5, 5), (4 * LIMIT, 0)]
    assert words == "typed"
    assert list(Path(tmp_path).iterdir()) == []


def test_a_view_that_says_nothing_takes_any(tmp_path, settings):
    assert came_in(unbounded, tmp_path, settings, 3 * LIMIT)[0] == [(3 * LIMIT, 3 * LIMIT)]
