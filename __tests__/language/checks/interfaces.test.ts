import { itRejects } from "../support/bad-specs.ts";
import { company } from "../support/company.ts";

describe("checks of interfaces", () => {
  itRejects(company, [
    [
      "a zone outside its network",
      { interfaces: { licence: { zone: "us-east-1c" } } },
      'interfaces.licence.zone: received "us-east-1c"; allowed: a zone of network hub: us-east-1a or us-east-1b. Fix: use one of them.',
    ],
    [
      "a tier without a slot",
      {
        networks: { hub: { tiers: { odd: { access: "private" } } } },
        interfaces: { licence: { tier: "odd" } },
      },
      "networks.hub.tiers.odd.slot: received nothing; allowed: a slot from 0 to 7, since only the names public, private, database, cache, endpoint or transit imply one. Fix: use slot 0, which is free.",
    ],
    [
      "an address outside the subnet",
      { interfaces: { licence: { address: "10.0.64.10" } } },
      'interfaces.licence.address: received "10.0.64.10"; allowed: an address in 10.0.32.0/22 except its first four and its last, which AWS reserves. Fix: use an address in tier private\'s subnet in us-east-1a.',
    ],
    [
      "addresses that AWS reserves",
      { interfaces: { licence: { address: "10.0.32.3", secondaryAddresses: ["10.0.35.255"] } } },
      'interfaces.licence.address: received "10.0.32.3"; allowed: an address in 10.0.32.0/22 except its first four and its last, which AWS reserves. Fix: use an address in tier private\'s subnet in us-east-1a.',
      'interfaces.licence.secondaryAddresses[0]: received "10.0.35.255"; allowed: an address in 10.0.32.0/22 except its first four and its last, which AWS reserves. Fix: use an address in tier private\'s subnet in us-east-1a.',
    ],
    [
      "a duplicate address",
      { interfaces: { licence: { secondaryAddresses: ["10.0.32.10"] } } },
      'interfaces.licence.secondaryAddresses[0]: received "10.0.32.10"; allowed: an address that no other interface has. Fix: choose another address.',
    ],
    [
      "an unknown server",
      { interfaces: { licence: { attachTo: "direktory" } } },
      'interfaces.licence.attachTo: received "direktory"; allowed: a workload of kind server: directory, till, ledger, hermit or till2. Fix: did you mean "directory"?',
    ],
    [
      "a server in another network",
      { interfaces: { licence: { attachTo: "till" } } },
      'interfaces.licence.attachTo: received "till"; allowed: a server in network hub. Fix: choose another server.',
    ],
    [
      "a server in another zone",
      { workloads: { directory: { zone: "us-east-1b" } } },
      'interfaces.licence.attachTo: received "directory"; allowed: a server in the interface\'s zone, us-east-1a: directory is in us-east-1b. Fix: choose another server, or another zone.',
    ],
    [
      "two interfaces attached to one server",
      {
        interfaces: {
          spare: {
            network: "hub",
            tier: "private",
            zone: "us-east-1a",
            address: "10.0.32.21",
            attachTo: "directory",
          },
        },
      },
      'interfaces.spare.attachTo: received "directory"; allowed: a server without another interface: licence is attached to it. Fix: choose another server, or use one interface with secondary addresses.',
    ],
    [
      "more addresses than a small instance type supports",
      { interfaces: { licence: { secondaryAddresses: ["10.0.32.11", "10.0.32.12"] } } },
      "interfaces.licence.secondaryAddresses: received 2; allowed: at most 1: an interface of directory (t3.micro) has at most 2 addresses. Fix: remove some, or give directory a larger size.",
    ],
  ]);
});
