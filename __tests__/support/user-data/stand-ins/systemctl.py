#!/usr/bin/python3
"""
Starts, stops, enables and reloads units as their files say, as systemctl does; `init PIPE` is a
server's first process, which starts the enabled units. Sandboxing options and timers have no
effect.
"""

import json
import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

FOLDERS = [Path("/etc/systemd/system"), Path("/run/systemd/system"), Path("/usr/lib/systemd/system")]
STATES = Path("/run/stand-in")
TEMPORARY_FILES = Path("/usr/lib/tmpfiles.d")
SUFFIXES = (".service", ".timer", ".target", ".mount", ".socket")
DIRECTORIES = {"RuntimeDirectory": "/run", "StateDirectory": "/var/lib", "LogsDirectory": "/var/log"}
# systemd's own range for dynamic users starts here.
DYNAMIC_USER = 61184
READY_SECONDS, NOT_FOUND, FAILED = 30, 5, 1


class UnitError(Exception):
    """A unit that does not exist or does not start, with systemctl's exit code."""

    def __init__(self, message, code=FAILED):
        super().__init__(message)
        self.code = code


class Unit:
    """A unit's file with its drop-ins: values by section and key, in order."""

    def __init__(self, name):
        self.name = name if name.endswith(SUFFIXES) else f"{name}.service"
        prefix, at, rest = self.name.partition("@")
        self.instance = rest.rsplit(".", 1)[0] if at else ""
        self.template = f"{prefix}@.{rest.rsplit('.', 1)[1]}" if at else self.name
        self.file = next((folder / one for folder in FOLDERS for one in (self.name, self.template)
                          if (folder / one).is_file()), None)
        if self.file is None:
            raise UnitError(f"Unit {self.name} not found.", NOT_FOUND)
        self.values = {}
        drop_ins = [file for folder in FOLDERS for one in {self.name, self.template}
                    for file in sorted((folder / f"{one}.d").glob("*.conf"))]
        for file in [self.file, *drop_ins]:
            self.read(file.read_text())

    def read(self, text):
        section = ""
        for line in re.sub(r"\\\n", " ", text).splitlines():
            line = line.strip()
            if line.startswith("[") and line.endswith("]"):
                section = line[1:-1]
            elif "=" in line and not line.startswith(("#", ";")):
                key, value = (part.strip() for part in line.split("=", 1))
                values = self.values.setdefault((section, key), [])
                if value == "":
                    values.clear()
                else:
                    values.append(self.expand(value))

    def expand(self, value):
        kinds = {"i": self.instance, "I": self.instance, "t": "/run", "n": self.name, "%": "%",
                 "N": self.name.rsplit(".", 1)[0], "S": "/var/lib", "L": "/var/log"}
        return re.sub(r"%([a-zA-Z%])", lambda match: kinds.get(match[1], match[0]), value)

    def all(self, section, key):
        return self.values.get((section, key), [])

    def words(self, section, key):
        return [word for value in self.all(section, key) for word in value.split()]

    def is_on(self, key):
        return self.last(key) in ("yes", "true", "1", "on")

    def last(self, key, default=""):
        return (self.all("Service", key) or [default])[-1]


def state_file(unit):
    return STATES / f"{unit.name}.json"


def state_of(unit):
    try:
        state = json.loads(state_file(unit).read_text())
    except FileNotFoundError:
        return {}
    supervisor = state.get("supervisor")
    return {} if supervisor is not None and not Path(f"/proc/{supervisor}").exists() else state


def keep(unit, **state):
    STATES.mkdir(exist_ok=True)
    state_file(unit).write_text(json.dumps(state))


def environment(unit):
    variables = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for value in unit.all("Service", "Environment"):
        variables.update(word.split("=", 1) for word in shlex.split(value))
    for value in unit.all("Service", "EnvironmentFile"):
        file = Path(value.lstrip("-"))
        if not file.is_file() and not value.startswith("-"):
            raise UnitError(f"{unit.name}: Failed to load environment files: {file}")
        for line in file.read_text().splitlines() if file.is_file() else []:
            if "=" in line and not line.strip().startswith(("#", ";")):
                key, content = line.split("=", 1)
                variables[key.strip()] = "".join(shlex.split(content))
    return variables


def arguments(command, variables):
    """Splits a command as systemd does, with its variables: `$A` as words, `${A}` inside one."""
    words = []
    for word in shlex.split(command.lstrip("-@+!:")):
        if re.fullmatch(r"\$\w+", word):
            words += variables.get(word[1:], "").split()
        else:
            words.append(re.sub(r"\$\{(\w+)\}", lambda match: variables.get(match[1], ""), word))
    return words


def account(unit, command):
    """The user and group of a command, and its variables about them."""
    user = unit.last("User", "root")
    if command.startswith(("+", "!")) or (user == "root" and not unit.is_on("DynamicUser")):
        return 0, 0, {}
    if unit.is_on("DynamicUser"):
        return DYNAMIC_USER, DYNAMIC_USER, {}
    try:
        found = pwd.getpwnam(user)
    except KeyError:
        raise UnitError(f"{unit.name}: Failed to determine user credentials: {user}") from None
    return found.pw_uid, found.pw_gid, {"HOME": found.pw_dir, "USER": user, "LOGNAME": user}


def capabilities(unit):
    """Options of setpriv for the capabilities that a unit gives to a user other than root."""
    names = [name.lower().removeprefix("cap_") for name in unit.words("Service", "AmbientCapabilities")]
    listed = ",".join(f"+{name}" for name in names)
    return [f"--inh-caps={listed}", f"--ambient-caps={listed}"] if names else []


def launch(unit, command, extra=None, **options):
    """Starts a command of a unit, with its user, folder and variables."""
    uid, gid, variables = account(unit, command)
    for key, base in DIRECTORIES.items():
        for name in unit.words("Service", key):
            os.makedirs(f"{base}/{name}", exist_ok=True)
            os.chown(f"{base}/{name}", uid, gid)
    variables = {**environment(unit), **variables, **(extra or {})}
    log = open(f"/var/log/{unit.name}.log", "ab")
    folder = unit.last("WorkingDirectory", "/").lstrip("-")
    mask = {"umask": int(unit.last("UMask", "0022"), 8)}
    words = arguments(command, variables)
    if words[0].startswith("/") is False:
        words[0] = next((f"{place}/{words[0]}" for place in variables["PATH"].split(":")
                         if os.access(f"{place}/{words[0]}", os.X_OK)), words[0])
    if uid != 0:
        words = ["/usr/bin/setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups",
                 *capabilities(unit), "--", *words]
    try:
        return subprocess.Popen(words, env=variables, cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=log, start_new_session=True, **mask, **options)
    except OSError as error:
        raise UnitError(f"{unit.name}: Failed to execute {words[0]}: {error}") from None


def run_all(unit, key, extra=None):
    """Runs a unit's commands of a key, one after another."""
    for command in unit.all("Service", key):
        code = launch(unit, command, extra).wait()
        if code != 0 and not command.startswith("-"):
            raise UnitError(f"Job for {unit.name} failed: {key}={command} ended with {code}. {tail(unit)}")


def tail(unit):
    log = Path(f"/var/log/{unit.name}.log")
    return "" if not log.exists() else log.read_text(errors="replace")[-1500:]


def start(name, starting=()):
    unit = Unit(name)
    if unit.name in starting or state_of(unit) or unit.name.endswith((".target", ".socket")):
        return
    for other in unit.words("Unit", "Requires") + unit.words("Unit", "Wants"):
        try:
            start(other, (*starting, unit.name))
        except UnitError:
            if other in unit.words("Unit", "Requires"):
                raise
    if unit.name.endswith(".timer"):
        return keep(unit)
    temporary_files()
    run_all(unit, "ExecStartPre")
    kind = unit.last("Type", "simple" if unit.all("Service", "ExecStart") else "oneshot")
    if kind == "oneshot":
        run_all(unit, "ExecStart")
        if unit.is_on("RemainAfterExit"):
            keep(unit)
    elif kind == "forking":
        run_all(unit, "ExecStart")
        file = Path(unit.last("PIDFile"))
        keep(unit, main=int(file.read_text()), supervisor=int(file.read_text()))
    else:
        supervise(unit, kind)
    run_all(unit, "ExecStartPost", {"MAINPID": str(state_of(unit).get("main", ""))})
    return None


def supervise(unit, kind):
    """Starts the main process below a supervisor, which restarts it; waits until it is ready."""
    read, write = os.pipe()
    if os.fork() == 0:
        os.setsid()
        os.close(read)
        try:
            supervisor(unit, kind, write)
        except UnitError as error:
            os.write(write, str(error).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        answer = pipe.read()
    if answer != "ready":
        raise UnitError(f"Job for {unit.name} failed. {answer} {tail(unit)}")


def supervisor(unit, kind, write):
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    stopping = []
    restarts = unit.last("Restart", "no")
    while True:
        listener, extra = notify_socket(unit) if kind == "notify" else (None, {})
        process = launch(unit, unit.all("Service", "ExecStart")[0], extra, close_fds=True)
        keep(unit, main=process.pid, supervisor=os.getpid())

        def stop(*_, process=process):
            stopping.append(True)
            process.terminate()

        signal.signal(signal.SIGTERM, stop)
        if write is not None:
            is_ready = is_notified(listener, process) if listener else is_running(process)
            os.write(write, b"ready" if is_ready else b"The main process ended.")
            os.close(write)
            write = None
        code = process.wait()
        wanted = restarts == "always" or (restarts in ("on-failure", "on-abnormal") and code != 0)
        if stopping or not wanted:
            state_file(unit).unlink(missing_ok=True)
            return
        time.sleep(min(1.0, float(unit.last("RestartSec", "0.1").rstrip("s"))))


def is_running(process):
    """systemd calls a simple unit started at once; a tenth of a second shows most failures."""
    time.sleep(0.1)
    return process.poll() is None


def notify_socket(unit):
    path = f"/run/notify-{unit.name}"
    Path(path).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(path)
    os.chmod(path, 0o777)
    listener.settimeout(0.1)
    return listener, {"NOTIFY_SOCKET": path}


def is_notified(listener, process):
    for _ in range(READY_SECONDS * 10):
        try:
            if b"READY=1" in listener.recv(4096):
                return True
        except TimeoutError:
            pass
        if process.poll() is not None:
            return False
    return False


def stop(name):
    unit = Unit(name)
    state = state_of(unit)
    run_all(unit, "ExecStop", {"MAINPID": str(state.get("main", ""))})
    supervisor = state.get("supervisor")
    if supervisor is not None:
        try:
            os.kill(supervisor, signal.SIGTERM)
        except ProcessLookupError:
            pass
        while Path(f"/proc/{supervisor}").exists():
            time.sleep(0.02)
    state_file(unit).unlink(missing_ok=True)


def reload(name):
    unit = Unit(name)
    state = state_of(unit)
    if not state:
        raise UnitError(f"{unit.name} is not active, cannot reload.")
    run_all(unit, "ExecReload", {"MAINPID": str(state.get("main", ""))})


def restart(name):
    stop(name)
    start(name)


def enable(name):
    unit = Unit(name)
    for target in unit.words("Install", "WantedBy") + unit.words("Install", "RequiredBy"):
        folder = FOLDERS[0] / f"{target}.wants"
        folder.mkdir(parents=True, exist_ok=True)
        link = folder / unit.name
        link.unlink(missing_ok=True)
        link.symlink_to(unit.file)


def disable(name):
    for link in FOLDERS[0].glob(f"*.wants/{Unit(name).name}"):
        link.unlink()


def enabled_units():
    """Names of enabled units, those first that others are ordered after."""
    units = {link.name: Unit(link.name) for link in sorted(FOLDERS[0].glob("*.wants/*"))}
    ordered = []

    def visit(name, path=()):
        if name in ordered or name in path or name not in units:
            return
        before = [other for other, unit in units.items() if name in unit.words("Unit", "Before")]
        for other in [*units[name].words("Unit", "After"), *before]:
            visit(other, (*path, name))
        ordered.append(name)

    for name in units:
        visit(name)
    return ordered


def temporary_files():
    """Makes the folders that packages ask for below /run, as systemd-tmpfiles does."""
    for file in TEMPORARY_FILES.glob("*.conf"):
        for line in file.read_text().splitlines():
            kind, path, mode, user, group, *_ = [*line.split(), "", "", "", "", ""]
            if kind.rstrip("!") in ("d", "D") and path.startswith("/run/"):
                os.makedirs(path, exist_ok=True)
                shutil.chown(path, *(name if name not in ("", "-") else "root" for name in (user, group)))
                os.chmod(path, int(mode, 8) if mode.isdigit() else 0o755)


def init(pipe):
    """A server's first process: applies the kernel's settings, mounts, starts the enabled units."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.makedirs("/run/lock", exist_ok=True)
    for command in ("ip link set lo up", "nft flush ruleset", "sysctl --system", "mount -a"):
        subprocess.run(command, shell=True, capture_output=True, check=False)
    for name in enabled_units():
        try:
            start(name)
        except UnitError as error:
            with open("/var/log/boot.log", "a", encoding="utf8") as log:
                print(error, file=log)
    os.write(pipe, b"booted\n")
    os.close(pipe)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            time.sleep(0.05)


VERBS = {"start": start, "stop": stop, "restart": restart, "reload": reload, "enable": enable,
         "disable": disable, "reload-or-restart": restart, "try-restart": restart}


def main():
    verb, *words = [word for word in sys.argv[1:] if word == "--now" or not word.startswith("-")]
    if verb == "init":
        init(int(words[0]))
    if verb in ("daemon-reload", "reset-failed"):
        return
    names = [word for word in words if word != "--now"]
    if verb in ("is-active", "is-enabled"):
        folders = FOLDERS[0].glob("*.wants/*")
        active = all(state_of(Unit(name)) for name in names)
        enabled = all(Unit(name).name in {link.name for link in folders} for name in names)
        sys.exit(0 if (active if verb == "is-active" else enabled) else 3)
    if verb not in VERBS:
        sys.exit(f"systemctl stand-in: {verb} is not supported")
    try:
        for name in names:
            VERBS[verb](name)
            if "--now" in words:
                (start if verb == "enable" else stop)(name)
    except UnitError as error:
        print(error, file=sys.stderr)
        sys.exit(error.code)


main()
