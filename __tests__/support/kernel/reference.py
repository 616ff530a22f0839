"""
The kernel reference. For each input line of JSON, `{quietSeconds, cases: [{network, probes}]}`, it
builds the networks in the kernel, probes the connections, and prints a line with a list of booleans
for each network. The namespaces are unnamed: the kernel removes them with this process, however it
ends.

The first output line is `{"ready": true}`, or `{"refused": "reason"}` without the required
privileges.
"""

import json
import os
import resource
import sys
import time

from layout import Layout
from netlink import NEWNET, NEWUSER, unshare
from probes import connectivity


def enter_namespace():
    """Enters a network namespace; without root, in a new user namespace, where allowed."""
    user, group = os.getuid(), os.getgid()
    try:
        unshare(NEWNET)
    except PermissionError:
        unshare(NEWUSER | NEWNET)
        for name, value in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open("/proc/self/" + name, "w") as file:
                file.write(value)


def results(batch, quiet):
    layouts = []
    try:
        for one in batch:
            layouts.append(Layout(one["network"]))
        while not all(layout.is_ready() for layout in layouts):
            time.sleep(0.005)
        return connectivity(layouts, [one["probes"] for one in batch], quiet)
    finally:
        for layout in layouts:
            layout.close()


def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        enter_namespace()
        Layout({"vpcs": [], "subnets": [], "internetHosts": [], "hosts": [], "natGateways": []}).close()
    except OSError as error:
        print(json.dumps({"refused": str(error)}), flush=True)
        return
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(results(request["cases"], request["quietSeconds"])), flush=True)


main()
