"""200 contributors saving at once, on each database, against the server as script/server runs it.

"At once" is 200 people signed in, each with a page of their own open and typing. A page saves when
its writer pauses or chooses. To rate an element somebody reads, marks some five strands, chooses
and writes two or three sentences: eight saves, and twelve elements in twenty minutes are one
save every twelve seconds. So each person waits a random 6 to 18 seconds, saves one more sentence,
and so on, TIMES times. What a person waits for is the time from sending a save to its answer; the
ratio is that of the slowest in twenty of these (p95) to the median of one person's who has the
server to themselves. Before that, all 200 press in the same moment, which says how many saves a
second there can be.

The people's side runs on this machine too, in one process, and takes its share of the processors.
"""

import asyncio
import json
import math
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx

from ..serving import Site
from .measure import report

PEOPLE, TIMES = 200, 5
WAITS = (6.0, 18.0)  # seconds
RATIO_AT_MOST = {"sqlite": math.inf, "postgres": 5.0}  # SQLite has one writer at a time
PATIENCE = 60  # seconds for any one answer

PREPARE = """
import datetime, json
from django.test import Client
from frameworks.loader import load
from frameworks.models import Framework
from matcap.accounts.actions import open_account
from matcap.assessments import actions
from matcap.assessments.tasks import nobody_told
from matcap.trusts.actions import grant_role, make_group, open_trust
from matcap.trusts.roles import Role
load(["fixtures/frameworks/mat-capacity.yaml"])
framework = Framework.objects.get(slug="mat-capacity")
trust = open_trust(name="Bench Trust")
lead = open_account(email="lead@bench.example", name="Lead")
grant_role(trust=trust, user=lead, role=Role.LEAD)
group = make_group(trust=trust, name="Everybody", by=lead)
people, sessions = [], []
for n in range(PEOPLE):
    user = open_account(email=f"p{n}@bench.example", name=f"Person {n}")
    grant_role(trust=trust, user=user, role=Role.CONTRIBUTOR)
    client = Client()
    client.force_login(user)
    people.append(user)
    sessions.append(client.cookies["sessionid"].value)
with nobody_told():
    assessment = actions.start(trust=trust, framework=framework, title="Autumn", by=lead,
                               opened_on=datetime.date(2026, 9, 7), rated_apart=True)
    assessment = actions.choose_contributors(
        assessment=assessment, groups={user.pk: group for user in people}, shows_names=False,
        by=lead,
    )
    actions.open_assessment(assessment=assessment, by=lead)
codes = [element.code for element in assessment.tree.elements]
print(json.dumps({"assessment": assessment.pk, "codes": codes, "sessions": sessions}))
"""
STORED = """
import json
from matcap.assessments.models import Rating
print(json.dumps(list(Rating.objects.exclude(evidence="").values_list("evidence", flat=True))))
"""


def address_of(made: dict, number: int) -> str:
    """The page on which a person rates: their own of an element."""
    code = made["codes"][number % len(made["codes"])]
    return f"/t/bench-trust/assessments/{made['assessment']}/mine/{code}/"


@dataclass
class Person:
    """Somebody with a page open: what they wrote, and what the server said it has of it."""

    number: int
    client: httpx.AsyncClient
    address: str
    version: int = 1
    words: str = ""
    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def open(self) -> None:
        """Open the page, for the token that comes with it."""
        (await self.client.get(self.address)).raise_for_status()

    async def save(self) -> None:
        """Write one more sentence, and save all of it, as the page does."""
        sentence = f"<{self.number}-{len(self.acknowledged)}> Heads told us in June. "
        self.words += sentence
        started = time.perf_counter()
        try:
            answer = await self.client.post(
                self.address,
                data={"version": self.version, "evidence": self.words},
                headers={"HX-Request": "true", "X-CSRFToken": self.client.cookies["csrftoken"]},
            )
        except httpx.HTTPError as error:
            self.errors.append(repr(error))
            return
        if answer.status_code != 200:
            self.errors.append(f"{answer.status_code} {answer.reason_phrase}")
            return
        self.seconds.append(time.perf_counter() - started)
        self.acknowledged.append(sentence)
        self.version += 1

    async def write(self) -> None:
        """Save now and then."""
        for _ in range(TIMES):
            await asyncio.sleep(random.uniform(*WAITS))
            await self.save()


def main() -> bool:
    """Measure on both databases, with data of their own; whether anything is over its limit."""
    over = [_in_a_process([], "sqlite")]
    over.append(_in_a_process(["script/with-postgres"], "postgres"))
    return any(over)


def _in_a_process(beside: list[str], database: str) -> bool:
    command = [*beside, sys.executable, "-m", "tests.bench.saving", database]
    return subprocess.run(command, check=False).returncode != 0


def measure(database: str) -> bool:
    """Measure on the database that DATABASE_URL names; print; whether it is over its limit."""
    with TemporaryDirectory(dir=os.environ.get("DATA_DIR")) as folder:
        site = Site(Path(folder), os.environ.get("DATABASE_URL", ""))
        made = json.loads(site.run(f"PEOPLE = {PEOPLE}\n{PREPARE}"))
        site.start()
        try:
            return asyncio.run(_measure(database, site, made))
        finally:
            site.kill()


async def _measure(database: str, site: Site, made: dict) -> bool:
    people = [_person(site, made, number) for number in range(PEOPLE)]
    for person in people:
        await person.open()
    alone = await _alone(people[0])
    burst = await _all(person.save() for person in people)
    before = [len(person.seconds) for person in people]
    spread = await _all(person.write() for person in people)
    for person in people:
        await person.client.aclose()
    together = [
        seconds
        for person, begin in zip(people, before, strict=True)
        for seconds in person.seconds[begin:]
    ]
    p95 = sorted(together)[int(len(together) * 0.95)]
    errors = Counter(error for person in people for error in person.errors)
    over = report(
        f"saving on {database}: {PEOPLE} contributors at once, {errors.total()} errors",
        [
            ("one person alone, median", f"{alone * 1000:.0f} ms", 1.0, 1.0),
            (
                f"typing together, {len(together) / spread:.0f} a second, p95",
                f"{p95 * 1000:.0f} ms",
                p95 / alone,
                RATIO_AT_MOST[database],
            ),
        ],
    )
    for error, times in errors.most_common(5):
        print(f"{times} times {error}")
    print(f"All {PEOPLE} in the same moment: {PEOPLE / burst:.0f} saves a second")
    return _count(database, site, people) or over or bool(errors)


def _count(database: str, site: Site, people: list[Person]) -> bool:
    """Look for every sentence that was acknowledged in the database; whether one is lost."""
    acknowledged = [sentence for person in people for sentence in person.acknowledged]
    stored = "\n".join(json.loads(site.run(STORED)))
    present = sum(sentence in stored for sentence in acknowledged)
    lost = len(acknowledged) - present
    print(f"{database}: acknowledged {len(acknowledged)}, present {present}, lost {lost}")
    return bool(lost)


def _person(site: Site, made: dict, number: int) -> Person:
    client = httpx.AsyncClient(
        base_url=site.address,
        timeout=PATIENCE,
        cookies={"sessionid": made["sessions"][number]},
        # The server closes a connection that is silent for two seconds, as those of writers are.
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    return Person(number, client, address_of(made, number))


async def _alone(person: Person) -> float:
    for _ in range(60):
        await person.save()
    return median(person.seconds[10:])  # without those that warmed the server up


async def _all(tasks) -> float:
    """Seconds until all are done."""
    started = time.perf_counter()
    await asyncio.gather(*tasks)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(measure(sys.argv[1]))
