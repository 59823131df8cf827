"""A PostgreSQL of our own for the tests: a temporary folder, a free port of the machine itself, stopped at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = [p for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin") for p in Path("/").glob(pattern)]
    usable = [p for p in places if (p / "initdb").exists()]
    return max(usable, key=lambda p: [int(part) for part in p.parts if part.isdigit()], default=None)


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give its address; raise RuntimeError when the programs are not there."""
    home = programs()
    if home is None:
        raise RuntimeError("PostgreSQL est introuvable")
    folder = Path(tempfile.mkdtemp(prefix="ancrage-postgresql-"))
    owner = None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        import pwd

        known = {entry.pw_name for entry in pwd.getpwall()}
        owner = next(name for name in OWNERS if name in known)
        shutil.chown(folder, owner)

    def run(program: str, *args: str) -> None:
        command = [str(home / program), *args]
        done = subprocess.run(command, cwd=folder, user=owner, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} : {done.stdout}{done.stderr}")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    try:
        run("initdb", "-D", str(data), "-U", "ancrage", "-A", "trust", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "journal"), "-w", "start")
        try:
            yield f"postgresql://ancrage@127.0.0.1:{port}/"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
