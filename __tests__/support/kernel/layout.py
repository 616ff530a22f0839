"""Builds the network of a description (tiny-network.ts) from network namespaces, one for each host and router."""

import ipaddress

from filters import alone, blocks, cidrs, load_filters
from firewall import (
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
    comes_by,
    everywhere,
    is_reply,
    leaves_by,
    masquerade,
    state,
    translate,
    verdict,
)
from netlink import FAMILIES, Namespace
from ways_out import TO_TRANSIT, join_transit_gateways, join_vpn_gateways, let_in_clients

TO_NAT = 100


class Subnet:
    """A subnet's router. Its border is every interface that leads out of it: there its ACL stands."""

    def __init__(self, description):
        self.description = description
        self.namespace = Namespace()
        self.border = []
        self.inside = {}
        self.transit = None
        self.peerings = []

    def join(self, other):
        """A link out of the subnet; the interfaces here and there."""
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
        self.parties = []
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
                let_in_clients(self, host)
        self.internet_gateways()
        for nat in self.network["natGateways"]:
            self.nat_gateway(nat)
        join_transit_gateways(self)
        join_vpn_gateways(self)
        for subnet in self.subnets.values():
            self.routes(subnet)
        # After every link is there: a way out of one subnet may lead over the border of another.
        for subnet in self.subnets.values():
            load_filters(self.network, subnet)
        for namespace in self.namespaces:
            namespace.flush()

    def is_ready(self):
        return all(namespace.is_ready() for namespace in self.namespaces)

    def host(self, description, router):
        """A host on a link of its own; the router's interface."""
        ports = {"ipv4/ip_local_port_range": "32768 60999", "ipv4/ping_group_range": "0 0"}
        namespace = self.keep(Namespace(**ports))
        interface, own = router.link(namespace)
        addresses = [ipaddress.ip_address(address) for address in description["addresses"]]
        for address in addresses:
            namespace.address(own, address)
        for version in {address.version for address in addresses}:
            namespace.route(everywhere(version), own)
        self.hosts[description["name"]] = namespace
        self.parties.append(description)
        return interface

    def join_vpcs(self):
        """Each VPC's own router joins its subnets, and knows nothing else."""
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
        """A VPC's edge: its internet gateway and its egress-only one, each with links of its own."""
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
            rules.rule("filter", comes_by(back), is_reply(), verdict(DROP))
        if vpc["internetGateway"]:
            self.gateways[name], back = subnet.join(gateway)
        for block in blocks(subnet.description["cidrs"]):
            gateway.route(block, back)

    def translations(self, vpc, out, there, rules):
        """One public address for one private one, both ways; what has none does not get out."""
        names = [subnet.description["name"] for subnet in self.of_vpc(vpc)]
        for one in self.network["hosts"] + self.network["natGateways"]:
            if one["subnet"] not in names or one.get("publicAddress") is None:
                continue
            private = next(address for address in one["addresses"] if "." in address)
            public = one["publicAddress"]
            self.internet.route(alone(public), there)
            rules.rule("inwards", comes_by(out), address_in("destination", alone(public)),
                       translate(1, ipaddress.ip_address(private)))
            rules.rule("outwards", leaves_by(out), address_in("source", alone(private)),
                       translate(0, ipaddress.ip_address(public)))
            rules.rule("filter", leaves_by(out), address_in("source", alone(private)), verdict(ACCEPT))
        rules.rule("filter", leaves_by(out), address_in("source", everywhere(4)), verdict(DROP))

    def edge_filter(self, vpc, out, rules):
        """IPv6: out only from the VPC's own addresses; in, without an internet gateway, only answers."""
        for block in blocks(vpc["cidrs"]):
            if block.version == 6:
                rules.rule("filter", leaves_by(out), address_in("source", block), verdict(ACCEPT))
        rules.rule("filter", leaves_by(out), verdict(DROP))
        if not vpc["internetGateway"]:
            rules.rule("filter", comes_by(out), state(ESTABLISHED | RELATED), verdict(ACCEPT))
            rules.rule("filter", comes_by(out), verdict(DROP))

    def nat_gateway(self, nat):
        """It stands in a subnet like a host, and nothing but routes leads to it."""
        subnet = self.subnets[nat["subnet"]]
        subnet.inside[nat["name"]] = self.host(nat, subnet.namespace)
        self.forward(nat)

    def forward(self, nat):
        """It sends everything on as its own and opens nothing backwards."""
        subnet = self.subnets[nat["subnet"]]
        table = TO_NAT + len(self.nat_tables)
        self.nat_tables[nat["name"]] = table
        subnet.namespace.route(everywhere(4), subnet.inside[nat["name"]], table)
        rules = Ruleset()
        rules.base("filter", "filter", FORWARD, 0)
        rules.rule("filter", state(INVALID), verdict(DROP))
        rules.base("outwards", "nat", POSTROUTING, 100)
        rules.rule("outwards", masquerade())
        rules.load(self.hosts[nat["name"]])

    def routes(self, subnet):
        """The subnet's route table. What stands in the subnet itself is reached without it."""
        here = subnet.namespace
        standing = self.network["hosts"] + self.network["natGateways"]
        for one in standing:
            if one["subnet"] == subnet.description["name"]:
                for address in one["addresses"]:
                    here.route(alone(address), subnet.inside[one["name"]])
        for block in blocks(subnet.description["cidrs"]):
            here.route(block, None)
        for block in blocks(cidrs(self.network, subnet.description["vpc"])):
            if block not in blocks(subnet.description["cidrs"]):
                here.route(block, subnet.local)
        ways = {}
        for route in subnet.description["routes"]:
            key = (route["target"], route.get("name"))
            if key not in ways:
                ways[key] = self.way(subnet, *key)
            here.route(ipaddress.ip_network(route["cidr"]), ways[key])

    def way(self, subnet, target, name):
        """The interface that leads to a target."""
        vpc = subnet.description["vpc"]
        if target == "internet-gateway":
            return self.gateways[subnet.description["name"]]
        if target == "egress-only-gateway":
            return self.egress_only[subnet.description["name"]]
        if target == "nat":
            standing = self.network["hosts"] + self.network["natGateways"]
            home = next(one["subnet"] for one in standing if one["name"] == name)
            return self.way_into(subnet, self.subnets[home], self.nat_tables[name])
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
            return subnet.transit if home is subnet else self.way_into(subnet, home, TO_TRANSIT)
        if target == "vpn-gateway":
            return self.vpn_links[name, subnet.description["name"]]
        return None

    def way_into(self, subnet, home, table):
        """Over the borders of two subnets, to what stands in the second whatever the destination is."""
        here, there = subnet.join(home.namespace)
        home.border.append(there)
        home.namespace.rule(there, table, FAMILIES)
        return here
