import { type Cause, shortName } from "../../paths/filter-step.ts";
import type { TrafficEndpoint } from "../../paths/traffic-endpoint.ts";
import type { LintContext } from "../lint-context.ts";
import { formatList, formatNames } from "../words.ts";
import { GATEWAY_SERVICES, HTTPS_TRANSPORT, type ServiceAccess, serviceAccess } from "./service-access.ts";
import { INTERNET_SERVICE, type StartDependency } from "./start-dependencies.ts";

/** A need that an interface has no way to. */
export interface MissingDependency {
  readonly dependency: StartDependency;
  readonly trafficEndpoint: TrafficEndpoint;
  readonly access: ServiceAccess;
}

/** Each need that some interface of an endpoint has no way to, for certain: once, by the first of these. */
export function missingDependencies(
  context: LintContext,
  endpoint: string,
  dependencies: readonly StartDependency[],
): MissingDependency[] {
  const trafficEndpoints = context.analysis.trafficEndpoints(endpoint);
  return dependencies.flatMap((dependency) => {
    for (const trafficEndpoint of trafficEndpoints) {
      const access = serviceAccess(context, trafficEndpoint, dependency.service);
      if (access?.explanation.verdict === "blocked") return [{ dependency, trafficEndpoint, access }];
    }
    return [];
  });
}

/** `ecr.api and ecr.dkr (the image of app), s3 (the layers of the image of app)`. */
export function formatMissing(missing: readonly MissingDependency[]): string {
  const byReason = new Map<string, string[]>();
  for (const { dependency } of missing) {
    const name = dependency.service === INTERNET_SERVICE ? "the internet" : dependency.service;
    byReason.set(dependency.reason, [...(byReason.get(dependency.reason) ?? []), name]);
  }
  return [...byReason].map(([reason, transport]) => `${formatList(transport)} (${reason})`).join(", ");
}

/** The changes that give an endpoint all that it lacks: endpoints to add, switches to turn, rules to add. */
export function fixFor(context: LintContext, missing: readonly MissingDependency[]): string {
  const refused = missing.filter(isRefusedByRules);
  const away = missing.filter((missing) => !refused.includes(missing));
  const first = away[0];
  if (first === undefined) return sayAll(rules(context, refused));
  // The way to the internet is one to all of AWS's services too.
  if (away.some(({ dependency }) => dependency.service === INTERNET_SERVICE))
    return sayAll([...rules(context, refused), wayOut(context, first)]);
  const unnamed = away.filter(({ access }) => access.unnamed !== undefined);
  const absent = away.filter((missing) => !unnamed.includes(missing));
  const parts = [
    ...turnOn(unnamed),
    ...absentInterfaces(context, absent),
    ...absentGateways(context, absent),
    ...rules(context, refused),
  ];
  return `${sayAll(parts)}; or else ${wayOut(context, first)}`;
}

function sayAll(parts: readonly string[]): string {
  return parts.join("; ");
}

/** Whether only rules stand in the way: of security groups and network ACLs. */
function isRefusedByRules({ access }: MissingDependency): boolean {
  return access.explanation.causes.every(
    ({ code }) => code === "ENI_SG_RULES_MISMATCH" || code === "SUBNET_ACL_RESTRICTION",
  );
}

function turnOn(missing: readonly MissingDependency[]): string[] {
  const names = [...new Set(missing.flatMap(({ access }) => access.unnamed?.address ?? []))];
  if (names.length === 0) return [];
  const vpc = "enable_dns_support and enable_dns_hostnames of the VPC";
  return [`turn on private_dns_enabled of ${formatNames(names)}, and ${vpc}`];
}

function absentInterfaces(context: LintContext, missing: readonly MissingDependency[]): string[] {
  const own = missing.filter(({ dependency }) => !GATEWAY_SERVICES.has(dependency.service));
  const trafficEndpoint = own[0]?.trafficEndpoint;
  if (trafficEndpoint?.subnet === undefined) return [];
  const names = own.map(({ dependency }) => serviceName(context, trafficEndpoint, dependency.service));
  const [noun, groups] = [names.length === 1 ? "endpoint" : "endpoints", sayGroups(trafficEndpoint)];
  return [
    `add the interface ${noun} ${formatList(names)} to ${shortName(trafficEndpoint.subnet.vpc)}, with private DNS, in a security group that takes tcp 443 from ${groups} and that ${groups} may send it to`,
  ];
}

function absentGateways(context: LintContext, missing: readonly MissingDependency[]): string[] {
  return missing
    .filter(({ dependency }) => GATEWAY_SERVICES.has(dependency.service))
    .map(({ dependency, trafficEndpoint }) => {
      const tables = new Set(
        context.analysis
          .trafficEndpoints(trafficEndpoint.name)
          .map(({ subnet }) => subnet?.table.address ?? ""),
      );
      const name = serviceName(context, trafficEndpoint, dependency.service);
      const rule = mayLeave(context, trafficEndpoint)
        ? ""
        : `, and let ${sayGroups(trafficEndpoint)} send tcp 443 to its prefix list`;
      return `add the gateway endpoint ${name} to ${formatNames([...tables])}${rule}`;
    });
}

/** Whether the groups of an interface let it call some public address on HTTPS. */
function mayLeave({ model }: LintContext, { groups }: TrafficEndpoint): boolean {
  const internet = model.externalNetworks.get(INTERNET_SERVICE)?.addresses;
  if (groups === undefined || internet === undefined) return true;
  const rules = groups.flatMap((group) => model.securityGroups.get(group)?.egress ?? []);
  return rules.some(
    ({ peer, transport }) =>
      peer.kind === "addresses" && transport.covers(HTTPS_TRANSPORT) && peer.addresses.overlaps(internet),
  );
}

/** The rules to add where there is a way: at the groups and network ACLs that refuse. */
function rules(context: LintContext, missing: readonly MissingDependency[]): string[] {
  const said = missing.flatMap(({ trafficEndpoint, access }) =>
    access.explanation.causes.map((cause) => sayRule(cause, trafficEndpoint, farEnd(context, access))),
  );
  return [...new Set(said)];
}

function sayRule({ code, address }: Cause, trafficEndpoint: TrafficEndpoint, far: string): string {
  if (code === "SUBNET_ACL_RESTRICTION")
    return `let ${shortName(address)} pass tcp 443 to ${far}, and the answers`;
  const isOwn = trafficEndpoint.groups?.some((group) => address.split(", ").includes(group)) === true;
  return isOwn
    ? `let ${sayGroups(trafficEndpoint)} send tcp 443 to ${far}`
    : `let ${formatNames(address.split(", "))} take tcp 443 from ${sayGroups(trafficEndpoint)}`;
}

/** The groups of an endpoint; else the internet. */
function farEnd({ analysis }: LintContext, { endpoint }: ServiceAccess): string {
  if (endpoint === undefined) return "0.0.0.0/0";
  const groups = new Set(
    analysis.trafficEndpoints(endpoint.address).flatMap((trafficEndpoint) => trafficEndpoint.groups ?? []),
  );
  return groups.size === 0 ? shortName(endpoint.address) : formatNames([...groups]);
}

/** What would open the way to the internet. */
function wayOut(context: LintContext, { access, trafficEndpoint }: MissingDependency): string {
  const needsAddress = access.explanation.causes.some(
    ({ code }) => code === "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  );
  const route = `lead 0.0.0.0/0 of its subnets to a NAT gateway`;
  const way = needsAddress ? `give it a public address, or ${route}` : route;
  return mayLeave(context, trafficEndpoint)
    ? way
    : `${way}, and let ${sayGroups(trafficEndpoint)} send tcp 443 to 0.0.0.0/0`;
}

function sayGroups({ groups }: TrafficEndpoint): string {
  return formatNames(groups ?? []);
}

function serviceName({ model }: LintContext, { subnet }: TrafficEndpoint, service: string): string {
  return `com.amazonaws.${model.vpcs.get(subnet?.vpc ?? "")?.region ?? "<region>"}.${service}`;
}
