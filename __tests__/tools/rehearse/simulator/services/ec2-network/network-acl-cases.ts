import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const entry = (number: number, values = {}) =>
  exists("aws_network_acl_rule", `nacl-${number}`, {
    network_acl_id: "acl-0",
    egress: false,
    rule_number: number,
    ...values,
  });
const next = { network_acl_id: "acl-0", egress: false, rule_number: 1000 };

export const ec2NetworkNetworkAclCases: readonly ConstraintCase[] = [
  {
    constraint: "network-acl-entries",
    when: "it is the 19th entry",
    type: "aws_network_acl_rule",
    account: Array.from({ length: 18 }, (_, n) => entry(n)),
    after: next,
  },
  {
    constraint: "network-acl-entries",
    when: "it is the first IPv6 entry",
    type: "aws_network_acl_rule",
    account: Array.from({ length: 19 }, (_, n) => entry(n)),
    after: { ...next, cidr_block: null, ipv6_cidr_block: "::/0" },
  },
  {
    constraint: "network-acl-entries",
    when: "it is the 20th entry, which makes 21 with AWS's default",
    type: "aws_network_acl_rule",
    account: Array.from({ length: 19 }, (_, n) => entry(n)),
    after: next,
    errors: [
      "CreateNetworkAclEntry NetworkAclEntryLimitExceeded: The maximum number of network ACL entries has been reached.",
    ],
  },
  {
    constraint: "network-acl-entries",
    when: "the rule number is used in the other direction",
    type: "aws_network_acl_rule",
    account: [entry(1000, { egress: true })],
    after: next,
  },
  {
    constraint: "network-acl-entries",
    when: "the rule number is taken",
    type: "aws_network_acl_rule",
    account: [entry(1000)],
    after: next,
    errors: [
      "CreateNetworkAclEntry NetworkAclEntryAlreadyExists: The network acl entry identified by 1000 already exists.",
    ],
  },
  {
    constraint: "network-acl-entries",
    when: "a network ACL has a rule number twice",
    type: "aws_network_acl",
    after: { ingress: [{ rule_no: 100 }, { rule_no: 100 }], egress: [{ rule_no: 100 }] },
    errors: [
      "CreateNetworkAclEntry NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.",
    ],
  },
];
