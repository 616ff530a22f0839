"""Encodes nftables rules as netlink messages."""

import ipaddress
import socket
import struct

from netlink import ACK, CREATE, attribute, exchange, message, nested, text

INET = 1
TABLE = "reference"
SUBSYSTEM = 10 << 8
NEWTABLE, NEWCHAIN, NEWRULE, BEGIN, END = SUBSYSTEM, SUBSYSTEM | 3, SUBSYSTEM | 6, 0x10, 0x11
PREROUTING, FORWARD, POSTROUTING = 0, 2, 4
DROP, ACCEPT, JUMP, RETURN = 0, 1, -3, -5
INVALID, ESTABLISHED, RELATED = 1, 2, 4
REPLY = 1
PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "gre": 47, "icmpv6": 58}


def be32(kind, value):
    return attribute(kind, struct.pack(">i", value))


def expression(name, *data):
    return nested(1, text(1, name), nested(2, *data))


def meta(key):
    return expression("meta", be32(1, 1), be32(2, key))


def payload(base, offset, length):
    return expression("payload", be32(1, 1), be32(2, base), be32(3, offset), be32(4, length))


def equals(value, operator=0):
    return expression("cmp", be32(1, 1), be32(2, operator), nested(3, attribute(1, value)))


def between(first, last):
    if first == last:
        return equals(first)
    bounds = nested(3, attribute(1, first)), nested(4, attribute(1, last))
    return expression("range", be32(1, 1), be32(2, 0), *bounds)


def verdict(code, chain=None):
    name = b"" if chain is None else text(2, chain)
    return expression("immediate", be32(1, 0), nested(2, nested(2, be32(1, code), name)))


def from_interface(interface):
    return meta(4) + equals(struct.pack("=I", interface))


def to_interface(interface):
    return meta(5) + equals(struct.pack("=I", interface))


def protocol(number):
    return meta(16) + equals(bytes([number]))


def state(bits):
    """Matches packets of connections in one of these states."""
    mask = struct.pack("=I", bits)
    zero = bytes(4)
    operands = nested(4, attribute(1, mask)), nested(5, attribute(1, zero))
    masked = expression("bitwise", be32(1, 1), be32(2, 1), be32(3, 4), *operands)
    return expression("ct", be32(1, 1), be32(2, 0)) + masked + equals(zero, 1)


def is_reply():
    return expression("ct", be32(1, 1), be32(2, 1)) + equals(bytes([REPLY]))


def address_in(side, block):
    """Matches packets whose source or destination is in a CIDR block."""
    v4 = block.version == 4
    offset = {"source": 12, "destination": 16}[side] if v4 else {"source": 8, "destination": 24}[side]
    family = meta(15) + equals(bytes([socket.AF_INET if v4 else socket.AF_INET6]))
    if block.prefixlen == 0:
        return family
    first, last = block.network_address.packed, block.broadcast_address.packed
    return family + payload(1, offset, len(first)) + between(first, last)


def transport(rule):
    """Matches a rule's protocol, with its port range for TCP and UDP, or type and code for ICMP."""
    name, first, last = rule["protocol"], rule["from"], rule["to"]
    if name == "all":
        return b""
    match = protocol(PROTOCOLS[name])
    if name in ("tcp", "udp"):
        return match + payload(2, 2, 2) + between(struct.pack(">H", first), struct.pack(">H", last))
    if first != -1:
        match += payload(2, 0, 1) + equals(bytes([first]))
        if last != -1:
            match += payload(2, 1, 1) + equals(bytes([last]))
    return match


def translate(kind, address):
    """Replaces the source (kind 0) or destination (kind 1) by an address."""
    load = expression("immediate", be32(1, 1), nested(2, attribute(1, address.packed)))
    return load + expression("nat", be32(1, kind), be32(2, socket.AF_INET), be32(3, 1))


def masquerade():
    return expression("masq")


def everywhere(version):
    return ipaddress.ip_network("0.0.0.0/0" if version == 4 else "::/0")


class Ruleset:
    """The rules of one namespace, loaded in one transaction."""

    def __init__(self):
        self.messages = []
        self.add(NEWTABLE, text(1, TABLE))

    def add(self, kind, attributes):
        header = struct.pack(">BBH", INET, 0, 0)
        flags = ACK | CREATE | (0x800 if kind == NEWRULE else 0)
        self.messages.append(message(kind, flags, header + attributes))

    def base(self, name, kind, hook, priority):
        place = nested(4, be32(1, hook), be32(2, priority))
        self.add(NEWCHAIN, text(1, TABLE) + text(3, name) + place + text(7, kind))

    def chain(self, name):
        self.add(NEWCHAIN, text(1, TABLE) + text(3, name))

    def rule(self, chain, *expressions):
        self.add(NEWRULE, text(1, TABLE) + text(2, chain) + nested(4, *expressions))

    def load(self, namespace):
        namespace.enter()
        edge = struct.pack(">BBH", 0, 0, 10)
        data = message(BEGIN, 0, edge) + b"".join(self.messages) + message(END, 0, edge)
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12) as channel:
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 21)
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
            exchange(channel, data, len(self.messages))
