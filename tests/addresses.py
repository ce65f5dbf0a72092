"""Every address below a trust's, with what belongs in it. A new address needs a row here.

Those outside the trusts are in tests/plain_addresses.py.
"""

from django.urls import URLPattern, get_resolver

from frameworks.models import Framework
from matcap.trusts.roles import Permission, Role

from .address import Address, School
from .conftest import rating_of
from .framework_addresses import of_documents, of_drafts, of_frameworks
from .house import House, text_file

AGREED = frozenset({Permission.READ_AGREED})
SHARED = AGREED | {Permission.READ_SHARED}
OPEN = frozenset({Permission.READ_OPEN})


def addresses_of(house: House) -> list[Address]:
    """The addresses of a trust, one or more a route, in the resolver's order of apps."""
    return [
        *_trust(house),
        *of_frameworks(house),
        *of_drafts(house),
        *of_documents(house),
        *_cycles(house),
        *_versions(house),
        *_rounds(house),
        *_ratings(house),
        *_evidence(house),
        *_workshops(house),
        *_plan(house),
        *_documents(house),
        *_people(house),
        *_groups(house),
        *_schools(house),
        *_imports(house),
    ]


def _trust(house) -> list[Address]:
    return [
        Address(
            "trust_settings",
            read=Permission.PEOPLE,
            write=Permission.PEOPLE,
            post={"requires_second_step": "on"},
        ),
        Address("trust", read=Permission.READ),
    ]


def _cycles(house) -> list[Address]:
    begun = {
        "framework": Framework.objects.get(slug="garden-stages").pk,
        "title": "Spring",
        "opened_on": "2026-03-02",
        "schools": [school.pk for school in house.schools],
    }
    open_now = {"assessment": house.open.pk}
    return [
        Address("start", read=Permission.START, write=Permission.START, post=begun),
        Address("assessment", open_now, read=Permission.READ, shown=OPEN),
        Address("assessment", {"assessment": house.agreed.pk}, read=Permission.READ, shown=SHARED),
        Address("assessment", {"assessment": house.garden.pk}, read=Permission.READ, shown=AGREED),
        *(
            Address("dates", {"assessment": pk}, Permission.READ, shown=shown, school=School.OWN)
            for pk, shown in ((house.open.pk, OPEN), (house.agreed.pk, SHARED))
        ),
        Address("agree", open_now, write=Permission.AGREE, post={}, shown=OPEN),
        Address(
            "reopen",
            {"assessment": house.garden.pk},
            write=Permission.AGREE,
            post={"reason": "A bed was missed."},
        ),
    ]


def _versions(house) -> list[Address]:
    mapped, start = {"assessment": house.mapped.pk}, Permission.START
    return [
        Address("assessment", mapped, read=Permission.READ, shown=OPEN),
        Address("heat_map", mapped, read=Permission.READ, shown=OPEN),
        Address("what_changed", mapped, read=Permission.READ_OPEN, write=start, post={"2D": "2C"}),
    ]


def _rounds(house) -> list[Address]:
    draft, apart = {"assessment": house.draft.pk}, {"assessment": house.apart.pk}
    group = house.groups[0].pk
    chosen = {f"group-{house.reviewer.pk}": group, "shows_names": "yes"}
    start, agree = Permission.START, Permission.AGREE
    mine = {"version": "2", "level": "FREE", "evidence": "New.", "reason": ""}
    of_mine = {"read": Permission.READ, "write": Permission.READ}
    code = {"code": house.apart.tree.elements[0].code}
    raters = frozenset(house.rating)
    own = rating_of(house.apart, code["code"], contributor=house.lead)
    link, new = own.items.get().pk, {"title": "July", "address": "https://example.org/july"}
    only_lead = {"write": Permission.READ, "raters": frozenset({Role.LEAD})}
    return [
        Address("assessment", draft, read=Permission.READ, shown=OPEN),
        Address("assessment", apart, read=Permission.READ, shown=OPEN),
        Address("who_rates", draft, read=start, write=start, post=chosen),
        Address("who_rates", apart, read=start, write=start, post=chosen),
        Address("open_assessment", draft, write=agree, post={}),
        Address("moderate", apart, write=agree, post={}),
        *_moderation(house),
        Address("reopen", apart, write=agree, post={"reason": "A group was missing."}),
        Address("rate", apart | code, read=Permission.READ, write=Permission.RATE, shown=OPEN),
        Address("rate_mine", apart | code, post=mine, raters=raters, **of_mine),
        Address("dates", apart, read=Permission.READ, raters=raters),
        Address("attach_link", {"rating": own.pk}, post=new, **only_lead),
        Address("remove_item", {"item": link}, post={}, **only_lead),
        *_documents_of(house.apart, OPEN),
    ]


def _moderation(house) -> list[Address]:
    met, agree = {"assessment": house.met.pk}, Permission.AGREE
    element, agreed = met | {"code": "1A"}, {"version": "1", "level": "G", "reason": "We met."}
    return [
        Address("assessment", met, read=Permission.READ, shown=OPEN),
        Address("moderation", met, read=agree),
        Address("moderate_element", element, read=agree, write=agree, post=agreed),
        Address("checks", met, read=Permission.READ_OPEN),
        Address("checks", {"assessment": house.apart.pk}, read=Permission.READ_OPEN),
        *(
            Address("priority_of", {"assessment": pk, "code": "1A"}, Permission.READ, shown=shown)
            for pk, shown in ((house.open.pk, OPEN), (house.agreed.pk, SHARED))
        ),
    ]


def _ratings(house) -> list[Address]:
    changed = {"version": "99", "level": "G", "evidence": "New.", "reason": ""}
    before, now = {"assessment": house.agreed.pk}, {"assessment": house.open.pk}
    own = {"version": str(house.link.rating.version)}
    of_trust = {"read": Permission.READ, "write": Permission.RATE}
    of_school = {"read": Permission.READ, "write": Permission.RATE_SCHOOLS}
    of_view = {"read": Permission.READ, "write": Permission.AGREE}
    school, other = ({"school": school.pk, "code": "1A"} for school in house.schools)
    changed_school = changed | {"version": "2"}
    return [
        Address("rate", before | {"code": "1A"}, shown=SHARED, **of_trust),
        Address("rate", now | {"code": "1A"}, post=changed | own, shown=OPEN, **of_trust),
        *(
            Address("rate_school", kwargs, post=post, shown=shown, school=whose, **of_school)
            for kwargs, post, shown, whose in (
                (before | school, None, SHARED, School.OWN),
                (before | other, None, SHARED, School.OTHER),
                (now | school, changed_school, OPEN, School.OWN),
                (now | other, changed_school, OPEN, School.OTHER),
            )
        ),
        *(
            Address("rate_view", kwargs, post=post, shown=shown, school=whose, **of_view)
            for kwargs, post, shown, whose in (
                (before | school, None, SHARED, School.OWN),
                (before | other, None, SHARED, School.OTHER),
                (now | school, changed_school, frozenset({Permission.AGREE}), None),
            )
        ),
    ]


def _evidence(house) -> list[Address]:
    new = {"title": "July", "address": "https://example.org/july"}
    rate = {"write": Permission.READ, "shown": frozenset({Permission.RATE})}
    read = {"read": Permission.READ}
    own, other = (rating_of(house.open, "1A", school).pk for school in house.schools)
    file = {where: {"item": item.pk} for where, item in house.files.items()}
    return [
        *(
            row
            for pk, whose in (
                (house.link.rating_id, None),
                (own, School.OWN),
                (other, School.OTHER),
            )
            for row in (
                Address("attach_link", {"rating": pk}, post=new, school=whose, **rate),
                Address(
                    "attach_file",
                    {"rating": pk},
                    post={"file": text_file(house.trust)},
                    school=whose,
                    **rate,
                ),
            )
        ),
        Address("evidence_file", file["before"], shown=SHARED, **read),
        Address("evidence_file", file["now"], shown=OPEN, **read),
        Address("evidence_file", file["own school"], shown=OPEN, school=School.OWN, **read),
        Address("evidence_file", file["other school"], shown=OPEN, school=School.OTHER, **read),
        Address("evidence_file", file["removed"], shown=frozenset({Permission.RATE}), **read),
        Address("remove_item", {"item": house.link.pk}, post={}, **rate),
        Address("remove_item", file["now"], post={}, **rate),
        Address("restore_item", {"item": house.removed_link.pk}, post={}, **rate),
        Address("restore_item", file["removed"], post={}, **rate),
    ]


def _workshops(house) -> list[Address]:
    """One under way, at a revealed vote on 1A, and an assessment that has none yet."""
    shown, agree = house.shown, Permission.AGREE
    workshop, at = {"workshop": shown.workshop_id}, {"at": shown.pk}
    version = rating_of(house.open, "1A").version
    kept = at | {"version": version, "level": "G", "reason": "We talked."}
    return [
        Address(
            "start_workshop",
            {"assessment": house.met.pk},
            read=agree,
            write=agree,
            post={"element": "1A"},
        ),
        Address("workshop_outcomes", {"assessment": house.open.pk}, read=Permission.READ_OPEN),
        Address("workshop", workshop, read=agree),
        Address("reveal_votes", workshop, write=agree),
        Address("vote_again", workshop, write=agree, post=at),
        Address("show_element", workshop, write=agree, post=at | {"element": "1B"}),
        Address("keep_outcome", workshop, write=agree, post=kept),
        Address("end_workshop", workshop, write=agree, post={}),
    ]


def _plan(house) -> list[Address]:
    before, now = {"assessment": house.agreed.pk}, {"assessment": house.open.pk}
    free = house.open.tree.elements[5].pk
    words = {
        "version": str(house.first.version),
        "initial-what_we_will_do": f"{house.words}: to do",
        "what_we_will_do": "Something else.",
        "issue-TOTAL_FORMS": "0",
        "issue-INITIAL_FORMS": "0",
    }
    plan = {"write": Permission.PLAN, "shown": OPEN}
    return [
        Address("plan", before, read=Permission.READ, shown=SHARED),
        Address("plan", now, read=Permission.READ, shown=OPEN),
        Address("add_priority", now, post={"element": free}, **plan),
        Address("priority", {"priority": house.first.pk}, read=Permission.PLAN, post=words, **plan),
        Address("move_priority", {"priority": house.second.pk}, post={"to": "up"}, **plan),
        Address("remove_priority", {"priority": house.first.pk}, post={}, **plan),
        Address("restore_priority", {"priority": house.removed_priority.pk}, post={}, **plan),
        Address("remove_issue", {"issue": house.issue.pk}, post={}, **plan),
        Address("restore_issue", {"issue": house.removed_issue.pk}, post={}, **plan),
    ]


def _documents(house) -> list[Address]:
    return [*_documents_of(house.agreed, SHARED), *_documents_of(house.open, OPEN)]


def _documents_of(assessment, shown) -> list[Address]:
    names = ("heat_map", "heat_map_csv", "rubric_pdf", "priorities_pdf")
    needed = dict.fromkeys(names, Permission.READ)
    of_all = ("heat_map_pdf", "board_pack", "register_of_strength")
    needed |= dict.fromkeys(of_all, Permission.ALL_SCHOOLS)
    return [
        Address(name, {"assessment": assessment.pk}, read=read, shown=shown)
        for name, read in needed.items()
    ]


def _people(house) -> list[Address]:
    manage = {"write": Permission.PEOPLE}
    edit = manage | {"read": Permission.PEOPLE}
    somebody = {"membership": house.board.memberships.get().pk}
    invited = {"people": "New Person <new@example.org>", "role": "contributor", "send": "yes"}
    invitation = {"invitation": house.invitation.pk}
    return [
        Address("people", read=Permission.READ_OPEN),
        Address("invite", post=invited, **edit),
        Address("person", somebody, post={"role": "contributor"}, **edit),
        Address("remove_person", somebody, post={}, **edit),
        Address("resend_invitation", invitation, post={}, **manage),
        Address("withdraw_invitation", invitation, post={}, **manage),
        Address("activity", read=Permission.ACTIVITY),
        Address("activity_csv", read=Permission.ACTIVITY),
    ]


def _groups(house) -> list[Address]:
    write, renamed = {"write": Permission.PEOPLE}, {"name": "Central team"}
    return [
        Address("groups", read=Permission.PEOPLE, post=renamed, **write),
        Address("rename_group", {"group": house.groups[0].pk}, post=renamed, **write),
        Address("delete_group", {"group": house.spare_group.pk}, post={}, **write),
    ]


def _schools(house) -> list[Address]:
    write, manage = {"write": Permission.SCHOOLS}, Permission.SCHOOLS
    school, cluster = {"school": house.schools[0].pk}, {"cluster": house.cluster.pk}
    filled = {"name": "Cedars", "phase": "primary", "state": "open"}
    moved = {"schools": [house.schools[1].pk], "to": str(house.cluster.pk)}
    return [
        *(Address(f"schools{as_}", read=Permission.READ_OPEN) for as_ in ("", "_csv", "_xlsx")),
        Address("add_school", read=manage, post=filled, **write),
        Address("move_schools", post=moved, **write),
        Address("edit_school", school, read=manage, post=filled, **write),
        Address("leave_trust", school, post={"leaving-left_on": "2026-08-31"}, **write),
        Address("clusters", read=Permission.READ_OPEN, post={"name": "Hills"}, **write),
        Address("rename_cluster", cluster, post={"name": "Hills"}, **write),
        Address("merge_cluster", cluster, post={"into": house.spare.pk}, **write),
        Address("delete_cluster", {"cluster": house.spare.pk}, post={}, **write),
        Address("networks", read=manage, post={"name": "The West"}, **write),
        Address("join_network", post={"code": house.other_network.code}, **write),
        Address("leave_network", {"network": house.network.pk}, post={}, **write),
    ]


def _imports(house) -> list[Address]:
    write, manage = {"write": Permission.SCHOOLS}, Permission.SCHOOLS
    imported = {"imported": house.imported.pk}
    table = {"table": "Name\tPhase\nDell School\tPrimary"}
    columns, version = {"name": "1", "phase": "2"}, {"version": house.imported.version}
    return [
        Address("import_schools", read=manage, post=table, **write),
        Address("school_import", imported, read=manage),
        Address("go_on_import", imported, **write),
        Address("import_columns", imported, post=columns, **write),
        Address("confirm_import", imported, post=version, **write),
        Address("discard_import", imported, post={}, **write),
    ]


def routes() -> dict[str, str]:
    """Every route of the resolver, below whatever it is included: its pattern by its name.

    A route without a name goes by its pattern, so that it is missed in the table like any other.
    """
    return {name or pattern: pattern for pattern, name in _below(get_resolver(), "/")}


def _below(resolver, prefix: str):
    for one in resolver.url_patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield pattern, one.name
        else:
            yield from _below(one, pattern)


def missing(routes: dict[str, str], rows) -> list[str]:
    """A sentence for each route that no row covers, and for each row without a route."""
    covered = {row.name for row in rows}
    return [
        f"The address {pattern} ({name}) has no row in tests/addresses.py: "
        "say there what belongs in it and who may go there."
        for name, pattern in routes.items()
        if name not in covered
    ] + [
        f"The row {name} in tests/addresses.py is of no address: take it out."
        for name in sorted(covered - routes.keys())
    ]
