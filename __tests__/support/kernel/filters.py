"""Filters of a subnet's router: ACLs, hosts' security groups, and peering restrictions."""

import ipaddress

from nftables import (
    ACCEPT,
    DROP,
    ESTABLISHED,
    FORWARD,
    JUMP,
    RELATED,
    RETURN,
    Ruleset,
    address_in,
    from_interface,
    to_interface,
    transport,
    state,
    verdict,
)


def blocks(texts):
    return [ipaddress.ip_network(one) for one in texts]


def alone(address):
    return ipaddress.ip_network(address)


def cidrs(network, vpc):
    return next(one["cidrs"] for one in network["vpcs"] if one["name"] == vpc)


def load_filters(network, subnet):
    """Loads the subnet's stateless ACL at its border, and its hosts' stateful security groups."""
    rules = Ruleset()
    for direction in ("ingress", "egress"):
        rules.chain(direction)
        side = "source" if direction == "ingress" else "destination"
        for entry in sorted(subnet.description["acl"][direction], key=lambda one: one["number"]):
            matches = transport(entry), address_in(side, ipaddress.ip_network(entry["cidr"]))
            rules.rule(direction, *matches, verdict(RETURN if entry["action"] == "allow" else DROP))
        rules.rule(direction, verdict(DROP))
    rules.base("forward", "filter", FORWARD, 0)
    for interface in subnet.border:
        rules.rule("forward", from_interface(interface), verdict(JUMP, "ingress"))
        rules.rule("forward", to_interface(interface), verdict(JUMP, "egress"))
    # https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html: traffic from a host to a transit
    # gateway attachment in the same subnet passes both directions of the ACL, the opposite
    # direction neither.
    for interface in subnet.inside.values() if subnet.transit is not None else ():
        for direction in ("egress", "ingress"):
            matches = from_interface(interface), to_interface(subnet.transit)
            rules.rule("forward", *matches, verdict(JUMP, direction))
    peering_filter(network, subnet, rules)
    groups(network, subnet, rules)
    rules.load(subnet.namespace)


def peering_filter(network, subnet, rules):
    """A peering accepts only traffic from the VPC itself, since AWS does not route transitively."""
    rules.chain("peering")
    for block in blocks(cidrs(network, subnet.description["vpc"])):
        rules.rule("peering", address_in("source", block), verdict(RETURN))
    rules.rule("peering", verdict(DROP))
    for interface in subnet.peerings:
        rules.rule("forward", to_interface(interface), verdict(JUMP, "peering"))


def groups(network, subnet, rules):
    hosts = [one for one in network["hosts"] if one["subnet"] == subnet.description["name"]]
    rules.rule("forward", state(ESTABLISHED | RELATED), verdict(ACCEPT))
    for host in hosts:
        interface = subnet.inside[host["name"]]
        for direction, match in (("egress", from_interface), ("ingress", to_interface)):
            chain = f"{direction}-{interface}"
            rules.chain(chain)
            for group in network["groups"]:
                if group["name"] in host["groups"]:
                    group_rules(network, rules, chain, direction, group)
            rules.rule(chain, verdict(DROP))
            rules.rule("forward", match(interface), verdict(JUMP, chain))


def group_rules(network, rules, chain, direction, group):
    side = "source" if direction == "ingress" else "destination"
    for rule in group[direction]:
        for block in peers(network, rule["peer"]):
            rules.rule(chain, transport(rule), address_in(side, block), verdict(RETURN))


def peers(network, peer):
    """The CIDR blocks of a rule's peer; of a security group, its members' private addresses."""
    if "cidr" in peer:
        return blocks([peer["cidr"]])
    members = [host for host in network["hosts"] if peer["group"] in host["groups"]]
    return [alone(address) for member in members for address in member["addresses"]]
