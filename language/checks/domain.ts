import { patternCovers } from "../../aws/listener-patterns.ts";
import { CERTIFICATE_NAMES } from "../../aws/service-quotas.ts";
import type { Domain, LoadBalancerSettings } from "../edge.ts";
import { ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import { hostsOfAttachment, targetAttachments } from "../target-attachments.ts";
import { type Check, duplicateProblems, problemAt, type SpecPath, unknownName } from "./check.ts";
import { resolvePlacement } from "./placement.ts";
import { isCoveredByCertificate } from "./target-attachments.ts";

/** Checks the domain: its names, certificate and entry. A CDN requires a domain. */
export const checkDomain: Check = (platform) => {
  const { domain, cdn } = platform.edge;
  if (domain !== undefined) {
    const path = ["edge", "domain"];
    return [
      ...nameProblems(path, domain),
      ...entryProblems(platform, path, domain),
      ...unservedHosts(platform, path, domain),
    ];
  }
  if (cdn === undefined) return [];
  return [
    problemAt(
      ["edge", "cdn"],
      cdn,
      "a CDN only with edge.domain, whose host names it serves",
      "add edge.domain",
    ),
  ];
};

function nameProblems(path: SpecPath, { name, certificateNames, hosts }: Domain): Problem[] {
  const [first = ""] = certificateNames;
  const problems: Problem[] = [];
  if (certificateNames.length > CERTIFICATE_NAMES.max) {
    const allowed = `at most ${CERTIFICATE_NAMES.max} certificate names`;
    problems.push(
      problemAt([...path, "certificateNames"], certificateNames.length, allowed, "use a wildcard"),
    );
  }
  if (first.length > CERTIFICATE_NAMES.primaryCharactersMax) {
    const allowed = `a primary name of at most ${CERTIFICATE_NAMES.primaryCharactersMax} characters`;
    problems.push(problemAt([...path, "certificateNames", 0], first, allowed, "put a shorter name first"));
  }
  return [
    ...problems,
    ...duplicateProblems([...path, "certificateNames"], certificateNames, "name"),
    ...duplicateProblems([...path, "hosts"], hosts, "host name"),
    ...zoneProblems([...path, "certificateNames"], name, certificateNames),
    ...zoneProblems([...path, "hosts"], name, hosts),
    ...hosts.flatMap((host, index) =>
      isCoveredByCertificate(host, certificateNames)
        ? []
        : [uncovered([...path, "hosts", index], host, certificateNames)],
    ),
  ];
}

/**
 * Checks that a rule of the entry matches each host, once anything is published there: a listener
 * answers all others with its default action, an error.
 */
function unservedHosts(platform: Platform, path: SpecPath, { entry, hosts }: Domain): Problem[] {
  if (ownValue(platform.edge.loadBalancers, entry)?.kind !== "application") return [];
  const published = targetAttachments(platform).filter(({ settings }) => settings.loadBalancer === entry);
  if (published.length === 0) return [];
  const patterns = published.flatMap(({ settings }) => hostsOfAttachment(platform, settings));
  const [{ path: publish = [] } = {}] = published;
  return hosts.flatMap((host, index) => {
    if (patterns.some((pattern) => patternCovers(pattern, host))) return [];
    const allowed = `a host that is published on ${entry}: ${patterns.join(", ")}`;
    const fix = `add it to ${joinPath([...publish, "hosts"])}, or remove it`;
    return [problemAt([...path, "hosts", index], host, allowed, fix)];
  });
}

function zoneProblems(path: SpecPath, zone: string, names: readonly string[]): Problem[] {
  return names.flatMap((name, index) => {
    const plain = name.replace(/^\*\./, "");
    if (plain === zone || plain.endsWith(`.${zone}`)) return [];
    const allowed = `${zone} or a subdomain of it, since the records go into that hosted zone`;
    return [problemAt([...path, index], name, allowed, `write it as "www.${zone}"`)];
  });
}

function uncovered(path: SpecPath, host: string, names: readonly string[]): Problem {
  const allowed = `a host name that the certificate covers: ${names.join(", ")} (a wildcard covers one label)`;
  return problemAt(path, host, allowed, `add "${host}" to certificateNames`);
}

/** An entry is in a public tier; that of a VPC origin in a private one, which the CDN reaches. */
function placeProblems(
  platform: Platform,
  at: SpecPath,
  entry: string,
  balancer: LoadBalancerSettings,
): Problem[] {
  const access = resolvePlacement(platform, balancer)?.tier.access;
  if (access === undefined) return [];
  if (platform.edge.cdn?.origin === "vpc") {
    if (access === "private") return [];
    const allowed = `a load balancer in a private tier, as edge.cdn.origin "vpc" requires: ${entry} is in a${access === "isolated" ? "n" : ""} ${access} tier`;
    return [
      problemAt(at, entry, allowed, `put edge.loadBalancers.${entry} in a private tier, or remove origin`),
    ];
  }
  if (access === "public") return [];
  const allowed = `an internet-facing load balancer: ${entry} is in a ${access} tier`;
  return [problemAt(at, entry, allowed, `put edge.loadBalancers.${entry} in a public tier`)];
}

function entryProblems(platform: Platform, path: SpecPath, { entry }: Domain): Problem[] {
  const at = [...path, "entry"];
  const balancer = ownValue(platform.edge.loadBalancers, entry);
  if (balancer === undefined) {
    return unknownName(at, entry, Object.keys(platform.edge.loadBalancers), "a load balancer");
  }
  const problems: Problem[] = placeProblems(platform, at, entry, balancer);
  const hasHttps = balancer.listeners.some(({ protocol }) => protocol === "HTTPS");
  if (platform.edge.cdn !== undefined && !hasHttps) {
    const allowed =
      "an application load balancer with an HTTPS listener, since the CDN connects to it over HTTPS";
    problems.push(
      problemAt(
        at,
        entry,
        allowed,
        `add an HTTPS listener to edge.loadBalancers.${entry}, or remove edge.cdn`,
      ),
    );
  }
  return problems;
}
