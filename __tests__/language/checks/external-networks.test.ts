import { itRejects } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";

describe("checks of external networks", () => {
  itRejects(company, [
    [
      "private addresses over the internet",
      { outside: { office: { via: null } }, flows: companyIngress },
      'outside.office.cidrs[0]: received "192.168.1.0/24"; allowed: a public CIDR block: 192.168.0.0/16 is not routed on the internet. Fix: set "via" to the connection that leads there.',
    ],
    [
      "a whole private block over the internet",
      { outside: { elsewhere: { cidrs: ["10.0.0.0/8"] } } },
      'outside.elsewhere.cidrs[0]: received "10.0.0.0/8"; allowed: a public CIDR block: 10.0.0.0/8 is not routed on the internet. Fix: set "via" to the connection that leads there.',
    ],
    [
      "a connection that does not exist",
      { outside: { office: { via: "office-vnp" } }, flows: companyIngress },
      'outside.office.via: received "office-vnp"; allowed: internet or a connection out of AWS: internet, office-vpn, line, staff-vpn or link. Fix: did you mean "office-vpn"?',
    ],
    [
      "a connection between networks of the platform",
      { outside: { office: { via: "bridge" } }, flows: companyIngress },
      'outside.office.via: received "bridge"; allowed: internet or a connection out of AWS: internet, office-vpn, line, staff-vpn or link. Fix: use one of them.',
    ],
    [
      "a CIDR block that a static VPN does not route",
      { outside: { office: { cidrs: ["172.20.0.0/24"] } } },
      'outside.office.cidrs[0]: received "172.20.0.0/24"; allowed: a CIDR block that connection office-vpn routes: 192.168.0.0/16. Fix: choose one of them, or extend the connection\'s.',
    ],
    [
      "clients outside their VPN's CIDR block",
      { outside: { staff: { cidrs: ["10.201.0.0/24"] } } },
      'outside.staff.cidrs[0]: received "10.201.0.0/24"; allowed: a CIDR block that connection staff-vpn routes: 10.200.0.0/22. Fix: choose one of them, or extend the connection\'s.',
    ],
    [
      "a duplicate CIDR block",
      { outside: { office: { cidrs: ["192.168.1.0/24", "192.168.1.0/24"] } } },
      'outside.office.cidrs[1]: received "192.168.1.0/24"; allowed: each block only once. Fix: remove the duplicate.',
    ],
  ]);
});
