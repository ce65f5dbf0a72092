"""Bounds what is kept of an uploaded file while it comes in.

    @files_at_most(20 * 2**20)
    def attach(request, …): …

A file that is larger arrives in `request.FILES` empty, with the size it had: whoever checks the
size refuses it with a sentence, and neither memory nor disk keeps it. The rest of the form is there
as always.
"""

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


def files_at_most(size: int) -> Callable:
    """Say of a view how many bytes it takes of a file."""

    def decorate(view):
        view.files_at_most = size
        return view

    return decorate


class UploadLimitMiddleware:
    """Stands before whatever reads a form first, which is the check of its token."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Hand on; the view is known only later."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Bound the files of a view that says how large they may be."""
        size = getattr(view, "files_at_most", None)
        if size is not None:
            request.upload_handlers.insert(0, _Bound(request, size))


class _Bound(FileUploadHandler):
    """Lets a file through to the handlers after it until it is too large."""

    def __init__(self, request, at_most: int):
        super().__init__(request)
        self.at_most = at_most

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.is_too_large = False

    def receive_data_chunk(self, raw_data, start):
        if not self.is_too_large and start + len(raw_data) > self.at_most:
            self.is_too_large = True
            for handler in self.request.upload_handlers:
                handler.upload_interrupted()  # which lets go of what it has
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size):
        if not self.is_too_large:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
