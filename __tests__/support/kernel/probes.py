"""Sends packets between the hosts of layouts and reports which connections work."""

import errno
import os
import resource
import select
import socket
import struct

ECHO_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
ECHO_PROTOCOL = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}


class EventLoop:
    """The event loop for all sockets of some layouts."""

    def __init__(self):
        self.poll = select.epoll()
        self.handlers = {}
        self.sockets = set()

    def watch(self, one, events, handler):
        one.setblocking(False)
        self.sockets.add(one)
        self.handlers[one.fileno()] = handler
        self.poll.register(one, events)

    def forget(self, one):
        """Unregisters and closes a socket."""
        self.sockets.remove(one)
        self.handlers.pop(one.fileno())
        one.close()

    def close(self):
        self.poll.close()
        for one in self.sockets:
            one.close()

    def run(self, is_done, quiet):
        """Runs until `is_done`, or until no event comes for `quiet` seconds."""
        while not is_done():
            ready = self.poll.poll(quiet)
            if not ready:
                return
            for descriptor, events in ready:
                if descriptor in self.handlers:
                    self.handlers[descriptor](events)


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def listen(loop, namespace, name, addresses, services):
    """Makes a host accept connections and reply with its name."""
    namespace.enter()
    for address in addresses:
        for protocol, port in services:
            if protocol == "tcp":
                listen_tcp(loop, name, address, port)
            elif protocol == "udp":
                listen_udp(loop, name, address, port)


def listen_tcp(loop, name, address, port):
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

    loop.watch(server, select.EPOLLIN, greet)


def listen_udp(loop, name, address, port):
    server = socket.socket(family_of(address), socket.SOCK_DGRAM)
    server.bind((address, port))

    def answer(_):
        try:
            _, client = server.recvfrom(64)
            server.sendto(name.encode(), client)
        except OSError:
            pass

    loop.watch(server, select.EPOLLIN, answer)


class Probe:
    """A probed connection. `works` is None until a packet comes back or the probe is given up."""

    def __init__(self, loop, address, owner, protocol, port):
        self.works = None
        self.loop = loop
        self.owner = owner
        self.protocol = protocol
        family = family_of(address)
        kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
        self.socket = socket.socket(family, kind, ECHO_PROTOCOL[family] if protocol == "icmp" else 0)
        loop.watch(self.socket, select.EPOLLIN | select.EPOLLERR | select.EPOLLHUP, self.hear)
        try:
            self.begin(address, port, family)
        except OSError:
            self.decide(False)

    def begin(self, address, port, family):
        code = self.socket.connect_ex((address, port))
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, os.strerror(code))
        if self.protocol == "udp":
            self.socket.send(b"?")
        elif self.protocol == "icmp":
            self.socket.send(struct.pack(">BBHHH", ECHO_REQUEST[family], 0, 0, 0, 1))

    def hear(self, _):
        """Decides by the first event: a reply, or an error from a router or host."""
        try:
            answer = self.socket.recv(1024)
        except OSError:
            answer = b""
        self.decide(answer != b"" and (self.protocol == "icmp" or answer.decode() == self.owner))

    def decide(self, works):
        if self.works is None:
            self.works = works
            self.loop.forget(self.socket)


def owners(hosts):
    """The name of the host at each address, public addresses included."""
    known = {}
    for host in hosts:
        public = host.get("publicAddress")
        for address in host["addresses"] + ([] if public is None else [public]):
            known[address] = host["name"]
    return known


def connectivity(layouts, wanted, quiet):
    """
    For each layout, whether each of its wanted connections works. Probes are given up after `quiet`
    seconds without any packet.
    """
    loop = EventLoop()
    probes = []
    try:
        for layout, some in zip(layouts, wanted):
            services = sorted({(one["protocol"], one["port"]) for one in some})
            for host in layout.endpoints:
                listen(loop, layout.hosts[host["name"]], host["name"], host["addresses"], services)
        # All probes at once may exceed the limit of open files. A quarter stays free for accepted
        # connections.
        spare = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - len(os.listdir("/proc/self/fd"))
        most = max(1, spare * 3 // 4)
        waiting = [(layout, one) for layout, some in zip(layouts, wanted) for one in some]
        for first in range(0, len(waiting), most):
            some = begin(loop, waiting[first : first + most])
            loop.run(lambda some=some: all(probe.works is not None for probe in some), quiet)
            for probe in some:
                probe.decide(False)
            probes += some
    finally:
        loop.close()
    decided = iter(probes)
    return [[next(decided).works for _ in some] for some in wanted]


def begin(loop, waiting):
    whose = {}
    probes = []
    for layout, one in waiting:
        if layout not in whose:
            whose[layout] = owners(layout.endpoints)
        layout.hosts[one["from"]].enter()
        probes.append(Probe(loop, one["to"], whose[layout].get(one["to"]), one["protocol"], one["port"]))
    return probes
