"""The course for a class on one Linux machine: one hub, a server and a folder for each student.

    jupyterhub -f docs/classroom/jupyterhub_config.py

docs/classroom.md says how to set it up and what it needs. Who may sign in has no default. Three
environment variables are read:

* MARGIN_LESSONS_SIGN_IN: how students sign in. "pam" is by their accounts on this machine; any
  other name of an authenticator that JupyterHub knows will do. "trial" is for one person who tries
  the hub at this machine: one password for all, and no student is kept apart from another.
* MARGIN_LESSONS_CLASS_LIST: a file of who may sign in, a name on each line, a teacher's with
  " teacher" behind it. Each of them has an account on this machine.
* MARGIN_LESSONS_MEMORY: the MB that each process of a student may have, 1024 if it is not set.
"""

import atexit
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub gives it)

HERE = "http://127.0.0.1:8000"
LONGEST = 107
"""The letters that the path of a socket may have on Linux."""
SOCKET = "kernel-00000000-0000-0000-0000-000000000000-ipc-5"
"""What Jupyter calls the longest of a kernel's five sockets."""
LESSONS = "lessons"
"""The folder in a student's home that the student's server shows."""
# What begins as the student: nobody else reads the files that are made, a cell that asks for all
# the memory there is gets an error of its own, and the folder is there.
START = 'umask 077 && ulimit -d "$1" && mkdir -p "$HOME/$2" && shift 2 && exec "$@"'
INSECURE = ("dummy", "null", "shared-password")


def refuse(sentence):
    raise SystemExit(f"\nThe hub has not started. {sentence}")


# ---- Who may sign in, and as whom their servers run -----------------------------------------


def sign_in():
    """Return how students sign in, as the administrator has chosen it."""
    chosen = os.environ.get("MARGIN_LESSONS_SIGN_IN", "").strip()
    if not chosen:
        refuse(
            "Choose how students sign in: MARGIN_LESSONS_SIGN_IN=pam for their accounts on this "
            "machine, or the name of another authenticator of JupyterHub. To try it alone, "
            "at this machine, take MARGIN_LESSONS_SIGN_IN=trial."
        )
    if chosen in INSECURE or "dummy" in chosen.lower():
        refuse(
            f"MARGIN_LESSONS_SIGN_IN is {chosen!r}, with which anybody signs in as anybody. "
            "Take 'pam', or 'trial' to try the hub alone."
        )
    return chosen


def class_list():
    """Return the names of the students and of the teachers; each has an account here."""
    place = os.environ.get("MARGIN_LESSONS_CLASS_LIST", "").strip()
    if not place or not Path(place).is_file():
        refuse(
            f"MARGIN_LESSONS_CLASS_LIST is {place!r}, which is no file. Name one with those who "
            "may sign in: a name on each line, and ' teacher' behind a teacher's."
        )
    lines = [line.split() for line in Path(place).read_text(encoding="utf-8").splitlines()]
    lines = [words for words in lines if words]
    odd = [" ".join(words) for words in lines if words[1:] not in ([], ["teacher"])]
    if odd or not lines:
        refuse(f"{place} names nobody, or has a line that is no name: {', '.join(odd) or 'empty'}.")
    names = {words[0] for words in lines}
    without = sorted(name for name in names if not has_account(name))
    if without:
        refuse(f"No account on this machine: {', '.join(without)}. Make one for each (adduser).")
    return names, {words[0] for words in lines if len(words) == 2}


def has_account(name):
    try:
        return pwd.getpwnam(name).pw_uid != 0
    except KeyError:
        return False


def check_that_students_can_run_it(name):
    """Refuse an environment that a student cannot read: every server would fail, one by one."""
    account = pwd.getpwnam(name)
    as_student = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}
    try:
        subprocess.run(
            [sys.executable, "-c", "import margin_lessons.web.server"], check=True, **as_student
        )
    except (OSError, subprocess.CalledProcessError) as error:
        refuse(
            f"{name} cannot run the course with {sys.executable} ({error}). Make the environment "
            "where every account can read it, as /opt, with a Python that is in nobody's home."
        )


SIGN_IN = sign_in()
IS_TRIAL = SIGN_IN == "trial"
# Without a web server in front that speaks https, only this machine itself is answered.
c.JupyterHub.bind_url = HERE
if IS_TRIAL:
    BASE = Path(tempfile.mkdtemp(prefix="ml-", dir="/tmp"))
    atexit.register(shutil.rmtree, BASE, ignore_errors=True)
    password = secrets.token_urlsafe(12)
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = password
    c.Authenticator.allow_all = True
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = f"{BASE}/home/{{username}}"
    c.JupyterHub.db_url = f"sqlite:///{BASE}/hub.sqlite"
    c.JupyterHub.cookie_secret = secrets.token_bytes(32)
    c.ConfigurableHTTPProxy.pid_file = f"{BASE}/proxy.pid"
    print(
        f"This is a trial: students are not kept apart, and all is deleted at the end. "
        f"Sign in at {HERE} with any name and the password {password}",
        flush=True,
    )
else:
    BASE = Path("/run/margin-lessons")
    if os.geteuid() != 0:
        refuse("Start it as root, so that each student's server can run as that student.")
    names, teachers = class_list()
    check_that_students_can_run_it(min(names))
    c.JupyterHub.authenticator_class = SIGN_IN
    c.Authenticator.allowed_users = names
    c.Authenticator.admin_users = teachers
    c.JupyterHub.spawner_class = "localprocess"


# ---- A short folder of each student's own, for the sockets of the kernels -------------------


def runtime_folder(name):
    """Return a folder for a student's sockets: short, however long the name is."""
    folder = BASE / hashlib.sha256(name.encode()).hexdigest()[:16]
    longest = len(f"{folder}/{SOCKET}")
    if longest > LONGEST:
        refuse(f"{folder} is too long: a socket's path has {longest} letters, {LONGEST} at most.")
    return folder


def before_a_server(spawner):
    """Make a student's folder for sockets anew, for the student alone."""
    folder = runtime_folder(spawner.user.name)
    after_a_server(spawner)
    folder.mkdir(mode=0o700)
    if not IS_TRIAL:
        account = pwd.getpwnam(spawner.user.name)
        os.chown(folder, account.pw_uid, account.pw_gid)


def after_a_server(spawner):
    shutil.rmtree(runtime_folder(spawner.user.name), ignore_errors=True)


c.Spawner.pre_spawn_hook = before_a_server
c.Spawner.post_stop_hook = after_a_server


# ---- The server of a student ----------------------------------------------------------------

# Made once, so that no student's server needs the lessons themselves, and matplotlib with them.
PAGES = BASE / "pages"
BASE.mkdir(mode=0o711, parents=True, exist_ok=True)
BASE.chmod(0o711)
subprocess.run([sys.executable, "-m", "margin_lessons.web.made_pages", str(PAGES)], check=True)


def memory_limit():
    """Return the KB that a process of a student may have."""
    said = os.environ.get("MARGIN_LESSONS_MEMORY", "").strip() or "1024"
    if not said.isdecimal() or int(said) < 256:
        refuse(f"MARGIN_LESSONS_MEMORY is {said!r}: it is a whole number of MB, 256 or more.")
    return 1024 * int(said)


c.Spawner.cmd = [
    "/bin/sh", "-c", START, "student", str(memory_limit()), LESSONS, "jupyterhub-singleuser",
]  # fmt: skip
c.Spawner.notebook_dir = f"~/{LESSONS}"
c.Spawner.default_url = "/margin-lessons/"
c.Spawner.environment = {
    "JUPYTER_RUNTIME_DIR": lambda spawner: str(runtime_folder(spawner.user.name)),
    # One progress file, whether a notebook was laid here or fetched by a link.
    "MARGIN_LESSONS_PROGRESS": lambda spawner: str(lessons_of(spawner) / "my_progress.json"),
    # A thread for each core, in each kernel, would take memory and help nobody.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "PYTHONPATH"]
c.Spawner.args = [
    # Kernels of many servers draw the same port now and then, and one of them fails.
    "--KernelManager.transport=ipc",
    "--ServedCourse.lays=True",
    f"--ServedCourse.made={PAGES}",
    "--ServerApp.terminals_enabled=False",
    # What the lessons do not use is not loaded.
    "--ServerApp.jpserver_extensions=jupyter_lsp=False",
    "--ServerApp.jpserver_extensions=jupyter_server_terminals=False",
    "--ServerApp.jpserver_extensions=notebook_shim=False",
    "--ServerApp.jpserver_extensions=margin_lessons.web.server=True",
    # A kernel that no page and no notebook is connected to ends after 20 minutes.
    "--MappingKernelManager.cull_idle_timeout=1200",
    *(["--ServerApp.allow_root=True"] if IS_TRIAL and os.geteuid() == 0 else []),
]
# Twenty students who start at once on two cores wait for most of a minute.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180


def lessons_of(spawner):
    home = BASE / "home" / spawner.user.name if IS_TRIAL else pwd.getpwnam(spawner.user.name).pw_dir
    return Path(home, LESSONS, "notebooks")


# ---- Servers that nobody uses end after an hour ---------------------------------------------

c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
