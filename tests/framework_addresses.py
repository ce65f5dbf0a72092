"""The addresses of frameworks, and of a trust's drafts of its own."""

from django.core.files.base import ContentFile

from matcap.trusts.roles import Permission

from .address import Address


def of_frameworks(house) -> list[Address]:
    """Of the frameworks that the trust may use, the installation's and its own."""
    read, edit = {"read": Permission.READ}, Permission.EDIT_FRAMEWORKS
    shipped = {"slug": "mat-capacity", "version": "1.0"}
    own = {"slug": house.own.slug, "version": house.own.version}
    mine, joined = {"framework": house.own.pk}, {"network": house.second_network.pk}
    return [
        Address("frameworks", **read),
        *(
            row
            for kwargs, is_own in ((shipped, False), (own, True))
            for row in (
                Address("rubric", kwargs, is_own=is_own, **read),
                Address("blank_rubric_pdf", kwargs, is_own=is_own, **read),
                Address("framework_file", kwargs, is_own=is_own, **read),
                Address("framework_xlsx", kwargs, is_own=is_own, **read),
                Address("copy_framework", kwargs, write=edit, post={}, is_own=is_own),
            )
        ),
        Address("sharing", mine, read=edit),
        Address("share_framework", mine | joined, write=edit, post={}),
        Address("take_back_framework", mine | {"network": house.network.pk}, write=edit, post={}),
        Address("start_draft", write=edit, post={}),
    ]


def of_drafts(house) -> list[Address]:
    """Each form is of the version that the draft has, with as many rows."""
    draft, edit = {"draft": house.copied.pk}, Permission.EDIT_FRAMEWORKS
    version = {"version": str(house.copied.version)}
    both = {"read": edit, "write": edit}

    def rows(prefix: str, *forms: dict) -> dict:
        named = {
            f"{prefix}-{place}-{name}": value
            for place, form in enumerate(forms)
            for name, value in form.items()
        }
        count = str(len(forms))
        return named | {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count}

    areas = [{"code": area["code"], "name": "New"} for area in house.copied.content["areas"]]
    level = {"code": "ONE", "name": "One", "colour": "teal"}
    element = {"of": "G.1", "code": "G.1", "name": "New", "area": "0"}
    return [
        Address("draft_outline", draft, post=version | rows("area", *areas), **both),
        Address("draft_levels", draft, post=version | rows("level", level), **both),
        Address("draft_details", draft, post=version | rows("part") | {"title": "New"}, **both),
        Address(
            "draft_element",
            draft | {"number": 1},
            post=version | rows("strand") | element,
            **both,
        ),
        Address("undo_draft", draft, write=edit, post=version),
        Address("preview_draft", draft, read=edit),
        Address("publish_draft", draft, post=version | {"number": "1.1"}, **both),
        Address("throw_away_draft", draft, write=edit, post={}),
        Address("restore_draft", {"draft": house.thrown_away.pk}, write=edit, post={}),
    ]


def of_documents(house) -> list[Address]:
    """Of what was brought in, and of the words of its own that the trust has for "met"."""
    edit, start = Permission.EDIT_FRAMEWORKS, Permission.START
    draft, version = {"draft": house.brought.pk}, {"version": str(house.brought.version)}
    small = str(house.draft.framework_id)
    table = ContentFile(b"Element code,Element,Question\n1A,New,Is it?\n", "new.csv")
    past = {"framework": small, "title": "Before", "level-1A": "G"}
    past |= {"opened_on": "2019-09-02", "agreed_on": "2019-11-15"}
    return [
        Address("import_framework", read=edit, write=edit, post={"file": table}),
        Address("imported", draft, read=edit),
        Address(
            "pair", draft | {"number": 1}, read=edit, write=edit, post=version | {"do": "down:0:0"}
        ),
        Address("take_words", draft, write=edit, post=version | {"framework": small}),
        Address("put_words_aside", {"slug": "met", "version": "1.0"}, write=edit, post={}),
        Address("bring_in", draft, read=start, write=start, post=past),
    ]
