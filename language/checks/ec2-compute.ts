import { architectureOfInstanceType } from "../../aws/instance-types.ts";
import { USER_DATA_BYTES } from "../../aws/service-quotas.ts";
import { AWS_ENDPOINT, INTERNET_ENDPOINT } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { instanceTypeOf } from "../sizing.ts";
import type { FleetSettings, ServerSettings } from "../workloads.ts";
import { type Check, duplicateProblems, problemAt, type SpecPath, unknownValue } from "./check.ts";
import { resolvePlacement } from "./placement.ts";

/** Checks servers and fleets: instance types, user data, zones and addresses. */
export const checkEc2Compute: Check = (platform) =>
  Object.entries(platform.workloads).flatMap(([name, compute]) => {
    if (compute.kind === "service") return [];
    const path = ["workloads", name];
    return [
      ...sizeProblems(path, compute),
      ...userDataProblems(platform, path, name, compute),
      ...(compute.kind === "server" ? serverProblems(platform, path, compute) : fleetProblems(path, compute)),
    ];
  });

function sizeProblems(path: SpecPath, { size, architecture }: ServerSettings | FleetSettings): Problem[] {
  const type = instanceTypeOf(size, architecture);
  if (type === undefined) {
    const allowed = `a size that one ${architecture} server of a current general family offers`;
    return [problemAt([...path, "size"], size, allowed, "use several servers, or name an instanceType")];
  }
  const real = architectureOfInstanceType(type);
  if (real === architecture) return [];
  // An AMI has one architecture: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-types.html
  const allowed = `an ${architecture} instance type: ${type} is ${real}`;
  return [problemAt([...path, "size", "instanceType"], type, allowed, `set architecture: "${real}"`)];
}

/** The most bytes of `setup`: the rest of the user data is Drydock's own. */
const USER_DATA_BYTES_MAX = 12_000;

function userDataProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  compute: ServerSettings | FleetSettings,
): Problem[] {
  const bytes = new TextEncoder().encode(compute.setup.join("\n")).length;
  const long =
    bytes > USER_DATA_BYTES_MAX
      ? [
          problemAt(
            [...path, "setup"],
            bytes,
            `at most ${USER_DATA_BYTES_MAX} bytes, since EC2 user data holds ${USER_DATA_BYTES / 1024} KiB`,
            "fetch a script from a bucket",
          ),
        ]
      : [];
  return [
    ...long,
    ...duplicateProblems([...path, "packages"], compute.packages, "package"),
    ...duplicateProblems([...path, "units"], compute.units, "unit"),
    ...packageProblems(platform, path, name, compute),
  ];
}

/**
 * Checks that packages can be fetched: Amazon Linux's repositories are in S3.
 * https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
 */
function packageProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  compute: ServerSettings | FleetSettings,
): Problem[] {
  const gateways = resolvePlacement(platform, compute)?.network.endpoints.gateway;
  if (compute.packages.length === 0 || gateways === undefined) return [];
  const canFetch = platform.flows.some(
    ({ from, to }) =>
      from === name && (to === INTERNET_ENDPOINT || (to === AWS_ENDPOINT && gateways.includes("s3"))),
  );
  if (canFetch) return [];
  const allowed =
    "packages only with a path to S3, where they come from: its gateway endpoint, or the internet";
  const fix = gateways.includes("s3")
    ? `add flow("${name}", "aws")`
    : `add "s3" to the network's gateway endpoints, and flow("${name}", "aws")`;
  return [problemAt([...path, "packages"], compute.packages, allowed, fix)];
}

function serverProblems(platform: Platform, path: SpecPath, server: ServerSettings): Problem[] {
  const placement = resolvePlacement(platform, server);
  if (placement === undefined) return [];
  const zone =
    server.zone === undefined
      ? []
      : unknownValue(
          [...path, "zone"],
          server.zone,
          placement.network.zones,
          `a zone of network ${placement.networkName}`,
        );
  if (!server.publicAddress || placement.tier.access === "public") return zone;
  const allowed = `false: only servers in a public tier have a public address, and tier ${server.tier} is not public`;
  return [
    ...zone,
    problemAt([...path, "publicAddress"], true, allowed, "remove it, or choose a public tier"),
  ];
}

function fleetProblems(path: SpecPath, { min, max, desired }: FleetSettings): Problem[] {
  if (min > max) return [problemAt([...path, "min"], min, `at most max (${max})`, "lower min, or raise max")];
  if (desired === undefined || (desired >= min && desired <= max)) return [];
  return [
    problemAt([...path, "desired"], desired, `a number from min (${min}) to max (${max})`, `use ${min}`),
  ];
}
