import { AWS, INTERNET } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { architectureOf, instanceTypeOf } from "../sizing.ts";
import type { Fleet, Server } from "../workloads.ts";
import { type Check, listedTwice, notOneOf, type Path, problemAt } from "./check.ts";
import { placeOf } from "./places.ts";

/** Servers and fleets: sizes that exist, a start-up that can work, places that fit. */
export const checkMachines: Check = (platform) =>
  Object.entries(platform.workloads).flatMap(([name, machine]) => {
    if (machine.kind === "service") return [];
    const path = ["workloads", name];
    return [
      ...sizeProblems(path, machine),
      ...startProblems(platform, path, name, machine),
      ...(machine.kind === "server" ? serverProblems(platform, path, machine) : fleetProblems(path, machine)),
    ];
  });

function sizeProblems(path: Path, { size, architecture }: Server | Fleet): Problem[] {
  const type = instanceTypeOf(size, architecture);
  if (type === undefined) {
    const allowed = `a size that one ${architecture} server of a current general family has`;
    return [problemAt([...path, "size"], size, allowed, "use several servers, or name an instanceType")];
  }
  const real = architectureOf(type);
  if (real === architecture) return [];
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-types.html: an image suits one architecture.
  const allowed = `an ${architecture} instance type: ${type} is ${real}`;
  return [problemAt([...path, "size", "instanceType"], type, allowed, `set architecture: "${real}"`)];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html: 16 KiB, some of it Drydock's own. */
const SETUP_BYTES_MAX = 12_000;

function startProblems(platform: Platform, path: Path, name: string, machine: Server | Fleet): Problem[] {
  const bytes = new TextEncoder().encode(machine.setup.join("\n")).length;
  const long =
    bytes > SETUP_BYTES_MAX
      ? [
          problemAt(
            [...path, "setup"],
            bytes,
            `at most ${SETUP_BYTES_MAX} bytes, since EC2's user data holds 16 KiB`,
            "fetch a script from a bucket",
          ),
        ]
      : [];
  return [
    ...long,
    ...listedTwice([...path, "packages"], machine.packages, "package"),
    ...listedTwice([...path, "units"], machine.units, "unit"),
    ...packageProblems(platform, path, name, machine),
  ];
}

/** Amazon Linux's packages come from S3. https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html */
function packageProblems(platform: Platform, path: Path, name: string, machine: Server | Fleet): Problem[] {
  const gateways = placeOf(platform, machine)?.network.endpoints.gateway;
  if (machine.packages.length === 0 || gateways === undefined) return [];
  const canFetch = platform.flows.some(
    ({ from, to }) => from === name && (to === INTERNET || (to === AWS && gateways.includes("s3"))),
  );
  if (canFetch) return [];
  const allowed = "no packages without a way for them: they come from S3, by its gateway endpoint";
  const fix = gateways.includes("s3")
    ? `add flow("${name}", "aws")`
    : `add "s3" to the gateway endpoints of the network, and flow("${name}", "aws")`;
  return [problemAt([...path, "packages"], machine.packages, allowed, fix)];
}

function serverProblems(platform: Platform, path: Path, server: Server): Problem[] {
  const place = placeOf(platform, server);
  if (place === undefined) return [];
  const zone =
    server.zone === undefined
      ? []
      : notOneOf(
          [...path, "zone"],
          server.zone,
          place.network.zones,
          `a zone of network ${place.networkName}`,
        );
  if (!server.publicAddress || place.tier.access === "public") return zone;
  const allowed = `false: only a server in a public tier has one, and tier ${server.tier} is not public`;
  return [
    ...zone,
    problemAt([...path, "publicAddress"], true, allowed, "remove it, or choose a public tier"),
  ];
}

function fleetProblems(path: Path, { min, max, desired }: Fleet): Problem[] {
  if (min > max)
    return [problemAt([...path, "min"], min, `at most max, which is ${max}`, "lower min, or raise max")];
  if (desired === undefined || (desired >= min && desired <= max)) return [];
  return [problemAt([...path, "desired"], desired, `from min to max: ${min} to ${max}`, `use ${min}`)];
}
