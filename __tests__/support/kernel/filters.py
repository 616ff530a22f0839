"""What stands at a subnet's border and before its hosts: network ACLs, peerings and security groups."""

import ipaddress

from firewall import (
    ACCEPT,
    DROP,
    ESTABLISHED,
    FORWARD,
    JUMP,
    RELATED,
    RETURN,
    Ruleset,
    address_in,
    comes_by,
    leaves_by,
    service,
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
    """The ACL at the border, without state; the security groups at each host, with it."""
    rules = Ruleset()
    for direction in ("ingress", "egress"):
        rules.chain(direction)
        side = "source" if direction == "ingress" else "destination"
        for entry in sorted(subnet.description["acl"][direction], key=lambda one: one["number"]):
            fits = service(entry), address_in(side, ipaddress.ip_network(entry["cidr"]))
            rules.rule(direction, *fits, verdict(RETURN if entry["action"] == "allow" else DROP))
        rules.rule(direction, verdict(DROP))
    rules.base("forward", "filter", FORWARD, 0)
    for interface in subnet.border:
        rules.rule("forward", comes_by(interface), verdict(JUMP, "ingress"))
        rules.rule("forward", leaves_by(interface), verdict(JUMP, "egress"))
    # https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html: towards a gateway attached in the same
    # subnet both directions of its ACL hold, and from it neither.
    for interface in subnet.inside.values() if subnet.transit is not None else ():
        for direction in ("egress", "ingress"):
            way = comes_by(interface), leaves_by(subnet.transit)
            rules.rule("forward", *way, verdict(JUMP, direction))
    peering_filter(network, subnet, rules)
    groups(network, subnet, rules)
    rules.load(subnet.namespace)


def peering_filter(network, subnet, rules):
    """A peering takes only what is from the VPC itself, nothing that came into it from elsewhere."""
    rules.chain("peering")
    for block in blocks(cidrs(network, subnet.description["vpc"])):
        rules.rule("peering", address_in("source", block), verdict(RETURN))
    rules.rule("peering", verdict(DROP))
    for interface in subnet.peerings:
        rules.rule("forward", leaves_by(interface), verdict(JUMP, "peering"))


def groups(network, subnet, rules):
    hosts = [one for one in network["hosts"] if one["subnet"] == subnet.description["name"]]
    rules.rule("forward", state(ESTABLISHED | RELATED), verdict(ACCEPT))
    for host in hosts:
        interface = subnet.inside[host["name"]]
        for direction, way in (("egress", comes_by), ("ingress", leaves_by)):
            chain = f"{direction}-{interface}"
            rules.chain(chain)
            for group in network["groups"]:
                if group["name"] in host["groups"]:
                    group_rules(network, rules, chain, direction, group)
            rules.rule(chain, verdict(DROP))
            rules.rule("forward", way(interface), verdict(JUMP, chain))


def group_rules(network, rules, chain, direction, group):
    side = "source" if direction == "ingress" else "destination"
    for rule in group[direction]:
        for block in peers(network, rule["peer"]):
            rules.rule(chain, service(rule), address_in(side, block), verdict(RETURN))


def peers(network, peer):
    """The blocks of a rule's peer: those of a group are the private addresses of its members."""
    if "cidr" in peer:
        return blocks([peer["cidr"]])
    members = [host for host in network["hosts"] if peer["group"] in host["groups"]]
    return [alone(address) for member in members for address in member["addresses"]]
