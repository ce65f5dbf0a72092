"""A hall of 200 phones in a workshop, on the server that script/server runs, on each database.

Every phone comes in, asks every two to three seconds, votes, changes its vote, and sees what the
room chose. Times are beside those of a single phone with the server to itself.
"""

import datetime
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

PHONES = 200
ALONE = 60  # requests of each kind by the single phone
COMING_IN, VOTING, LOOKING_ON = 4, 8, 8  # seconds
DATABASES = {"sqlite": [], "postgresql": ["script/with-postgres"]}


def main() -> bool:
    """Measure on each database, in a process of its own; return whether something went wrong."""
    failed = False
    for name, beside in DATABASES.items():
        with tempfile.TemporaryDirectory(dir=os.environ["DATA_DIR"]) as folder:
            environment = os.environ | {"DATA_DIR": folder}
            environment.pop("DATABASE_URL", None)
            command = [*beside, sys.executable, "-m", "tests.bench.workshop", name]
            failed |= subprocess.run(command, env=environment).returncode != 0
    return failed


class Phone:
    """A browser in the hall. `took` has the seconds of each request, by what was asked."""

    def __init__(self, port: int, code: str):
        self.port, self.path = port, f"/vote/{code}/"
        self.cookies: dict[str, str] = {}
        self.took: dict[str, list[float]] = {"come in": [], "look": [], "vote": []}
        self.errors: list[str] = []
        self.seen = self.at = ""
        self.chose = None
        self.saw_reveal = False

    def _ask(self, what: str, method: str, path: str, body: str | None = None) -> None:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if what != "come in":
            headers["HX-Request"] = "true"
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except OSError as error:
            self.errors.append(f"{what}: {error!r}")
            return
        finally:
            connection.close()
        self.took[what].append(time.perf_counter() - started)
        if answer.status not in (200, 204):
            self.errors.append(f"{what}: {answer.status}")
            return
        self._read(answer, text)

    def _read(self, answer, text: str) -> None:
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        for name in ("seen", "at"):
            if found := re.search(rf'name="{name}" value="([^"]+)"', text):
                setattr(self, name, found[1])
        self.saw_reveal |= "vote-bars" in text

    def comes_in(self) -> None:
        self._ask("come in", "GET", self.path)

    def looks(self) -> None:
        self._ask("look", "GET", f"{self.path}?seen={self.seen}")

    def votes(self, level: str) -> None:
        before = len(self.errors)
        self._ask("vote", "POST", self.path, f"at={self.at}&level={level}")
        if len(self.errors) == before:
            self.chose = level

    def sits_through(self, began: float) -> None:
        """Come in, look every two to three seconds, and vote twice while the vote is open."""
        time.sleep(random.uniform(0, COMING_IN))
        self.comes_in()
        end = began + COMING_IN + VOTING + LOOKING_ON
        votes = sorted(began + COMING_IN + random.uniform(0, VOTING - 1) for _ in range(2))
        look = time.monotonic() + random.uniform(2, 3)
        while (now := time.monotonic()) < end:
            if votes and now >= votes[0]:
                votes.pop(0)
                self.votes(random.choice(("R", "AR", "AG", "G")))
            elif now >= look:
                self.looks()
                look = time.monotonic() + random.uniform(2, 3)
            else:
                time.sleep(max(0, min([look, end, *votes]) - now))


def hall(name: str) -> bool:
    """Fill the hall on the database of this process; print; return whether something is wrong."""
    from matcap.workshops import actions

    lead, shown = _workshop()
    with _Server() as server:
        alone = Phone(server.port, shown.workshop.code)
        alone.comes_in()
        for _ in range(ALONE):
            alone.looks()
            alone.votes("G")
        phones = [Phone(server.port, shown.workshop.code) for _ in range(PHONES)]
        with ThreadPoolExecutor(PHONES) as room:
            began = time.monotonic()
            sitting = [room.submit(phone.sits_through, began) for phone in phones]
            time.sleep(COMING_IN + VOTING)
            shown = actions.reveal(workshop=shown.workshop, at=shown.pk, by=lead)
            for one in sitting:
                one.result()
    return _report(name, alone, phones, shown)


def _report(name: str, alone: Phone, phones: list[Phone], shown) -> bool:
    from matcap.workshops.reading import tally

    counted = {bar.level.code: bar.votes for bar in tally(shown).bars}
    chosen = [phone.chose for phone in [alone, *phones]]
    errors = [error for phone in [alone, *phones] for error in phone.errors]
    saw = sum(phone.saw_reveal for phone in phones)
    requests = sum(len(times) for phone in phones for times in phone.took.values())
    seconds = COMING_IN + VOTING + LOOKING_ON
    print(f"\nworkshop on {name}: {PHONES} phones, {requests / seconds:.0f} requests a second")
    print(f"{'':10} {'p50':>9} {'p95':>9}   ratio to a single phone's: p50, p95")
    for what in ("look", "vote"):
        times = [one for phone in phones for one in phone.took[what]]
        (p50, p95), (own50, own95) = _percentiles(times), _percentiles(alone.took[what])
        print(f"{what:10} {p50:6.1f} ms {p95:6.1f} ms   {p50 / own50:.1f}, {p95 / own95:.1f}")
    is_right = counted == {level: chosen.count(level) for level in counted}
    print(
        f"{name}: voters {len(chosen)}, votes counted {sum(counted.values())}, "
        f"{'each as it was last given' if is_right else 'NOT as they were given'}; "
        f"saw the reveal {saw} of {PHONES}; errors {len(errors)}"
    )
    for error in sorted(set(errors)):
        print(f"  {error} × {errors.count(error)}")
    return bool(errors) or not is_right or saw < PHONES or None in chosen


def _percentiles(times: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile, in milliseconds."""
    cuts = quantiles(times, n=20)
    return cuts[9] * 1000, cuts[18] * 1000


def _workshop():
    """The lead, and the first round of a workshop that lets guests in."""
    from frameworks.loader import load
    from frameworks.models import Framework
    from matcap.accounts.actions import open_account
    from matcap.assessments.actions import open_assessment, start
    from matcap.trusts.actions import grant_role, open_trust
    from matcap.trusts.roles import Role
    from matcap.workshops.actions import start as start_workshop

    load(["fixtures/frameworks/mat-capacity.yaml"])
    trust = open_trust(name="Bench of Workshops")
    lead = open_account(email="workshops@bench.example", name="Lead")
    grant_role(trust=trust, user=lead, role=Role.LEAD)
    assessment = start(
        trust=trust,
        framework=Framework.objects.get(slug="mat-capacity"),
        title="Autumn 2026",
        opened_on=datetime.date(2026, 9, 7),
        by=lead,
    )
    assessment = open_assessment(assessment=assessment, by=lead)
    element = assessment.tree.elements[0].pk
    return lead, start_workshop(assessment=assessment, element=element, allows_guests=True, by=lead)


class _Server:
    """The web server with script/server's numbers of processes and threads."""

    def __enter__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        serve = f"matcap.wsgi --bind 127.0.0.1:{self.port} --worker-class gthread --workers 2"
        more = "--threads 4 --timeout 60 --no-control-socket --log-level warning"
        command = [sys.executable, "-m", "gunicorn", *f"{serve} {more}".split()]
        self._process = subprocess.Popen(command)
        for _ in range(300):
            if self._process.poll() is None and self._answers():
                return self
            time.sleep(0.1)
        raise RuntimeError("The web server did not start.")

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def __exit__(self, *error):
        self._process.terminate()
        self._process.wait()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "matcap.settings"
    threading.stack_size(512 * 1024)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.exit(int(hall(sys.argv[1])))
