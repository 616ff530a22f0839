"""
Boots servers in network namespaces. The first input line is JSON, `{network, machines, buckets,
sharedFolder}`: a network as the kernel reference lays out, and for each server its host there, its
files and the paths that its root file system lacks. The next lines are `{"boot": name}` or
`{"halt": name}`. Prints a line of JSON for each: first `{"hosts": {name: namespace}}`, or
`{"refused": reason}` without the required privileges; then `{"process": id}` of a server's first
process.

All mounts and namespaces belong to this process and vanish with it.
"""

import ctypes
import ipaddress
import json
import os
import signal
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "kernel"))

from layout import Layout  # noqa: E402
from netlink import NEWNET, Namespace, libc, unshare  # noqa: E402
from root_folder import RootFolder  # noqa: E402

NEWNS, NEWUTS, NEWIPC, NEWPID = 0x20000, 0x4000000, 0x8000000, 0x20000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000
LINK_LOCAL = ("169.254.169.253", "169.254.169.254")
PR_SET_PDEATHSIG = 1
SYSTEMCTL = "/usr/lib/stand-ins/systemctl"


def mount(source, target, kind=None, flags=0, data=None):
    """Mounts a file system. Raises OSError without the privilege."""
    encoded = [None if one is None else str(one).encode() for one in (source, target, kind, data)]
    if libc.mount(*encoded[:3], ctypes.c_ulong(flags), encoded[3]) != 0:
        raise OSError(ctypes.get_errno(), f"{os.strerror(ctypes.get_errno())}: mount {target}")


class Machine:
    """A server: a root file system that outlives its boots, and a host's network namespace."""

    def __init__(self, description, layout, shared):
        self.name = description["name"]
        self.namespace = layout.hosts[description["host"]]
        self.services = Namespace()
        here, there = self.namespace.link(self.services)
        for address in LINK_LOCAL:
            self.namespace.route(ipaddress.ip_network(address), here)
            self.services.address(there, ipaddress.ip_address(address))
        self.services.route(ipaddress.ip_network("0.0.0.0/0"), there)
        layout.keep(self.services)
        self.root = RootFolder(description, shared, mount)
        self.link_local = description["linkLocal"]
        self.process = None

    def serve_link_local(self):
        """Starts the instance metadata service and the VPC's resolver of this server."""
        if os.fork() == 0:
            die_with_parent()
            self.services.enter()
            os.environ["LINK_LOCAL"] = json.dumps(self.link_local)
            os.execv("/usr/bin/python3", ["python3", "-B", str(FOLDER / "link_local.py")])

    def boot(self):
        """Starts the server's first process and waits for its enabled units. Returns its ID."""
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(read)
            die_with_parent()
            self.namespace.enter()
            unshare(NEWNS | NEWUTS | NEWIPC | NEWPID)
            child = os.fork()
            if child == 0:
                die_with_parent()
                self.root.enter(self.name)
                os.set_inheritable(write, True)
                os.execv("/usr/bin/python3", ["python3", "-B", SYSTEMCTL, "init", str(write)])
            os.write(write, f"{child}\n".encode())
            os.close(write)
            os.waitpid(child, 0)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as lines:
            self.process = int(lines.readline())
            for line in lines:
                if line.strip() == "booted":
                    break
        return self.process

    def halt(self):
        """Kills the first process, and with it all processes of the server."""
        if self.process is not None:
            os.kill(self.process, signal.SIGKILL)
            while os.path.exists(f"/proc/{self.process}"):
                time.sleep(0.01)
        self.process = None


def die_with_parent():
    """Kills this process when its parent ends."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def reap(*_):
    """Removes ended children from the process table, without waiting for others."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass


def say(answer):
    print(json.dumps(answer), flush=True)


def start(request):
    """Lays out the network and the machines' root file systems."""
    layout = Layout(request["network"])
    base = Path(request["sharedFolder"])
    for name in request["buckets"]:
        (base / "buckets" / name).mkdir(parents=True)
    machines = [Machine(one, layout, base) for one in request["machines"]]
    for namespace in layout.namespaces:
        if namespace.pending:
            namespace.flush()
    while not layout.is_ready():
        time.sleep(0.005)
    for machine in machines:
        machine.serve_link_local()
    return layout, {machine.name: machine for machine in machines}


def main():
    request = json.loads(sys.stdin.readline())
    signal.signal(signal.SIGCHLD, reap)
    try:
        unshare(NEWNET | NEWNS)
        mount("none", "/", None, MS_REC | MS_PRIVATE)
        mount("tmpfs", request["sharedFolder"], "tmpfs")
        layout, machines = start(request)
    except OSError as error:
        say({"refused": str(error)})
        return
    own = f"/proc/{os.getpid()}/fd"
    say({"hosts": {name: f"{own}/{host.descriptor}" for name, host in layout.hosts.items()}})
    for line in sys.stdin:
        command = json.loads(line)
        if "boot" in command:
            say({"process": machines[command["boot"]].boot()})
        else:
            machines[command["halt"]].halt()
            say({})


main()
