import { Cidr } from "../../aws/cidr.ts";
import {
  BENCHMARK_RANGE,
  PRIVATE_BLOCKS,
  RESTRICTED_SECONDARY_RANGES,
  RFC1918_RANGES,
  UNUSABLE_VPC_RANGES,
} from "../../aws/special-ranges.ts";
import { VPC_QUOTAS } from "../../aws/vpc-quotas.ts";
import type { NetworkSettings } from "../network.ts";
import type { Problem } from "../problem.ts";
import { subnetBlock } from "../subnets.ts";
import { type Check, distinctPairs, problemAt, type SpecPath } from "./check.ts";

/** Checks the address plan of every network: CIDR blocks inside the VPC that do not overlap. */
export const checkAddresses: Check = (platform) =>
  Object.entries(platform.networks).flatMap(([name, network]) => {
    const path = ["networks", name];
    return [
      ...rangeProblems(path, network),
      ...secondaryProblems(path, network),
      ...subnetProblems(path, network),
    ];
  });

/** The ranges whose addresses only private networks use. */
const PRIVATE_RANGES = [...PRIVATE_BLOCKS, BENCHMARK_RANGE];

/**
 * Checks that a VPC's CIDR blocks are private, unless the spec says that they are not: AWS accepts
 * others, and whoever owns them on the internet is then out of reach from the VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
function rangeProblems(path: SpecPath, { cidr, secondaryCidrs, addresses }: NetworkSettings): Problem[] {
  const blocks = [
    { at: [...path, "cidr"], text: cidr },
    ...secondaryCidrs.map((text, index) => ({ at: [...path, "secondaryCidrs", index], text })),
  ];
  return blocks.flatMap(({ at, text }) => {
    const block = Cidr.parseKnown(text);
    if (PRIVATE_RANGES.some((range) => range.contains(block))) return [];
    const unusable = UNUSABLE_VPC_RANGES.find((range) => range.overlaps(block));
    if (unusable !== undefined) {
      return [problemAt(at, text, `a CIDR block outside ${unusable}, which no network has`, USE_PRIVATE)];
    }
    if (addresses === "public") return [];
    const allowed = `a private CIDR block, inside ${PRIVATE_RANGES.join(", ")}: the internet routes others to their owners, whom nothing in the VPC could reach`;
    const fix = `${USE_PRIVATE}, or set addresses: "public" on the network if the block is yours`;
    return [problemAt(at, text, allowed, fix)];
  });
}

const USE_PRIVATE = 'use one such as "10.0.0.0/16"';

/** The most secondary CIDR blocks of a VPC. */
const SECONDARY_MAX = VPC_QUOTAS.ipv4CidrBlocks - 1;

/**
 * Returns the ranges that AWS rejects for the next secondary CIDR block of a VPC, given its primary
 * and earlier secondary blocks.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 */
function restrictedRanges([primary, ...others]: readonly [Cidr, ...Cidr[]]): Cidr[] {
  const { always, in172, in10 } = RESTRICTED_SECONDARY_RANGES;
  const own = RFC1918_RANGES.find((range) => range.contains(primary));
  const inFirst = [primary, ...others].some((block) => in10.of.contains(block));
  return [
    ...RFC1918_RANGES.filter((range) => range !== own),
    ...(always.contains(primary) ? [] : [always]),
    ...(own?.contains(in172) ? [in172] : []),
    ...(inFirst ? [in10.range] : []),
  ];
}

function secondaryProblems(path: SpecPath, { cidr, secondaryCidrs }: NetworkSettings): Problem[] {
  const at = [...path, "secondaryCidrs"];
  const primary = Cidr.parseKnown(cidr);
  const many =
    secondaryCidrs.length > SECONDARY_MAX
      ? [
          problemAt(
            at,
            secondaryCidrs.length,
            `at most ${SECONDARY_MAX} secondary CIDR blocks`,
            "remove some",
          ),
        ]
      : [];
  return [
    ...many,
    ...secondaryCidrs.flatMap((text, index) => {
      const block = Cidr.parseKnown(text);
      const before = secondaryCidrs.slice(0, index).map(Cidr.parseKnown);
      const other = [primary, ...before].find((used) => used.overlaps(block));
      if (other !== undefined) return [overlapProblem([...at, index], text, `the network's ${other}`)];
      const restricted = restrictedRanges([primary, ...before]);
      if (!restricted.some((range) => range.overlaps(block))) return [];
      const allowed = `a CIDR block outside ${restricted.join(", ")}, which AWS does not add to ${cidr}`;
      return [problemAt([...at, index], text, allowed, "choose another CIDR block")];
    }),
  ];
}

/**
 * Checks that every subnet is inside a CIDR block of its VPC and overlaps no other: AWS rejects
 * both.
 */
function subnetProblems(path: SpecPath, network: NetworkSettings): Problem[] {
  const blocks = [network.cidr, ...network.secondaryCidrs].map(Cidr.parseKnown);
  const subnets = Object.entries(network.tiers).flatMap(([tier, settings]) =>
    network.zones.flatMap((zone) => {
      const block = subnetBlock(network, tier, settings, zone);
      const own = settings.cidrs?.[zone] !== undefined;
      return block === undefined ? [] : [{ tier, zone, block, own }];
    }),
  );
  const outside = subnets
    .filter(({ block }) => !blocks.some((vpc) => vpc.contains(block)))
    .map(({ tier, zone, block }) =>
      problemAt(
        [...path, "tiers", tier, "cidrs", zone],
        `${block}`,
        `a CIDR block inside ${blocks.join(" or ")}`,
        "choose one, or add a CIDR block to secondaryCidrs",
      ),
    );
  const overlapping = distinctPairs(subnets)
    .filter(
      ([a, b]) => a.block.overlaps(b.block) && (a.own || b.own) && !(a.tier === b.tier && a.zone === b.zone),
    )
    .map(([a, b]) => {
      const [subnet, other] = b.own ? [b, a] : [a, b];
      const at = [...path, "tiers", subnet.tier, "cidrs", subnet.zone];
      return overlapProblem(at, `${subnet.block}`, `tier ${other.tier}'s ${other.block} in ${other.zone}`);
    });
  return [...outside, ...overlapping];
}

function overlapProblem(path: SpecPath, block: string, other: string): Problem {
  return problemAt(path, block, `a CIDR block that does not overlap ${other}`, "choose another CIDR block");
}
