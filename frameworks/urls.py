"""Addresses of frameworks, below a trust's."""

from django.urls import path, register_converter

from .views import drafts, editing, imports, pairing, reading, sharing


class VersionConverter:
    """A framework's version in an address, as `checking` lets it be."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VersionConverter, "version")

urlpatterns = [
    path("frameworks/", reading.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>/<version:version>/", reading.rubric, name="rubric"),
    path(
        "frameworks/<slug:slug>/<version:version>/file/",
        reading.framework_file,
        name="framework_file",
    ),
    path("frameworks/<slug:slug>/<version:version>/copy/", drafts.copy, name="copy_framework"),
    path("frameworks/<int:framework>/share/with/", sharing.sharing, name="sharing"),
    path(
        "frameworks/<int:framework>/share/with/<int:network>/",
        sharing.share,
        name="share_framework",
    ),
    path(
        "frameworks/<int:framework>/share/with/<int:network>/take-back/",
        sharing.take_back,
        name="take_back_framework",
    ),
    path("frameworks/new/", drafts.start, name="start_draft"),
    path("frameworks/drafts/<int:draft>/outline/", editing.outline, name="draft_outline"),
    path(
        "frameworks/drafts/<int:draft>/elements/<int:number>/",
        editing.element,
        name="draft_element",
    ),
    path("frameworks/drafts/<int:draft>/levels/", editing.levels, name="draft_levels"),
    path("frameworks/drafts/<int:draft>/details/", editing.details, name="draft_details"),
    path("frameworks/drafts/<int:draft>/undo/", drafts.undo, name="undo_draft"),
    path("frameworks/drafts/<int:draft>/preview/", drafts.preview, name="preview_draft"),
    path("frameworks/drafts/<int:draft>/publish/", drafts.publish, name="publish_draft"),
    path("frameworks/drafts/<int:draft>/throw-away/", drafts.throw_away, name="throw_away_draft"),
    path("frameworks/drafts/<int:draft>/restore/", drafts.restore, name="restore_draft"),
    path(
        "frameworks/<slug:slug>/<version:version>/framework.xlsx",
        imports.framework_xlsx,
        name="framework_xlsx",
    ),
    path("frameworks/import/", imports.import_framework, name="import_framework"),
    path("frameworks/import/<int:draft>/look-over/", imports.imported, name="imported"),
    path("frameworks/import/<int:draft>/pair/<int:number>/", pairing.pair, name="pair"),
]
