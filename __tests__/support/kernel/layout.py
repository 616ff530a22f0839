"""Builds a network (tiny-network.ts) from network namespaces: one for each host and each router."""

import ipaddress

from filters import alone, blocks, cidrs, load_filters
from nftables import (
    ACCEPT,
    DROP,
    ESTABLISHED,
    FORWARD,
    INVALID,
    POSTROUTING,
    PREROUTING,
    RELATED,
    Ruleset,
    address_in,
    from_interface,
    everywhere,
    is_reply,
    to_interface,
    masquerade,
    state,
    translate,
    verdict,
)
from netlink import FAMILIES, Namespace
from gateways import TO_TRANSIT, join_transit_gateways, join_vpn_client, join_vpn_gateways

TO_NAT = 100


class Subnet:
    """A subnet's router. Its border, where the ACL filters, is every interface that leads out."""

    def __init__(self, description):
        self.description = description
        self.namespace = Namespace()
        self.border = []
        self.inside = {}
        self.transit = None
        self.peerings = []

    def join(self, other):
        """Links the subnet to another router. Returns the interfaces at both ends."""
        here, there = self.namespace.link(other)
        self.border.append(here)
        return here, there


class Layout:
    """The namespaces of one network."""

    def __init__(self, network):
        self.network = network
        self.namespaces = []
        self.hosts = {}
        self.internet = self.keep(Namespace())
        self.vpcs = {vpc["name"]: self.keep(Namespace()) for vpc in network["vpcs"]}
        self.subnets = {one["name"]: Subnet(one) for one in network["subnets"]}
        self.namespaces += [one.namespace for one in self.subnets.values()]
        self.gateways = {}
        self.egress_only = {}
        self.nat_tables = {}
        self.endpoints = []
        self.transit_homes = {}
        self.vpn_links = {}
        self.build()

    def keep(self, namespace):
        self.namespaces.append(namespace)
        return namespace

    def close(self):
        for namespace in self.namespaces:
            namespace.close()

    def build(self):
        for host in self.network["internetHosts"]:
            interface = self.host(host, self.internet)
            for address in host["addresses"]:
                self.internet.route(alone(address), interface)
        self.join_vpcs()
        for host in self.network["hosts"]:
            subnet = self.subnets[host["subnet"]]
            subnet.inside[host["name"]] = self.host(host, subnet.namespace)
            if host.get("forwards"):
                self.forward(host)
            if host.get("clients"):
                join_vpn_client(self, host)
        self.internet_gateways()
        for nat in self.network["natGateways"]:
            self.nat_gateway(nat)
        join_transit_gateways(self)
        join_vpn_gateways(self)
        for subnet in self.subnets.values():
            self.routes(subnet)
        # Only when all links exist, since a route of one subnet may add a border interface to
        # another.
        for subnet in self.subnets.values():
            load_filters(self.network, subnet)
        for namespace in self.namespaces:
            namespace.flush()

    def is_ready(self):
        return all(namespace.is_ready() for namespace in self.namespaces)

    def host(self, description, router):
        """Adds a host on a link of its own to a router. Returns the router's interface."""
        ports = {"ipv4/ip_local_port_range": "32768 60999", "ipv4/ping_group_range": "0 0"}
        namespace = self.keep(Namespace(**ports))
        interface, host_interface = router.link(namespace)
        addresses = [ipaddress.ip_address(address) for address in description["addresses"]]
        for address in addresses:
            namespace.address(host_interface, address)
        for version in {address.version for address in addresses}:
            namespace.route(everywhere(version), host_interface)
        self.hosts[description["name"]] = namespace
        self.endpoints.append(description)
        return interface

    def join_vpcs(self):
        """Joins the subnets of each VPC by a router that has routes to them only."""
        for subnet in self.subnets.values():
            vpc = self.vpcs[subnet.description["vpc"]]
            subnet.local, there = subnet.join(vpc)
            for block in blocks(subnet.description["cidrs"]):
                vpc.route(block, there)

    def of_vpc(self, name):
        return [subnet for subnet in self.subnets.values() if subnet.description["vpc"] == name]

    def internet_gateways(self):
        for vpc in self.network["vpcs"]:
            if vpc["internetGateway"] or vpc.get("egressOnlyGateway"):
                self.internet_gateway(vpc)

    def internet_gateway(self, description):
        """Builds a VPC's internet and egress-only internet gateways, linked to every subnet."""
        vpc = description["name"]
        gateway = self.keep(Namespace())
        out, there = gateway.link(self.internet)
        for version in (4, 6):
            gateway.route(everywhere(version), out)
        rules = Ruleset()
        rules.base("inwards", "nat", PREROUTING, -100)
        rules.base("outwards", "nat", POSTROUTING, 100)
        rules.base("filter", "filter", FORWARD, 0)
        for subnet in self.of_vpc(vpc):
            self.join_edge(subnet, gateway, description, rules)
            for block in blocks(subnet.description["cidrs"]):
                if block.version == 6:
                    self.internet.route(block, there)
        self.translations(vpc, out, there, rules)
        self.edge_filter(description, out, rules)
        rules.load(gateway)

    def join_edge(self, subnet, gateway, vpc, rules):
        name = subnet.description["name"]
        if vpc.get("egressOnlyGateway"):
            self.egress_only[name], back = subnet.join(gateway)
            rules.rule("filter", from_interface(back), is_reply(), verdict(DROP))
        if vpc["internetGateway"]:
            self.gateways[name], back = subnet.join(gateway)
        for block in blocks(subnet.description["cidrs"]):
            gateway.route(block, back)

    def translations(self, vpc, out, there, rules):
        """Translates private and public addresses one to one; drops IPv4 without a public one."""
        names = [subnet.description["name"] for subnet in self.of_vpc(vpc)]
        for one in self.network["hosts"] + self.network["natGateways"]:
            if one["subnet"] not in names or one.get("publicAddress") is None:
                continue
            private = next(address for address in one["addresses"] if "." in address)
            public = one["publicAddress"]
            self.internet.route(alone(public), there)
            rules.rule("inwards", from_interface(out), address_in("destination", alone(public)),
                       translate(1, ipaddress.ip_address(private)))
            rules.rule("outwards", to_interface(out), address_in("source", alone(private)),
                       translate(0, ipaddress.ip_address(public)))
            rules.rule("filter", to_interface(out), address_in("source", alone(private)), verdict(ACCEPT))
        rules.rule("filter", to_interface(out), address_in("source", everywhere(4)), verdict(DROP))

    def edge_filter(self, vpc, out, rules):
        """
        IPv6: outbound only from the VPC's own addresses; without an internet gateway, inbound only
        replies.
        """
        for block in blocks(vpc["cidrs"]):
            if block.version == 6:
                rules.rule("filter", to_interface(out), address_in("source", block), verdict(ACCEPT))
        rules.rule("filter", to_interface(out), verdict(DROP))
        if not vpc["internetGateway"]:
            rules.rule("filter", from_interface(out), state(ESTABLISHED | RELATED), verdict(ACCEPT))
            rules.rule("filter", from_interface(out), verdict(DROP))

    def nat_gateway(self, nat):
        """Adds a NAT gateway to a subnet, like a host. Traffic reaches it only by routes."""
        subnet = self.subnets[nat["subnet"]]
        subnet.inside[nat["name"]] = self.host(nat, subnet.namespace)
        self.forward(nat)

    def forward(self, nat):
        """
        Makes a host forward and masquerade traffic; packets in state INVALID are dropped. A VPN's
        router does not masquerade.
        """
        subnet = self.subnets[nat["subnet"]]
        table = TO_NAT + len(self.nat_tables)
        self.nat_tables[nat["name"]] = table
        subnet.namespace.route(everywhere(4), subnet.inside[nat["name"]], table)
        rules = Ruleset()
        rules.base("filter", "filter", FORWARD, 0)
        rules.rule("filter", state(INVALID), verdict(DROP))
        if all(tunnel["router"] != nat["name"] for tunnel in self.network.get("tunnels", [])):
            rules.base("outwards", "nat", POSTROUTING, 100)
            rules.rule("outwards", masquerade())
        rules.load(self.hosts[nat["name"]])

    def routes(self, subnet):
        """Adds the subnet's route table, and direct routes to the hosts in the subnet."""
        here = subnet.namespace
        for one in self.network["hosts"] + self.network["natGateways"]:
            if one["subnet"] == subnet.description["name"]:
                for address in one["addresses"]:
                    here.route(alone(address), subnet.inside[one["name"]])
        for block in blocks(subnet.description["cidrs"]):
            here.route(block, None)
        for block in blocks(cidrs(self.network, subnet.description["vpc"])):
            if block not in blocks(subnet.description["cidrs"]):
                here.route(block, subnet.local)
        interfaces = {}
        for route in subnet.description["routes"]:
            key = (route["target"], route.get("name"))
            if key not in interfaces:
                interfaces[key] = self.target_interface(subnet, *key)
            here.route(ipaddress.ip_network(route["cidr"]), interfaces[key])

    def target_interface(self, subnet, target, name):
        """The subnet's interface to a route target; None for a target that drops traffic."""
        vpc = subnet.description["vpc"]
        if target == "internet-gateway":
            return self.gateways[subnet.description["name"]]
        if target == "egress-only-gateway":
            return self.egress_only[subnet.description["name"]]
        if target == "nat":
            forwarders = self.network["hosts"] + self.network["natGateways"]
            home = next(one["subnet"] for one in forwarders if one["name"] == name)
            return self.join_subnet(subnet, self.subnets[home], self.nat_tables[name])
        if target == "peering":
            peering = next(one for one in self.network["peerings"] if one["name"] == name)
            far = peering["accepter"] if peering["requester"] == vpc else peering["requester"]
            here, _ = subnet.join(self.vpcs[far])
            subnet.peerings.append(here)
            return here
        if target == "transit-gateway":
            home = self.transit_homes[vpc].get(subnet.description.get("zone"))
            if home is None:
                return None
            return subnet.transit if home is subnet else self.join_subnet(subnet, home, TO_TRANSIT)
        if target == "vpn-gateway":
            return self.vpn_links[name, subnet.description["name"]]
        return None

    def join_subnet(self, subnet, home, table):
        """Links two subnets' routers; all traffic enters the second one by this table."""
        here, there = subnet.join(home.namespace)
        home.border.append(there)
        home.namespace.rule(there, table, FAMILIES)
        return here
