"""A class on a hub: everybody signs in at once, opens lesson 04, runs it and moves a slider.

    python benchmarks/classroom.py --hub /opt/hub
    python benchmarks/classroom.py --hub /opt/hub --students 3

/opt/hub is an environment made as docs/classroom.md says. The hub is docs/classroom's own, as a
trial, on this machine alone. A student (hub_student.py) is what a page is without its browser.
Nobody waits for the others; moves are half a second apart.

Printed: when the last server was ready and the last lesson run, seen from when all signed in; how
long a move took; memory (proportional set size: what is shared counts once) and processor time;
what went wrong. The machine must be free; its load is printed. Linux only, as the hub is.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "docs" / "classroom" / "jupyterhub_config.py"
MOST_SECONDS, MOST_MB = 60.0, 240.0
STARTS, ENDS = 120, 60
TROUBLE = re.compile(r"\[[EC] (?!.*Received signal SIGTERM)|Traceback|\w+Error\b")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hub", type=Path, required=True, help="the environment with JupyterHub")
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--moves", type=int, default=20)
    said = parser.parse_args()
    python = said.hub.absolute() / "bin" / "python"
    for needed in (python, python.with_name("jupyterhub"), proxy(python)):
        if not needed.exists():
            print(f"{needed} is missing: docs/classroom.md says how the environment is made.")
            return 2
    if Path(sys.prefix) != said.hub.absolute():  # students speak with the hub's own packages
        return subprocess.run([python, *sys.argv]).returncode
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with hub(python) as (process, address, password):
        return asyncio.run(a_class(said.students, said.moves, process.pid, address, password))


def proxy(python: Path) -> Path:
    return python.with_name("configurable-http-proxy")


# ---- The hub --------------------------------------------------------------------------------


@contextmanager
def hub(python: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Run the hub as a trial; give its process, its address and the password of all."""
    front, inner, api = free_ports(3)
    address = f"http://127.0.0.1:{front}"
    command = [
        str(python), "-m", "jupyterhub", "-f", str(CONFIG), "--log-level=WARN",
        f"--JupyterHub.bind_url={address}", f"--JupyterHub.hub_port={inner}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}",
    ]  # fmt: skip
    environment = {
        "PATH": f"{python.parent}:{os.environ.get('PATH', os.defpath)}",
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": str(ROOT),
        "MARGIN_LESSONS_SIGN_IN": "trial",
    }
    with tempfile.TemporaryDirectory(prefix="classroom-") as scratch:
        log = Path(scratch, "log")
        with log.open("w") as output:
            process = subprocess.Popen(
                command, cwd=scratch, env=environment, stdout=output, stderr=subprocess.STDOUT,
                text=True, start_new_session=True,
            )  # fmt: skip
        try:
            password = answered(process, address, log)
            yield process, address, password
        finally:
            end(process)
            lines = log.read_text().splitlines()
            print("".join(f"hub: {line}\n" for line in lines if TROUBLE.match(line)), end="")


def answered(process: subprocess.Popen[str], address: str, log: Path) -> str:
    """Wait until the hub answers; return the password that it has made up."""
    give_up = time.monotonic() + STARTS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            urlopen(f"{address}/hub/health", timeout=5).close()
        except OSError:  # the proxy is there before the hub
            time.sleep(0.2)
            continue
        found = re.search(r"the password (\S+)", log.read_text())
        if found:
            return found[1]
    raise RuntimeError(f"the hub did not start:\n{log.read_text()}")


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def end(process: subprocess.Popen[str]) -> None:
    """Stop the hub, which stops the servers of the students; then whatever is left, by its id."""
    family = [process.pid, *descendants(process.pid)]
    process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=ENDS)
    left = [pid for pid in family if Path(f"/proc/{pid}/cmdline").exists() and command_of(pid)]
    for pid in left:
        print(f"left over, and ended now: {pid} {command_of(pid)[:80]}")
        os.kill(pid, signal.SIGKILL)
    process.wait()


# ---- What a class takes ---------------------------------------------------------------------


async def a_class(count: int, moves: int, pid: int, address: str, password: str) -> int:
    """Let all students in at once and print what came of it; return the exit code."""
    from hub_student import Student  # with packages that the hub's environment has

    students = [Student(f"student{number:03}") for number in range(1, count + 1)]
    until = asyncio.Barrier(count + 1)
    tasks = [asyncio.create_task(one.attend(address, password, moves, until)) for one in students]
    await until.wait()
    own, servers, kernels = family_of(pid)
    taken = {"hub and proxy": own, "a server": servers, "a kernel": kernels}
    memory = {name: sum(map(megabytes, pids)) for name, pids in taken.items()}
    seconds = {name: sum(map(processor_seconds, pids)) for name, pids in taken.items()}
    await until.wait()
    await asyncio.gather(*tasks)
    errors = [f"{one.name}: {error}" for one in students for error in one.errors]
    last_run = max(one.run for one in students)
    each = (memory["a server"] + memory["a kernel"]) / count
    print(f"{count} students, {moves} moves each; load after: {os.getloadavg()[0]:.1f}")
    print(f"server ready, last     {max(one.ready for one in students):8.1f} s")
    print(f"lesson run, last       {last_run:8.1f} s   (target {MOST_SECONDS:.0f})")
    print(f"move, median / p95     {told([t for one in students for t in one.moves])}")
    print(f"memory a student       {each:8.0f} MB  (target {MOST_MB:.0f})")
    for name, pids in taken.items():
        among = 1 if pids is own else max(len(pids), 1)
        shares = f"{memory[name] / among:8.0f} MB, {seconds[name] / among:.1f} processor seconds"
        print(f"  {name:<20} {shares}")
    print(f"errors                 {len(errors):8}      (target 0)")
    for line in errors:
        print(f"  {line}")
    return 1 if errors or last_run > MOST_SECONDS or each > MOST_MB else 0


def told(times: Sequence[float]) -> str:
    """Return the median of times, and what 95 in 100 of them do not pass, in ms."""
    if len(times) < 2:
        return "none"
    late = statistics.quantiles(times, n=20)[-1]
    return f"{1000 * statistics.median(times):8.0f} / {1000 * late:.0f} ms"


def family_of(pid: int) -> tuple[list[int], list[int], list[int]]:
    """Return the processes of the hub and its proxy, of the servers, and of the kernels."""
    every = [pid, *descendants(pid)]
    kernels = [one for one in every if "ipykernel" in command_of(one)]
    servers = [one for one in every if "jupyterhub-singleuser" in command_of(one)]
    return [one for one in every if one not in {*kernels, *servers}], servers, kernels


def descendants(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def megabytes(pid: int) -> float:
    """Return the proportional set size of a process, in MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024


def processor_seconds(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
