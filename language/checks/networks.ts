import { Cidr } from "../../aws/cidr.ts";
import { REGION_FACTS, zonesOfRegion, zonesPerAccount } from "../../aws/regions.ts";
import { VPC_PREFIX } from "../../aws/vpc-quotas.ts";
import { type NetworkSettings, TIER_SLOTS, tierSlot } from "../network.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, type Problem } from "../problem.ts";
import { regionOfNetwork } from "../regional-view.ts";
import { SLOT_BITS, usesSlot } from "../subnets.ts";
import {
  type Check,
  duplicateProblems,
  duplicatesOf,
  problemAt,
  type SpecPath,
  unknownName,
  unknownValue,
} from "./check.ts";

/** Checks zones, tiers, slots, sizes and private zones of every network. */
export const checkNetworks: Check = (platform) =>
  Object.entries(platform.networks).flatMap(([name, network]) => {
    const path = ["networks", name];
    return [
      ...zoneProblems(platform, path, network),
      ...tierProblems(path, network),
      ...slotProblems(path, network),
      ...sizeProblems(path, network),
      ...privateZoneProblems(platform, path, network),
      ...authorizationProblems(platform, path, network),
      ...resolverProblems(path, network),
    ];
  });

function zoneProblems(platform: Platform, path: SpecPath, network: NetworkSettings): Problem[] {
  const region = regionOfNetwork(platform, network);
  const known = zonesOfRegion(region);
  return [
    ...network.zones.flatMap((zone, index) =>
      unknownValue([...path, "zones", index], zone, known, `a zone of ${region}`),
    ),
    ...duplicateProblems([...path, "zones"], network.zones, "zone"),
    ...zoneCountProblems(platform, path, network),
  ];
}

/** Checks that the networks of a region use no more of its zones than an account has. */
function zoneCountProblems(platform: Platform, path: SpecPath, network: NetworkSettings): Problem[] {
  const region = regionOfNetwork(platform, network);
  const most = zonesPerAccount(REGION_FACTS[region]);
  const all = zonesOfRegion(region);
  const networks = Object.values(platform.networks);
  const used = networks.filter((other) => regionOfNetwork(platform, other) === region);
  const zones = new Set(used.flatMap((other) => other.zones).filter((zone) => all.includes(zone)));
  if (zones.size <= most) return [];
  const allowed = `at most ${most} zones in all networks of ${region}: an account has only ${most} of its ${all.length} zones`;
  const fix = `use those that this command lists: aws ec2 describe-availability-zones --region ${region}`;
  return [problemAt([...path, "zones"], network.zones, allowed, fix)];
}

function tierProblems(path: SpecPath, network: NetworkSettings): Problem[] {
  const tiers = Object.entries(network.tiers);
  if (tiers.length === 0) {
    const fix = 'write { public: { access: "public" }, … }';
    return [problemAt([...path, "tiers"], {}, "at least one tier", fix)];
  }
  return tiers.flatMap(([name, { cidrs = {} }]) =>
    Object.keys(cidrs).flatMap((zone) =>
      unknownValue([...path, "tiers", name, "cidrs", zone], zone, network.zones, "a zone of this network"),
    ),
  );
}

/** Checks that every tier with CIDR blocks from a slot has one, and that no two share it. */
function slotProblems(path: SpecPath, network: NetworkSettings): Problem[] {
  const slotted = Object.entries(network.tiers).filter(([, tier]) => usesSlot(network, tier));
  const taken = slotted.flatMap(([name, tier]) => tierSlot(name, tier) ?? []);
  const free = [0, 1, 2, 3, 4, 5, 6, 7].find((slot) => !taken.includes(slot));
  const fix = free === undefined ? "remove a tier" : `use slot ${free}, which is free`;
  const missing = slotted
    .filter(([name, tier]) => tierSlot(name, tier) === undefined)
    .map(([name]) => {
      const allowed = `a slot from 0 to 7, since only the names ${formatNameList(Object.keys(TIER_SLOTS))} imply one`;
      return problemAt([...path, "tiers", name, "slot"], undefined, allowed, fix);
    });
  const shared = duplicatesOf(slotted, ([name, tier]) => tierSlot(name, tier)?.toString()).map(
    ({ first: [first], again: [name, tier] }) => {
      const allowed = `a unique slot: tier ${first} has the same`;
      return problemAt([...path, "tiers", name, "slot"], tierSlot(name, tier), allowed, fix);
    },
  );
  return [...missing, ...shared];
}

/**
 * Checks that slots leave each subnet at least a /28, AWS's smallest.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
function sizeProblems(path: SpecPath, network: NetworkSettings): Problem[] {
  const max = VPC_PREFIX.longest - 2 * SLOT_BITS;
  const { prefix } = Cidr.parseKnown(network.cidr);
  if (prefix <= max || !Object.values(network.tiers).some((tier) => usesSlot(network, tier))) return [];
  const nearest = Cidr.withoutHostBits(`${network.cidr.split("/")[0]}/${max}`);
  const allowed = `a CIDR block of /${max} or larger, since it is split into 8 tiers of 8 zones and AWS's smallest subnet is /${VPC_PREFIX.longest}`;
  const fix = `use ${nearest}, or set cidrs on every tier`;
  return [problemAt([...path, "cidr"], network.cidr, allowed, fix)];
}

/**
 * Checks that a private zone does not hide the public domain: it hides the public zone of its name,
 * and all names below it, from its VPC.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
function privateZoneProblems(
  { edge }: Platform,
  path: SpecPath,
  { privateZone }: NetworkSettings,
): Problem[] {
  const domain = edge.domain?.name;
  if (privateZone === undefined || domain === undefined) return [];
  if (domain !== privateZone && !domain.endsWith(`.${privateZone}`)) return [];
  const allowed = `a name that does not hide the public domain ${domain} from the network`;
  return [
    problemAt([...path, "privateZone"], privateZone, allowed, `use a name such as "internal.${domain}"`),
  ];
}

/** Checks the authorizations of a private zone: for VPCs of other accounts, each once. */
function authorizationProblems(
  { account }: Platform,
  path: SpecPath,
  { privateZone, zoneAuthorizations }: NetworkSettings,
): Problem[] {
  const at = [...path, "zoneAuthorizations"];
  const own = "an account other than the platform's: in this one, flows decide which VPCs resolve the zone";
  const noZone = "only with a private zone, which the VPCs resolve";
  return [
    ...(privateZone === undefined && zoneAuthorizations.length > 0
      ? [problemAt(at, zoneAuthorizations, noZone, "set privateZone, or remove it")]
      : []),
    ...zoneAuthorizations.flatMap((vpc, index) =>
      vpc.account === account
        ? [problemAt([...at, index, "account"], vpc.account, own, "remove it, and declare a flow")]
        : [],
    ),
    ...duplicatesOf(
      zoneAuthorizations.map(({ vpcId }, index) => ({ vpcId, index })),
      ({ vpcId }) => vpcId,
    ).map(({ again }) =>
      problemAt([...at, again.index, "vpcId"], again.vpcId, "each VPC only once", "remove the duplicate"),
    ),
  ];
}

/**
 * Checks a resolver endpoint: AWS requires two addresses, and it answers for the private zone.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html
 */
function resolverProblems(
  path: SpecPath,
  { resolverEndpoint, privateZone, tiers, zones }: NetworkSettings,
): Problem[] {
  if (resolverEndpoint === undefined) return [];
  const { tier } = resolverEndpoint;
  const at = [...path, "resolverEndpoint"];
  const noZone = "only with a private zone, which it answers for";
  const noZones = "only in a network with at least two zones: AWS requires two addresses";
  return [
    ...(tier === undefined
      ? []
      : unknownName([...at, "tier"], tier, Object.keys(tiers), "a tier of this network")),
    ...(privateZone === undefined
      ? [problemAt(at, resolverEndpoint, noZone, "set privateZone, or remove it")]
      : []),
    ...(zones.length < 2 ? [problemAt(at, resolverEndpoint, noZones, "add a zone")] : []),
  ];
}
