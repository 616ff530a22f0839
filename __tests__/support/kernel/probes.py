"""Sends packets between the hosts of layouts and says which connections work."""

import errno
import os
import select
import socket
import struct

ECHO_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
ECHO_PROTOCOL = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}


class Party:
    """All sockets of some layouts, in one loop."""

    def __init__(self):
        self.poll = select.epoll()
        self.handlers = {}
        self.sockets = []

    def watch(self, one, events, handler):
        one.setblocking(False)
        self.sockets.append(one)
        self.handlers[one.fileno()] = handler
        self.poll.register(one, events)

    def forget(self, one):
        self.poll.unregister(one)

    def close(self):
        self.poll.close()
        for one in self.sockets:
            one.close()

    def run(self, is_done, quiet):
        """Until everything is decided, or nothing has come for some seconds."""
        while not is_done():
            heard = self.poll.poll(quiet)
            if not heard:
                return
            for descriptor, events in heard:
                self.handlers[descriptor](events)


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def listen(party, namespace, name, addresses, services):
    """Lets a host take connections, and answer with its name."""
    namespace.enter()
    for address in addresses:
        for protocol, port in services:
            if protocol == "tcp":
                listen_tcp(party, name, address, port)
            elif protocol == "udp":
                listen_udp(party, name, address, port)


def listen_tcp(party, name, address, port):
    server = socket.socket(family_of(address), socket.SOCK_STREAM)
    server.bind((address, port))
    server.listen(128)

    def greet(_):
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            client.send(name.encode())

    party.watch(server, select.EPOLLIN, greet)


def listen_udp(party, name, address, port):
    server = socket.socket(family_of(address), socket.SOCK_DGRAM)
    server.bind((address, port))

    def answer(_):
        try:
            _, client = server.recvfrom(64)
            server.sendto(name.encode(), client)
        except OSError:
            pass

    party.watch(server, select.EPOLLIN, answer)


class Probe:
    """One connection that is tried. `works` is None until something comes back."""

    def __init__(self, party, address, owner, protocol, port):
        self.works = None
        self.party = party
        self.owner = owner
        self.protocol = protocol
        family = family_of(address)
        kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
        self.socket = socket.socket(family, kind, ECHO_PROTOCOL[family] if protocol == "icmp" else 0)
        party.watch(self.socket, select.EPOLLIN | select.EPOLLERR | select.EPOLLHUP, self.hear)
        try:
            self.begin(address, port, family)
        except OSError:
            self.works = False
            party.forget(self.socket)

    def begin(self, address, port, family):
        code = self.socket.connect_ex((address, port))
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, os.strerror(code))
        if self.protocol == "udp":
            self.socket.send(b"?")
        elif self.protocol == "icmp":
            self.socket.send(struct.pack(">BBHHH", ECHO_REQUEST[family], 0, 0, 0, 1))

    def hear(self, _):
        """What comes first decides: an answer, or a refusal by some router or host."""
        try:
            answer = self.socket.recv(1024)
        except OSError:
            answer = b""
        self.works = answer != b"" and (self.protocol == "icmp" or answer.decode() == self.owner)
        self.party.forget(self.socket)


def owners(network):
    """Whose each address is, public ones too."""
    known = {}
    for host in network["hosts"] + network["internetHosts"]:
        public = host.get("publicAddress")
        for address in host["addresses"] + ([] if public is None else [public]):
            known[address] = host["name"]
    return known


def judge(layouts, wanted, quiet):
    """For each layout, whether each of the connections wanted of it works: answers come within `quiet` seconds."""
    party = Party()
    probes = []
    try:
        for layout, some in zip(layouts, wanted):
            services = sorted({(one["protocol"], one["port"]) for one in some})
            for host in layout.network["hosts"] + layout.network["internetHosts"]:
                listen(party, layout.hosts[host["name"]], host["name"], host["addresses"], services)
        for layout, some in zip(layouts, wanted):
            whose = owners(layout.network)
            for one in some:
                layout.hosts[one["from"]].enter()
                owner = whose.get(one["to"])
                probes.append(Probe(party, one["to"], owner, one["protocol"], one["port"]))
        party.run(lambda: all(probe.works is not None for probe in probes), quiet)
    finally:
        party.close()
    decided = iter(probes)
    return [[next(decided).works is True for _ in some] for some in wanted]
