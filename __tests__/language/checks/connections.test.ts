import { flow } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";
import { shop } from "../support/shop.ts";

describe("checks of connections", () => {
  itRejects(company, [
    [
      "a peering of a network with itself",
      { connections: { bridge: { between: ["east", "east"] } }, flows: companyIngress },
      'connections.bridge.between: received ["east","east"]; allowed: two different networks. Fix: name another network.',
    ],
    [
      "a peering with an unknown network",
      { connections: { bridge: { between: ["east", "loan"] } }, flows: companyIngress },
      'connections.bridge.between[1]: received "loan"; allowed: a network: hub, east, west, lone or europe. Fix: did you mean "lone"?',
    ],
    [
      "two peerings between the same networks",
      { connections: { bridge2: { kind: "peering", between: ["lone", "east"] } } },
      'connections.bridge2.between: received ["lone","east"]; allowed: one peering between two networks: connection bridge already peers them. Fix: remove it.',
    ],
    [
      "a transit gateway's ASN that is not private",
      { connections: { transit: { asn: 7224 } } },
      "connections.transit.asn: received 7224; allowed: a private ASN from 64512 to 65534 or 4200000000 to 4294967294. Fix: use 64512.",
    ],
    [
      "an attached network in another region",
      { connections: { transit: { attachments: { europe: { role: "spoke" } } } } },
      'connections.transit.attachments.europe: received "eu-west-1"; allowed: a network in us-east-1, the transit gateway\'s region. Fix: attach it to a transit gateway in its own region, and peer the two gateways.',
    ],
    [
      "an attached network that does not exist",
      { connections: { transit: { attachments: { esat: { role: "spoke" } } } } },
      'connections.transit.attachments.esat: received "esat"; allowed: a network: hub, east, west, lone or europe. Fix: did you mean "east"?',
    ],
    [
      "an attachment in an unknown tier",
      { connections: { transit: { attachments: { east: { tier: "transfer" } } } } },
      'connections.transit.attachments.east.tier: received "transfer"; allowed: a tier of network east: private or transit. Fix: use one of them.',
    ],
    [
      "a transit gateway's CIDR block that is too small",
      { connections: { transit: { cidrs: ["10.255.0.0/25"] } } },
      'connections.transit.cidrs[0]: received "10.255.0.0/25"; allowed: a CIDR block of /24 or larger outside 169.254.0.0/16. Fix: use a block such as "10.255.0.0/24".',
    ],
    [
      "an unknown peer",
      { connections: { transit: { peers: ["transit-ue"] } }, flows: companyIngress },
      'connections.transit.peers[0]: received "transit-ue"; allowed: another transit-gateway connection: transit-eu. Fix: did you mean "transit-eu"?',
    ],
    [
      "a peering of transit gateways configured on both sides",
      { connections: { "transit-eu": { peers: ["transit"] } } },
      'connections.transit-eu.peers[0]: received "transit"; allowed: each peering on one side only: connections.transit.peers already has it. Fix: remove it here.',
    ],
    [
      "a duplicate peer",
      { connections: { transit: { peers: ["transit-eu", "transit-eu"] } } },
      'connections.transit.peers[1]: received "transit-eu"; allowed: each transit gateway only once. Fix: remove the duplicate.',
    ],
    [
      "a VPN that terminates on a peering",
      { connections: { "office-vpn": { endsOn: { connection: "bridge" } } }, flows: companyIngress },
      'connections.office-vpn.endsOn.connection: received "bridge"; allowed: a transit-gateway connection: transit or transit-eu. Fix: use one of them.',
    ],
    [
      "a Direct Connect that terminates on an unknown network",
      { connections: { line: { endsOn: { network: "alone" } } }, flows: companyIngress },
      'connections.line.endsOn.network: received "alone"; allowed: a network: hub, east, west, lone or europe. Fix: did you mean "lone"?',
    ],
    [
      "a Direct Connect with its transit gateway's ASN",
      {
        connections: { line: { asn: 64512, endsOn: { kind: "transit-gateway", connection: "transit" } } },
        flows: companyIngress,
      },
      "connections.line.asn: received 64512; allowed: an ASN other than its transit gateway's. Fix: use 64513.",
    ],
    [
      "a client CIDR block that is too small",
      {
        connections: { "staff-vpn": { clientCidr: "10.200.0.0/23" } },
        outside: { staff: null },
        flows: companyIngress,
      },
      'connections.staff-vpn.clientCidr: received "10.200.0.0/23"; allowed: an IPv4 CIDR block from /12 to /22. Fix: choose another CIDR block.',
    ],
    [
      "a client VPN in subnets that are too small",
      {
        networks: {
          hub: {
            tiers: { private: { cidrs: { "us-east-1a": "10.0.32.0/27", "us-east-1b": "10.0.36.0/28" } } },
          },
        },
      },
      'connections.staff-vpn.tier: received "private"; allowed: a tier with subnets of /27 or larger: this one has 10.0.36.0/28. Fix: give the tier larger cidrs, or choose another tier.',
    ],
    [
      "a client VPN in an unknown tier",
      { connections: { "staff-vpn": { tier: "public" } } },
      'connections.staff-vpn.tier: received "public"; allowed: a tier of network hub: private or transit. Fix: use one of them.',
    ],
    [
      "a client VPN's certificate in another region",
      {
        connections: {
          "staff-vpn": {
            certificateArns: {
              server: "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-1111-4111-8111-111111111111",
            },
          },
        },
      },
      "connections.staff-vpn.certificateArns.server: received \"arn:aws:acm:eu-west-1:123456789012:certificate/11111111-1111-4111-8111-1111111…; allowed: a certificate in us-east-1, the region of the VPN's network. Fix: import it in us-east-1.",
    ],
    [
      "a Connect peer with an invalid inside CIDR block",
      { connections: { link: { peer: { insideCidr: "169.254.100.0/30" } } } },
      'connections.link.peer.insideCidr: received "169.254.100.0/30"; allowed: a /29 CIDR block inside 169.254.0.0/16. Fix: use a block such as "169.254.100.0/29".',
    ],
    [
      "a Connect peer outside the subnets of its network",
      { connections: { link: { peer: { address: "10.1.32.20" } } } },
      'connections.link.peer.address: received "10.1.32.20"; allowed: an address in a subnet of network hub, which carries the tunnels. Fix: use an address in a private tier.',
    ],
    [
      "a Connect peer with an address that AWS reserves",
      { connections: { link: { peer: { address: "10.0.32.3" } } } },
      'connections.link.peer.address: received "10.0.32.3"; allowed: an address in 10.0.32.0/22 except its first four and its last, which AWS reserves. Fix: use an address in tier private\'s subnet in us-east-1a.',
    ],
    [
      "a Connect peer with another interface's address",
      { connections: { link: { peer: { address: "10.0.32.11" } } } },
      'connections.link.peer.address: received "10.0.32.11"; allowed: an address that no other interface has. Fix: choose another address.',
    ],
    [
      "a Connect attachment over a network that is not attached",
      { connections: { link: { transport: "lone", peer: { address: "10.3.32.20" } } } },
      'connections.link.transport: received "lone"; allowed: a network attached to this transit gateway: hub, east or west. Fix: use one of them.',
    ],
    [
      "a Connect attachment on a transit gateway without CIDR blocks",
      { connections: { transit: { cidrs: [] } } },
      'connections.link.transitGateway: received "transit"; allowed: a transit gateway with cidrs, which its tunnel address comes from. Fix: set connections.transit.cidrs, such as ["10.255.0.0/24"].',
    ],
    [
      "an endpoint service of an unknown load balancer",
      {
        connections: { "ledger-service": { loadBalancer: "ledger-alb" } },
        flows: [flow("directory", "ledger")],
      },
      'connections.ledger-service.loadBalancer: received "ledger-alb"; allowed: a load balancer: ledger-nlb. Fix: did you mean "ledger-nlb"?',
    ],
    [
      "an endpoint service of an application load balancer",
      {
        edge: {
          loadBalancers: {
            "ledger-nlb": {
              kind: "application",
              network: "west",
              tier: "private",
              listeners: [{ port: 7000, protocol: "HTTP" }],
            },
          },
        },
      },
      'connections.ledger-service.loadBalancer: received "ledger-nlb"; allowed: a load balancer of kind "network". Fix: publish on a network load balancer.',
    ],
    [
      "an endpoint service consumed in its own network",
      { connections: { "ledger-service": { consumers: { west: { tier: "private" } } } } },
      'connections.ledger-service.consumers.west: received "west"; allowed: a network other than the load balancer\'s own. Fix: remove it.',
    ],
    [
      "an endpoint service consumed outside its zones",
      { networks: { lone: { zones: ["us-east-1a", "us-east-1c"] } } },
      'connections.ledger-service.consumers.lone: received ["us-east-1a","us-east-1c"]; allowed: a network in the load balancer\'s zones only: us-east-1a, us-east-1b. Fix: add zone us-east-1c to network west.',
    ],
  ]);
});

describe("checks of an endpoint service in the only network", () => {
  itRejects(shop, [
    [
      "a consumer in the load balancer's network",
      {
        connections: {
          service: {
            kind: "endpoint-service",
            loadBalancer: "nlb",
            consumers: { main: { tier: "private" } },
          },
        },
      },
      'connections.service.consumers.main: received "main"; allowed: a network other than the load balancer\'s own. Fix: remove it.',
    ],
  ]);
});
