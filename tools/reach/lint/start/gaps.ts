import type { Side } from "../../walk/side.ts";
import { type Cause, shortName } from "../../walk/step.ts";
import type { Subject } from "../subject.ts";
import { sayList, sayNames } from "../words.ts";
import { INTERNET, type Need } from "./needs.ts";
import { type Access, accessTo, BY_GATEWAY, HTTPS } from "./services.ts";

/** A need that an interface has no way to. */
export interface Lack {
  readonly need: Need;
  readonly side: Side;
  readonly access: Access;
}

/** Each need that some interface of an endpoint has no way to, for certain: once, by the first of these. */
export function lacksOf(subject: Subject, endpoint: string, needs: readonly Need[]): Lack[] {
  const sides = subject.network.sides(endpoint);
  return needs.flatMap((need) => {
    for (const side of sides) {
      const access = accessTo(subject, side, need.service);
      if (access?.explanation.verdict === "blocked") return [{ need, side, access }];
    }
    return [];
  });
}

/** `ecr.api and ecr.dkr (the image of app), s3 (the layers of the image of app)`. */
export function sayLacks(lacks: readonly Lack[]): string {
  const byReason = new Map<string, string[]>();
  for (const { need } of lacks) {
    const name = need.service === INTERNET ? "the internet" : need.service;
    byReason.set(need.reason, [...(byReason.get(need.reason) ?? []), name]);
  }
  return [...byReason].map(([reason, services]) => `${sayList(services)} (${reason})`).join(", ");
}

/** The changes that give an endpoint all that it lacks: endpoints to add, switches to turn, rules to add. */
export function fixOf(subject: Subject, lacks: readonly Lack[]): string {
  const refused = lacks.filter(isRefusedByRules);
  const away = lacks.filter((lack) => !refused.includes(lack));
  const first = away[0];
  if (first === undefined) return sayAll(rules(subject, refused));
  // The way to the internet is one to all of AWS's services too.
  if (away.some(({ need }) => need.service === INTERNET))
    return sayAll([...rules(subject, refused), wayOut(subject, first)]);
  const unnamed = away.filter(({ access }) => access.unnamed !== undefined);
  const absent = away.filter((lack) => !unnamed.includes(lack));
  const parts = [
    ...turnOn(unnamed),
    ...absentInterfaces(subject, absent),
    ...absentGateways(subject, absent),
    ...rules(subject, refused),
  ];
  return `${sayAll(parts)}; or else ${wayOut(subject, first)}`;
}

function sayAll(parts: readonly string[]): string {
  return parts.join("; ");
}

/** Whether only rules stand in the way: of security groups and network ACLs. */
function isRefusedByRules({ access }: Lack): boolean {
  return access.explanation.causes.every(
    ({ code }) => code === "ENI_SG_RULES_MISMATCH" || code === "SUBNET_ACL_RESTRICTION",
  );
}

function turnOn(lacks: readonly Lack[]): string[] {
  const names = [...new Set(lacks.flatMap(({ access }) => access.unnamed?.address ?? []))];
  if (names.length === 0) return [];
  const vpc = "enable_dns_support and enable_dns_hostnames of the VPC";
  return [`turn on private_dns_enabled of ${sayNames(names)}, and ${vpc}`];
}

function absentInterfaces(subject: Subject, lacks: readonly Lack[]): string[] {
  const own = lacks.filter(({ need }) => !BY_GATEWAY.has(need.service));
  const side = own[0]?.side;
  if (side?.subnet === undefined) return [];
  const names = own.map(({ need }) => serviceName(subject, side, need.service));
  const [noun, groups] = [names.length === 1 ? "endpoint" : "endpoints", sayGroups(side)];
  return [
    `add the interface ${noun} ${sayList(names)} to ${shortName(side.subnet.vpc)}, with private DNS, in a security group that takes tcp 443 from ${groups} and that ${groups} may send it to`,
  ];
}

function absentGateways(subject: Subject, lacks: readonly Lack[]): string[] {
  return lacks
    .filter(({ need }) => BY_GATEWAY.has(need.service))
    .map(({ need, side }) => {
      const tables = new Set(
        subject.network.sides(side.name).map(({ subnet }) => subnet?.table.address ?? ""),
      );
      const name = serviceName(subject, side, need.service);
      const rule = mayLeave(subject, side)
        ? ""
        : `, and let ${sayGroups(side)} send tcp 443 to its prefix list`;
      return `add the gateway endpoint ${name} to ${sayNames([...tables])}${rule}`;
    });
}

/** Whether the groups of an interface let it call some public address on HTTPS. */
function mayLeave({ fabric }: Subject, { groups }: Side): boolean {
  const internet = fabric.outsides.get(INTERNET)?.addresses;
  if (groups === undefined || internet === undefined) return true;
  const rules = groups.flatMap((group) => fabric.groups.get(group)?.egress ?? []);
  return rules.some(
    ({ peer, services }) =>
      peer.kind === "addresses" && services.covers(HTTPS) && peer.addresses.overlaps(internet),
  );
}

/** The rules to add where there is a way: at the groups and network ACLs that refuse. */
function rules(subject: Subject, lacks: readonly Lack[]): string[] {
  const said = lacks.flatMap(({ side, access }) =>
    access.explanation.causes.map((cause) => sayRule(cause, side, farEnd(subject, access))),
  );
  return [...new Set(said)];
}

function sayRule({ code, address }: Cause, side: Side, far: string): string {
  if (code === "SUBNET_ACL_RESTRICTION")
    return `let ${shortName(address)} pass tcp 443 to ${far}, and the answers`;
  const isOwn = side.groups?.some((group) => address.split(", ").includes(group)) === true;
  return isOwn
    ? `let ${sayGroups(side)} send tcp 443 to ${far}`
    : `let ${sayNames(address.split(", "))} take tcp 443 from ${sayGroups(side)}`;
}

/** The groups of an endpoint; else the internet. */
function farEnd({ network }: Subject, { endpoint }: Access): string {
  if (endpoint === undefined) return "0.0.0.0/0";
  const groups = new Set(network.sides(endpoint.address).flatMap((side) => side.groups ?? []));
  return groups.size === 0 ? shortName(endpoint.address) : sayNames([...groups]);
}

/** What would open the way to the internet. */
function wayOut(subject: Subject, { access, side }: Lack): string {
  const needsAddress = access.explanation.causes.some(
    ({ code }) => code === "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  );
  const route = `lead 0.0.0.0/0 of its subnets to a NAT gateway`;
  const way = needsAddress ? `give it a public address, or ${route}` : route;
  return mayLeave(subject, side) ? way : `${way}, and let ${sayGroups(side)} send tcp 443 to 0.0.0.0/0`;
}

function sayGroups({ groups }: Side): string {
  return sayNames(groups ?? []);
}

function serviceName({ fabric }: Subject, { subnet }: Side, service: string): string {
  return `com.amazonaws.${fabric.vpcs.get(subnet?.vpc ?? "")?.region ?? "<region>"}.${service}`;
}
