import { ENDPOINT_NAMES, serviceOfEndpointName } from "../../aws/endpoint-services.ts";
import { ownValue } from "../endpoints.ts";
import type { NatSettings, NetworkSettings } from "../network.ts";
import type { Problem } from "../problem.ts";
import { required } from "../required.ts";
import {
  type Check,
  duplicateProblems,
  duplicatesOf,
  problemAt,
  type SpecPath,
  unknownName,
  unknownValue,
} from "./check.ts";

/** Checks NAT and VPC endpoints of every network. */
export const checkEgress: Check = (platform) =>
  Object.entries(platform.networks).flatMap(([name, network]) => {
    const path = ["networks", name];
    return [...natProblems([...path, "nat"], network), ...endpointProblems([...path, "endpoints"], network)];
  });

function natProblems(path: SpecPath, network: NetworkSettings): Problem[] {
  const { nat } = network;
  if (nat.kind === "none") return [];
  const accesses = Object.values(network.tiers).map(({ access }) => access);
  const problems: Problem[] = [];
  if (!accesses.includes("private")) {
    const allowed = '"none": no tier of this network is private';
    problems.push(problemAt([...path, "kind"], nat.kind, allowed, "remove nat, or make a tier private"));
  }
  // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
  if (nat.kind !== "private-gateway" && !accesses.includes("public")) {
    const allowed = '"none" or "private-gateway": the other kinds require a public tier, and there is none';
    problems.push(problemAt([...path, "kind"], nat.kind, allowed, 'add a tier with access: "public"'));
  }
  if (nat.kind === "gateway") return [...problems, ...allocationProblems(path, network, nat)];
  return nat.kind === "private-gateway"
    ? [...problems, ...natTierProblems(path, network, nat.tier)]
    : problems;
}

/**
 * Checks the tier of private NAT gateways: in a tier that they serve they would receive their own
 * packets again, and in a public tier the internet gateway drops what they send.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html
 */
function natTierProblems(path: SpecPath, { tiers }: NetworkSettings, tier: string): Problem[] {
  const at = [...path, "tier"];
  const isolated = Object.keys(tiers).filter((name) => required(tiers, name).access === "isolated");
  const access = ownValue(tiers, tier)?.access;
  if (access === undefined) return unknownName(at, tier, isolated, "an isolated tier of this network");
  if (access === "isolated") return [];
  const why =
    access === "private" ? "the gateways hide private tiers" : "public tiers route to the internet gateway";
  const fix = isolated[0] === undefined ? 'add a tier with access: "isolated"' : `use "${isolated[0]}"`;
  return [problemAt(at, tier, `an isolated tier: ${why}`, fix)];
}

function allocationProblems(
  path: SpecPath,
  network: NetworkSettings,
  nat: Extract<NatSettings, { kind: "gateway" }>,
): Problem[] {
  const at = [...path, "allocationIds"];
  const zones = nat.placement === "single" ? network.zones.slice(0, 1) : network.zones;
  const entries = Object.entries(nat.allocationIds ?? {});
  return [
    ...entries.flatMap(([zone]) => unknownValue([...at, zone], zone, zones, "a zone that has a NAT gateway")),
    ...duplicatesOf(entries, ([, id]) => id).map(({ again: [zone, id] }) =>
      problemAt([...at, zone], id, "a different Elastic IP for each gateway", "use another allocation ID"),
    ),
  ];
}

/**
 * The services that `aws` flows reach by route. S3 through an interface endpoint would also need a
 * private DNS of its own.
 */
const GATEWAY_ENDPOINT_SERVICES = ["s3", "dynamodb"];

function interfaceProblems(path: SpecPath, service: string): Problem[] {
  if (GATEWAY_ENDPOINT_SERVICES.includes(service)) {
    const allowed = "a service without a gateway endpoint, which is free of charge";
    return [problemAt(path, service, allowed, `move "${service}" to endpoints.gateway`)];
  }
  const short = serviceOfEndpointName(service);
  const names = ENDPOINT_NAMES.get(service) ?? (short === undefined ? [] : [short]);
  if (names.length === 0) return [];
  const fix = `write ${names.map((name) => `"${name}"`).join(", ")}`;
  return [problemAt(path, service, 'an endpoint name without the region, such as "ecr.api"', fix)];
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
function endpointProblems(path: SpecPath, { endpoints, tiers }: NetworkSettings): Problem[] {
  const interfaces = endpoints.interface.flatMap((service, index) =>
    interfaceProblems([...path, "interface", index], service),
  );
  const tier =
    endpoints.tier === undefined
      ? []
      : unknownName([...path, "tier"], endpoints.tier, Object.keys(tiers), "a tier of this network");
  return [
    ...duplicateProblems([...path, "gateway"], endpoints.gateway, "service"),
    ...duplicateProblems([...path, "interface"], endpoints.interface, "service"),
    ...interfaces,
    ...tier,
  ];
}
