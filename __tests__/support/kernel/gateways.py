"""Connections of VPCs: transit gateways, virtual private gateways and client VPNs."""

import ipaddress

from filters import alone, blocks, cidrs
from nftables import (
    ACCEPT,
    DROP,
    ESTABLISHED,
    FORWARD,
    INVALID,
    POSTROUTING,
    RELATED,
    Ruleset,
    address_in,
    from_interface,
    everywhere,
    masquerade,
    state,
    verdict,
)
from netlink import FAMILIES, Namespace

TO_TRANSIT = 200


def join_transit_gateways(layout):
    """
    One router for all transit gateways. An attachment has an interface there, that of a VPC one for
    each zone.
    """
    transit = layout.network.get("transitGateway")
    if transit is None:
        return
    router = layout.keep(Namespace())
    interfaces = {}
    for attachment in transit["attachments"]:
        if "vpc" in attachment:
            interfaces[attachment["name"]] = join_vpc(layout, router, attachment)
        elif "connection" in attachment:
            external = connection(layout, attachment["connection"])
            interfaces[attachment["name"]] = {None: layout.host(external, router)}
        elif attachment["peer"] not in interfaces:
            here, there = router.link(router)
            interfaces[attachment["name"]], interfaces[attachment["peer"]] = {None: here}, {None: there}
    known = {one["name"]: propagated(layout, one) for one in transit["attachments"]}
    number = TO_TRANSIT
    for table in transit["tables"]:
        users = [one["name"] for one in transit["attachments"] if one.get("table") == table["name"]]
        for zone in {zone for name in users for zone in interfaces[name]}:
            number += 1
            fill(router, table, number, zone, interfaces, known)
            for name in users:
                if zone in interfaces[name]:
                    router.rule(interfaces[name][zone], number, FAMILIES)


def join_vpc(layout, router, attachment):
    interfaces = {}
    for name in attachment["subnets"]:
        subnet = layout.subnets[name]
        zone = subnet.description.get("zone")
        subnet.transit, interfaces[zone] = subnet.namespace.link(router)
        for version in (4, 6):
            subnet.namespace.route(everywhere(version), subnet.transit, TO_TRANSIT)
        layout.transit_homes.setdefault(attachment["vpc"], {})[zone] = subnet
    return interfaces


def connection(layout, name):
    return next(one for one in layout.network["connections"] if one["name"] == name)


def propagated(layout, attachment):
    """The CIDR blocks that an attachment propagates; none for a peer transit gateway."""
    if "vpc" in attachment:
        return blocks(cidrs(layout.network, attachment["vpc"]))
    if "connection" in attachment:
        return blocks(connection(layout, attachment["connection"])["advertised"])
    return []


def fill(router, table, number, zone, interfaces, known):
    """
    Fills the table for traffic from one zone, which leaves in the same zone if the attachment has a
    subnet there.
    """
    targets = {}
    for name in table["propagations"]:
        for block in known[name]:
            targets[block] = name
    for route in table["routes"]:
        targets[ipaddress.ip_network(route["cidr"])] = route.get("attachment")
    for block, name in targets.items():
        zones = {None: None} if name is None else interfaces[name]
        router.route(block, zones.get(zone, next(iter(zones.values()))), number)


def join_vpn_gateways(layout):
    """Joins virtual private gateways, which route only between the VPC and their connections."""
    for description in layout.network.get("vpnGateways", []):
        gateway = layout.keep(Namespace())
        join_tunnels(layout, description, gateway)
        for subnet in layout.of_vpc(description["vpc"]):
            here, there = subnet.join(gateway)
            subnet.peerings.append(here)
            layout.vpn_links[description["name"], subnet.description["name"]] = here
            for block in blocks(subnet.description["cidrs"]):
                gateway.route(block, there)
        for one in layout.network["connections"]:
            if one.get("vpnGateway") == description["name"]:
                interface = layout.host(one, gateway)
                for block in blocks(one["advertised"]):
                    gateway.route(block, interface)


def join_tunnels(layout, description, gateway):
    """Joins a virtual private gateway to the routers that end its VPNs in other VPCs."""
    for tunnel in layout.network.get("tunnels", []):
        if tunnel["vpnGateway"] == description["name"]:
            router = layout.hosts[tunnel["router"]]
            here, there = gateway.link(router)
            for block in blocks(tunnel["destinations"]):
                gateway.route(block, here)
            for block in blocks(cidrs(layout.network, description["vpc"])):
                router.route(block, there)


def join_vpn_client(layout, endpoint):
    """Joins a VPN client behind a VPC's host, which masquerades it; it gets only replies."""
    namespace, description = layout.hosts[endpoint["name"]], endpoint["clients"]
    interface = layout.host(description, namespace)
    for address in description["addresses"]:
        namespace.route(alone(address), interface)
    rules = Ruleset()
    rules.base("filter", "filter", FORWARD, 0)
    rules.rule("filter", state(INVALID), verdict(DROP))
    rules.rule("filter", state(ESTABLISHED | RELATED), verdict(ACCEPT))
    vpc = layout.subnets[endpoint["subnet"]].description["vpc"]
    for own in blocks(cidrs(layout.network, vpc)):
        for block in blocks(description["authorizedCidrs"]):
            both = address_in("destination", own), address_in("destination", block)
            rules.rule("filter", from_interface(interface), *both, verdict(ACCEPT))
    rules.rule("filter", verdict(DROP))
    rules.base("outwards", "nat", POSTROUTING, 100)
    rules.rule("outwards", masquerade())
    rules.load(namespace)
