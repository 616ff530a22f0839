"""
The second judge: for each line of JSON on its input, `{quietSeconds, cases: [{network, probes}]}`, it builds the
networks in the kernel, tries the connections, and writes a line with a list of booleans for each network. Namespaces have no
names: the kernel removes them with this process, however it ends.

A line of its own comes first: `{"ready": true}`, or `{"refused": "why"}` where the machine lacks the right.
"""

import json
import os
import resource
import sys
import time

from layout import Layout
from netlink import NEWNET, NEWUSER, unshare
from probes import judge


def gain_rights():
    """As root a namespace of networks is enough; else one of users first, where the machine allows it."""
    user, group = os.getuid(), os.getgid()
    try:
        unshare(NEWNET)
    except PermissionError:
        unshare(NEWUSER | NEWNET)
        for name, value in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open("/proc/self/" + name, "w") as file:
                file.write(value)


def answer(batch, quiet):
    layouts = []
    try:
        for one in batch:
            layouts.append(Layout(one["network"]))
        while not all(layout.is_ready() for layout in layouts):
            time.sleep(0.005)
        return judge(layouts, [one["probes"] for one in batch], quiet)
    finally:
        for layout in layouts:
            layout.close()


def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        gain_rights()
        Layout({"vpcs": [], "subnets": [], "internetHosts": [], "hosts": [], "natGateways": []}).close()
    except OSError as error:
        print(json.dumps({"refused": str(error)}), flush=True)
        return
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(answer(asked["cases"], asked["quietSeconds"])), flush=True)


main()
