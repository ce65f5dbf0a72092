"""The real server, as script/server runs it, with data of its own: to be killed, or measured."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from .accounts.provider import free_port, wait_for
from .sources import ROOT

NOT_ITS_OWN = (
    *("SITE_ADDRESS", "SECRET_KEY", "DATABASE_URL", "EMAIL_HOST", "EMAIL_FROM", "DEBUG"),
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # the browser tests set it for their own process
)


class Site:
    """An installation with `folder` for its data; without `database`, a URL, it is on SQLite.

    A `database` of the tests' own is as they made it, and knows their sessions by its `secret_key`;
    one without is made here.
    """

    def __init__(self, folder: Path, database: str = "", secret_key: str = ""):
        self.address = f"http://127.0.0.1:{free_port()}"
        own = {name: value for name, value in os.environ.items() if name not in NOT_ITS_OWN}
        self._env = own | {"DATA_DIR": str(folder)}
        if database:
            self._env["DATABASE_URL"] = database
        self._process = None
        if secret_key:
            self._env["SECRET_KEY"] = secret_key
        else:
            self._manage("migrate", "-v0")
        self._manage("collectstatic", "--no-input", "-v0")

    def run(self, code: str) -> str:
        """What a piece of Python prints, in a process of the installation."""
        return self._manage("shell", "--no-imports", "-c", code)

    def _manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self._env,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=300,
        ).stdout

    def start(self, workers: int = 2) -> None:
        """Serve, and return once it answers."""
        options = "--worker-class gthread --threads 4 --timeout 60 --no-control-socket"
        bind = self.address.removeprefix("http://")
        command = [sys.executable, "-m", "gunicorn", "matcap.wsgi", "--bind", bind]
        self._process = subprocess.Popen(
            [*command, *options.split(), "--workers", str(workers), "--log-level", "critical"],
            cwd=ROOT,
            env=self._env,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(f"{self.address}/account/login/")

    def freeze(self) -> None:
        """Let it take requests and answer none."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """End it and its workers wherever they are, with no chance to finish anything."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
