"""Transit gateways, virtual private gateways and client VPNs: what leads out of VPCs, and who comes in there."""

import ipaddress

from filters import alone, blocks, cidrs
from firewall import (
    ACCEPT,
    DROP,
    ESTABLISHED,
    FORWARD,
    INVALID,
    POSTROUTING,
    RELATED,
    Ruleset,
    address_in,
    comes_by,
    everywhere,
    masquerade,
    state,
    verdict,
)
from netlink import FAMILIES, Namespace

TO_TRANSIT = 200


def join_transit_gateways(layout):
    """One router for all of them. Each attachment has an interface there, a VPC's one in each of its zones."""
    transit = layout.network.get("transitGateway")
    if transit is None:
        return
    router = layout.keep(Namespace())
    doors = {}
    for attachment in transit["attachments"]:
        if "vpc" in attachment:
            doors[attachment["name"]] = join_vpc(layout, router, attachment)
        elif "line" in attachment:
            doors[attachment["name"]] = {None: layout.host(line(layout, attachment["line"]), router)}
        elif attachment["peer"] not in doors:
            here, there = router.link(router)
            doors[attachment["name"]], doors[attachment["peer"]] = {None: here}, {None: there}
    known = {one["name"]: learnt(layout, one) for one in transit["attachments"]}
    number = TO_TRANSIT
    for table in transit["tables"]:
        users = [one["name"] for one in transit["attachments"] if one.get("table") == table["name"]]
        for zone in {zone for name in users for zone in doors[name]}:
            number += 1
            fill(router, table, number, zone, doors, known)
            for name in users:
                if zone in doors[name]:
                    router.rule(doors[name][zone], number, FAMILIES)


def join_vpc(layout, router, attachment):
    doors = {}
    for name in attachment["subnets"]:
        subnet = layout.subnets[name]
        zone = subnet.description.get("zone")
        subnet.transit, doors[zone] = subnet.namespace.link(router)
        for version in (4, 6):
            subnet.namespace.route(everywhere(version), subnet.transit, TO_TRANSIT)
        layout.transit_homes.setdefault(attachment["vpc"], {})[zone] = subnet
    return doors


def line(layout, name):
    return next(one for one in layout.network["lines"] if one["name"] == name)


def learnt(layout, attachment):
    """What a table learns of an attachment; nothing of another transit gateway."""
    if "vpc" in attachment:
        return blocks(cidrs(layout.network, attachment["vpc"]))
    return blocks(line(layout, attachment["line"])["told"]) if "line" in attachment else []


def fill(router, table, number, zone, doors, known):
    """A table for what comes in from one zone: it leaves in the same zone where the attachment has a subnet there."""
    targets = {}
    for name in table["propagations"]:
        for block in known[name]:
            targets[block] = name
    for route in table["routes"]:
        targets[ipaddress.ip_network(route["cidr"])] = route.get("attachment")
    for block, name in targets.items():
        ways = {None: None} if name is None else doors[name]
        router.route(block, ways.get(zone, next(iter(ways.values()))), number)


def join_vpn_gateways(layout):
    """They lead from the VPC's own addresses to their lines, and from there into the VPC, and no further."""
    for description in layout.network.get("vpnGateways", []):
        gateway = layout.keep(Namespace())
        for subnet in layout.of_vpc(description["vpc"]):
            here, there = subnet.join(gateway)
            subnet.peerings.append(here)
            layout.vpn_links[description["name"], subnet.description["name"]] = here
            for block in blocks(subnet.description["cidrs"]):
                gateway.route(block, there)
        for one in layout.network["lines"]:
            if one.get("vpnGateway") == description["name"]:
                interface = layout.host(one, gateway)
                for block in blocks(one["told"]):
                    gateway.route(block, interface)


def let_in_clients(layout, door):
    """Who comes in by a host of a VPC, which sends it on with its own address; nobody gets out there."""
    namespace, description = layout.hosts[door["name"]], door["clients"]
    interface = layout.host(description, namespace)
    for address in description["addresses"]:
        namespace.route(alone(address), interface)
    rules = Ruleset()
    rules.base("filter", "filter", FORWARD, 0)
    rules.rule("filter", state(INVALID), verdict(DROP))
    rules.rule("filter", state(ESTABLISHED | RELATED), verdict(ACCEPT))
    vpc = layout.subnets[door["subnet"]].description["vpc"]
    for own in blocks(cidrs(layout.network, vpc)):
        for block in blocks(description["admits"]):
            way = comes_by(interface), address_in("destination", own), address_in("destination", block)
            rules.rule("filter", *way, verdict(ACCEPT))
    rules.rule("filter", verdict(DROP))
    rules.base("outwards", "nat", POSTROUTING, 100)
    rules.rule("outwards", masquerade())
    rules.load(namespace)
