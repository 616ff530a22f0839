import { regionalServiceName } from "../../../../../aws/prefix-lists.ts";
import type { NetworkAnalysis } from "../../network-analysis.ts";
import { type Cause, shortName } from "../../paths/filter-step.ts";
import type { TrafficEndpoint } from "../../paths/traffic-endpoint.ts";
import { formatList, formatNames } from "../words.ts";
import { GATEWAY_SERVICES, HTTPS_TRANSPORT, type ServiceAccess, serviceAccess } from "./service-access.ts";
import { INTERNET_SERVICE, type StartDependency } from "./start-dependencies.ts";

/** A dependency that an interface cannot reach. */
export interface MissingDependency {
  /** The service that it needs to start. */
  readonly dependency: StartDependency;
  /** The interface that cannot reach it. */
  readonly trafficEndpoint: TrafficEndpoint;
  /** Its access to the service, with the causes that block it. */
  readonly access: ServiceAccess;
}

/**
 * Returns the dependencies that some interface of an endpoint is certain not to reach, each with
 * the first such interface.
 */
export function missingDependencies(
  analysis: NetworkAnalysis,
  endpoint: string,
  dependencies: readonly StartDependency[],
): MissingDependency[] {
  const trafficEndpoints = analysis.trafficEndpoints(endpoint);
  return dependencies.flatMap((dependency) => {
    for (const trafficEndpoint of trafficEndpoints) {
      const access = serviceAccess(analysis, trafficEndpoint, dependency.service);
      if (access?.explanation.verdict === "blocked") return [{ dependency, trafficEndpoint, access }];
    }
    return [];
  });
}

/**
 * Formats missing dependencies: `ecr.api and ecr.dkr (the image of app), s3 (the layers of the
 * image of app)`.
 */
export function formatMissing(missing: readonly MissingDependency[]): string {
  const byReason = new Map<string, string[]>();
  for (const { dependency } of missing) {
    const name = dependency.service === INTERNET_SERVICE ? "the internet" : dependency.service;
    byReason.set(dependency.reason, [...(byReason.get(dependency.reason) ?? []), name]);
  }
  return [...byReason].map(([reason, services]) => `${formatList(services)} (${reason})`).join(", ");
}

/**
 * Returns the changes that make all missing dependencies reachable: VPC endpoints, switches and
 * rules.
 */
export function fixFor(analysis: NetworkAnalysis, missing: readonly MissingDependency[]): string {
  const blockedByRules = missing.filter(onlyRulesBlock);
  const others = missing.filter((missing) => !blockedByRules.includes(missing));
  const first = others[0];
  if (first === undefined) return joinParts(rules(analysis, blockedByRules));
  // A path to the internet also reaches all AWS services.
  if (others.some(({ dependency }) => dependency.service === INTERNET_SERVICE))
    return joinParts([...rules(analysis, blockedByRules), internetFix(analysis, first)]);
  const unnamed = others.filter(({ access }) => access.unnamed !== undefined);
  const absent = others.filter((missing) => !unnamed.includes(missing));
  const parts = [
    ...turnOn(unnamed),
    ...absentInterfaces(analysis, absent),
    ...absentGateways(analysis, absent),
    ...rules(analysis, blockedByRules),
  ];
  return `${joinParts(parts)}; or ${internetFix(analysis, first)}`;
}

function joinParts(parts: readonly string[]): string {
  return parts.join("; ");
}

/** Reports that only security groups and network ACLs block it. */
function onlyRulesBlock({ access }: MissingDependency): boolean {
  return access.explanation.causes.every(
    ({ code }) => code === "ENI_SG_RULES_MISMATCH" || code === "SUBNET_ACL_RESTRICTION",
  );
}

function turnOn(missing: readonly MissingDependency[]): string[] {
  const names = [...new Set(missing.flatMap(({ access }) => access.unnamed?.address ?? []))];
  if (names.length === 0) return [];
  const vpc = "enable_dns_support and enable_dns_hostnames on the VPC";
  return [`set private_dns_enabled = true on ${formatNames(names)}, and ${vpc}`];
}

function absentInterfaces(analysis: NetworkAnalysis, missing: readonly MissingDependency[]): string[] {
  const interfaceServices = missing.filter(({ dependency }) => !GATEWAY_SERVICES.has(dependency.service));
  const trafficEndpoint = interfaceServices[0]?.trafficEndpoint;
  if (trafficEndpoint?.subnet === undefined) return [];
  const names = interfaceServices.map(({ dependency }) =>
    serviceName(analysis, trafficEndpoint, dependency.service),
  );
  const [noun, groups] = [names.length === 1 ? "endpoint" : "endpoints", formatGroups(trafficEndpoint)];
  return [
    `add the interface ${noun} ${formatList(names)} to ${shortName(trafficEndpoint.subnet.vpc)}, with private DNS and a security group that allows tcp 443 from ${groups}, and allow ${groups} to send it there`,
  ];
}

function absentGateways(analysis: NetworkAnalysis, missing: readonly MissingDependency[]): string[] {
  return missing
    .filter(({ dependency }) => GATEWAY_SERVICES.has(dependency.service))
    .map(({ dependency, trafficEndpoint }) => {
      const tables = new Set(
        analysis.trafficEndpoints(trafficEndpoint.name).map(({ subnet }) => subnet?.table.address ?? ""),
      );
      const name = serviceName(analysis, trafficEndpoint, dependency.service);
      const rule = mayLeave(analysis, trafficEndpoint)
        ? ""
        : `, and allow ${formatGroups(trafficEndpoint)} to send tcp 443 to its prefix list`;
      return `add the gateway endpoint ${name} to ${formatNames([...tables])}${rule}`;
    });
}

/** Reports that an interface's security groups allow HTTPS to some public address. */
function mayLeave({ model }: NetworkAnalysis, { groups }: TrafficEndpoint): boolean {
  const internet = model.externalNetworks.get(INTERNET_SERVICE)?.addresses;
  if (groups === undefined || internet === undefined) return true;
  const rules = groups.flatMap((group) => model.securityGroups.get(group)?.egress ?? []);
  return rules.some(
    ({ peer, transport }) =>
      peer.kind === "addresses" && transport.covers(HTTPS_TRANSPORT) && peer.addresses.overlaps(internet),
  );
}

/** The rules to add to the security groups and network ACLs that block. */
function rules(analysis: NetworkAnalysis, missing: readonly MissingDependency[]): string[] {
  const texts = missing.flatMap(({ trafficEndpoint, access }) =>
    access.explanation.causes.map((cause) =>
      ruleFix(cause, trafficEndpoint, destinationOf(analysis, access)),
    ),
  );
  return [...new Set(texts)];
}

function ruleFix({ code, address }: Cause, trafficEndpoint: TrafficEndpoint, far: string): string {
  if (code === "SUBNET_ACL_RESTRICTION")
    return `allow tcp 443 to ${far} and its return traffic in ${shortName(address)}`;
  const isOwn = trafficEndpoint.groups?.some((group) => address.split(", ").includes(group)) === true;
  return isOwn
    ? `allow ${formatGroups(trafficEndpoint)} to send tcp 443 to ${far}`
    : `allow tcp 443 from ${formatGroups(trafficEndpoint)} in ${formatNames(address.split(", "))}`;
}

/** The security groups of the VPC endpoint; without one, every address. */
function destinationOf(analysis: NetworkAnalysis, { endpoint }: ServiceAccess): string {
  if (endpoint === undefined) return "0.0.0.0/0";
  const groups = new Set(
    analysis.trafficEndpoints(endpoint.address).flatMap((trafficEndpoint) => trafficEndpoint.groups ?? []),
  );
  return groups.size === 0 ? shortName(endpoint.address) : formatNames([...groups]);
}

/** The change that makes the internet reachable. */
function internetFix(analysis: NetworkAnalysis, { access, trafficEndpoint }: MissingDependency): string {
  const needsAddress = access.explanation.causes.some(
    ({ code }) => code === "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  );
  const route = `route 0.0.0.0/0 of its subnets to a NAT gateway`;
  const fix = needsAddress ? `give it a public address, or ${route}` : route;
  return mayLeave(analysis, trafficEndpoint)
    ? fix
    : `${fix}, and allow ${formatGroups(trafficEndpoint)} to send tcp 443 to 0.0.0.0/0`;
}

function formatGroups({ groups }: TrafficEndpoint): string {
  return formatNames(groups ?? []);
}

function serviceName({ model }: NetworkAnalysis, { subnet }: TrafficEndpoint, service: string): string {
  return regionalServiceName(model.vpcs.get(subnet?.vpc ?? "")?.region ?? "<region>", service);
}
