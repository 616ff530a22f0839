import fc from "fast-check";
import type { TinyTransport } from "./tiny-network.ts";

/** True in the given percentage of cases. */
const often = (weight: number) => fc.integer({ min: 0, max: 99 }).map((n) => n < weight);
/** The index of a choice; used modulo the number of options. */
const pick = fc.nat(99);

/**
 * Protocols with port ranges that contain all ports above 1023 or none. Clients use random source
 * ports above 1023, so each case has one correct result.
 */
const TRANSPORTS: readonly TinyTransport[] = [
  { protocol: "all", from: -1, to: -1 },
  { protocol: "tcp", from: 443, to: 443 },
  { protocol: "tcp", from: 0, to: 65_535 },
  { protocol: "tcp", from: 22, to: 443 },
  { protocol: "tcp", from: 1024, to: 65_535 },
  { protocol: "udp", from: 53, to: 53 },
  { protocol: "udp", from: 0, to: 65_535 },
  { protocol: "udp", from: 1024, to: 65_535 },
  { protocol: "icmp", from: -1, to: -1 },
  { protocol: "icmp", from: 8, to: -1 },
  { protocol: "icmp", from: 0, to: 0 },
  { protocol: "icmpv6", from: -1, to: -1 },
  { protocol: "icmpv6", from: 128, to: -1 },
  { protocol: "icmpv6", from: 129, to: 0 },
];
const transport = fc.constantFrom(...TRANSPORTS);
/** Security groups are stateful, so replies to any port pass and single high ports are safe. */
const groupTransport = fc.constantFrom<TinyTransport>(...TRANSPORTS, {
  protocol: "tcp",
  from: 8080,
  to: 8080,
});

const entryPlan = fc.record({ isDeny: often(30), transport, block: pick });
const aclPlan = fc.option(
  fc.record({
    ingress: fc.array(entryPlan, { maxLength: 4 }),
    egress: fc.array(entryPlan, { maxLength: 4 }),
    /** Reports that a last entry allows all other traffic. */
    isOpen: often(75),
  }),
  { freq: 2 },
);
const rulePlan = fc.record({ transport: groupTransport, peer: pick, isGroup: often(35) });
const groupPlan = fc.record({
  /** Undefined: rules that allow all traffic. */
  ingress: fc.option(fc.array(rulePlan, { maxLength: 4 }), { freq: 2, nil: undefined }),
  egress: fc.option(fc.array(rulePlan, { maxLength: 3 }), { freq: 2, nil: undefined }),
});
const routePlan = fc.record({ block: pick, target: pick });
const subnetPlan = fc.record({
  acl: aclPlan,
  routes: fc.array(routePlan, { maxLength: 5 }),
  hasDefaults: often(80),
  hosts: fc.array(fc.record({ isPublic: often(45), hasIPv6: often(80), groups: fc.tuple(pick, pick) }), {
    maxLength: 2,
  }),
});
const vpcPlan = fc.record({
  hasInternetGateway: often(75),
  hasEgressOnlyGateway: often(40),
  nat: fc.option(pick, { freq: 3, nil: undefined }),
  groups: fc.array(groupPlan, { minLength: 1, maxLength: 3 }),
  subnets: fc.array(subnetPlan, { minLength: 1, maxLength: 3 }),
});
/** The choices that make up a random network, valid in any combination. */
export const networkPlan = fc.record({
  hasIPv6: often(50),
  /**
   * The parts under test: security groups and ACLs that are not random allow all traffic, and
   * routes that are not random reach every target.
   */
  isRandom: fc.record({ groups: often(40), acls: often(50), routes: often(60) }),
  vpcs: fc.array(vpcPlan, { minLength: 1, maxLength: 3 }),
  peerings: fc.tuple(often(45), often(45), often(45)),
  transit: fc.option(
    fc.record({
      attached: fc.array(fc.record({ subnet: pick, table: pick, isAttached: often(85) }), {
        minLength: 3,
        maxLength: 3,
      }),
      tables: fc.array(
        fc.record({
          propagates: fc.tuple(often(80), often(80), often(80)),
          routes: fc.array(fc.record({ block: pick, attachment: pick }), { maxLength: 2 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    { freq: 2, nil: undefined },
  ),
});

/** The choices of one random network. */
export type Plan = typeof networkPlan extends fc.Arbitrary<infer T> ? T : never;
/** The choices of a security group rule. */
export type RulePlan = typeof rulePlan extends fc.Arbitrary<infer T> ? T : never;
/** The choices of a network ACL that does not simply allow everything. */
export type AclPlan = NonNullable<Plan["vpcs"][number]["subnets"][number]["acl"]>;
