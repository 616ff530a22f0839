"""A netlink client: links, addresses, routes and rules of namespaces, without other programs."""

import ctypes
import itertools
import os
import socket
import struct

NEWNET = 0x40000000
NEWUSER = 0x10000000

REQUEST, ACK, DUMP, CREATE, EXCL = 0x1, 0x4, 0x300, 0x400, 0x200
ERROR, DONE = 2, 3
UP, WITHOUT_ARP = 0x1, 0x80
FAMILIES = (socket.AF_INET, socket.AF_INET6)
IS_UP = bytes([6])
LOOPBACK = 1
# The address of every interface: without ARP, each end of a link accepts all frames of the other.
HARDWARE_ADDRESS = bytes.fromhex("020000000001")
BLACKHOLE, UNICAST = 6, 1
# Different indexes at both ends of a link: with equal ones the kernel delays the link's start.
interfaces = itertools.count(10)

libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags):
    """Moves this process into new namespaces. Raises OSError without the privilege."""
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def attribute(kind, payload):
    """Encodes a netlink attribute, padded."""
    return struct.pack("=HH", len(payload) + 4, kind) + payload + b"\0" * (-len(payload) % 4)


def u32(kind, value):
    return attribute(kind, struct.pack("=I", value))


def text(kind, value):
    return attribute(kind, value.encode() + b"\0")


def nested(kind, *attributes):
    return attribute(kind | 0x8000, b"".join(attributes))


def message(kind, flags, payload, sequence=1):
    return struct.pack("=IHHII", len(payload) + 16, kind, REQUEST | flags, sequence, 0) + payload


def exchange(channel, data, expected):
    """Sends messages, waits for `expected` acknowledgements; raises OSError at the first error."""
    channel.sendall(data)
    while expected > 0:
        answer = channel.recv(1 << 16)
        while answer:
            length, kind = struct.unpack_from("=IH", answer)
            if kind == ERROR:
                code = -struct.unpack_from("=i", answer, 16)[0]
                if code != 0:
                    raise OSError(code, os.strerror(code))
                expected -= 1
            answer = answer[(length + 3) & ~3 :]


class Namespace:
    """An unnamed network namespace. It vanishes with its last descriptor or this process."""

    def __init__(self, **settings):
        unshare(NEWNET)
        self.descriptor = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        self.routing = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        self.pending = []
        self.links = 0
        for name, value in {**SETTINGS, **settings}.items():
            with open("/proc/sys/net/" + name, "w") as file:
                file.write(value)
        self.do(16, 0, struct.pack("=BxHiII", 0, 0, LOOPBACK, UP, UP))

    def enter(self):
        if libc.setns(self.descriptor, NEWNET) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def do(self, kind, flags, payload):
        """Queues a change until the next `flush`."""
        self.pending.append(message(kind, ACK | flags, payload))

    def flush(self):
        exchange(self.routing, b"".join(self.pending), len(self.pending))
        self.pending = []

    def close(self):
        self.routing.close()
        os.close(self.descriptor)

    def is_ready(self):
        """Reports that every link works: the kernel starts an end some time after both are up."""
        self.routing.sendall(message(18, DUMP, struct.pack("=BxHiII", 0, 0, 0, 0, 0)))
        ready = 0
        while True:
            answer = self.routing.recv(1 << 17)
            if struct.unpack_from("=IH", answer)[1] == DONE:
                return ready == self.links
            ready += answer.count(attribute(16, IS_UP))

    def link(self, other):
        """Links two namespaces. Returns the index of the interface at each end."""
        here, there = next(interfaces), next(interfaces)

        def end(namespace, index):
            header = struct.pack("=BxHiII", 0, 0, index, WITHOUT_ARP, WITHOUT_ARP)
            address = attribute(1, HARDWARE_ADDRESS)
            return header + address + text(3, f"to{index}") + u32(28, namespace.descriptor)

        kind = text(1, "veth") + nested(2, nested(1, end(other, there)))
        self.do(16, CREATE | EXCL, end(self, here) + nested(18, kind))
        self.flush()
        self.up(here)
        other.up(there)
        return here, there

    def up(self, interface):
        self.links += 1
        self.do(16, 0, struct.pack("=BxHiII", 0, 0, interface, UP, UP))

    def address(self, interface, address):
        """Adds an address to an interface, without a subnet."""
        family, bits = family_of(address)
        header = struct.pack("=BBBBI", family, bits, 0x02 if family == socket.AF_INET6 else 0, 0, interface)
        self.do(20, CREATE, header + attribute(1, address.packed) + attribute(2, address.packed))

    def route(self, block, interface, table=254):
        """Adds a route for a block to an interface, or a blackhole route for None."""
        family, _ = family_of(block.network_address)
        kind = BLACKHOLE if interface is None else UNICAST
        scope = 0 if interface is None or family == socket.AF_INET6 else 253
        header = struct.pack("=BBBBBBBBI", family, block.prefixlen, 0, 0, 252, 4, scope, kind, 0)
        out = b"" if interface is None else u32(4, interface)
        self.do(24, CREATE | EXCL, header + attribute(1, block.network_address.packed) + out + u32(15, table))

    def rule(self, interface, table, families):
        """Makes traffic from an interface use a table before the main one."""
        for family in families:
            header = struct.pack("=BBBBBBBBI", family, 0, 0, 0, 0, 0, 0, 1, 0)
            name = text(3, f"to{interface}")
            self.do(32, CREATE | EXCL, header + name + u32(6, 1000) + u32(15, table))


def family_of(address):
    return (socket.AF_INET, 32) if address.version == 4 else (socket.AF_INET6, 128)


SETTINGS = {
    "ipv4/ip_forward": "1",
    "ipv4/conf/all/rp_filter": "0",
    "ipv4/conf/default/rp_filter": "0",
    "ipv4/conf/all/send_redirects": "0",
    "ipv4/conf/default/send_redirects": "0",
    "ipv6/conf/all/forwarding": "1",
    "ipv6/conf/default/accept_dad": "0",
    "ipv6/conf/default/addr_gen_mode": "1",
}
