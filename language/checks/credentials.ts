import { AWS_ENDPOINT, networkNameOf, ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { canCallServices, withReachableFlows } from "../reachability.ts";
import type { FleetSettings, ServerSettings, ServiceSettings, Workload } from "../workloads.ts";
import {
  type Check,
  duplicateProblems,
  namesOfKind,
  problemAt,
  type SpecPath,
  unknownName,
} from "./check.ts";

const SECRETS_MANAGER = "secretsmanager";

/**
 * Databases' logins, which RDS changes every seven days: who was given a password can read the next one, and who
 * reads a login needs it and gets at it.
 */
export const checkCredentials: Check = (declared) => {
  const platform = withReachableFlows(declared);
  const ofWorkloads = Object.entries(platform.workloads).flatMap(([name, workload]) => {
    const path = ["workloads", name];
    return [
      ...(workload.kind === "service"
        ? staleProblems(platform, path, workload)
        : nameProblems(platform, [...path, "secrets"], workload)),
      ...readProblems(platform, name, readsOf(path, workload)),
    ];
  });
  return [...ofWorkloads, ...tagProblems(platform)];
};

/** ECS puts a password into a container at its start only; RDS changes it while the container runs. */
function staleProblems(
  { stores }: Platform,
  path: SpecPath,
  { secrets, environment }: ServiceSettings,
): Problem[] {
  const known = Object.values(environment).flatMap((value) =>
    typeof value !== "string" && value.attribute === "secretArn" ? [value.store] : [],
  );
  return Object.entries(secrets).flatMap(([variable, reference]) => {
    if (typeof reference === "string" || reference.field !== "password") return [];
    const { store } = reference;
    if (known.includes(store) || ownValue(stores, store)?.kind !== "postgres") return [];
    const allowed = `a password that the app can read again when RDS has changed it: environment tells it no secretArn of ${store}`;
    const fix = `add environment.${arnVariable(variable)}: { store: "${store}", attribute: "secretArn" }`;
    return [problemAt([...path, "secrets", variable], reference, allowed, fix)];
  });
}

/** `DATABASE_SECRET_ARN` beside `DATABASE_PASSWORD`. */
function arnVariable(variable: string): string {
  return `${variable.replace(/_?PASSWORD$/, "") || "DATABASE"}_SECRET_ARN`;
}

function nameProblems(
  { stores }: Platform,
  path: SpecPath,
  { secrets }: ServerSettings | FleetSettings,
): Problem[] {
  const databases = namesOfKind(stores, "postgres");
  return [
    ...duplicateProblems(path, secrets, "database"),
    ...secrets.flatMap((name, index) =>
      unknownName([...path, index], name, databases, "a store of kind postgres"),
    ),
  ];
}

interface CredentialRead {
  readonly path: SpecPath;
  readonly store: string;
}

/** The databases whose login a workload reads for itself. */
function readsOf(path: SpecPath, workload: Workload): CredentialRead[] {
  if (workload.kind !== "service") {
    return workload.secrets.map((store, index) => ({ path: [...path, "secrets", index], store }));
  }
  return Object.entries(workload.environment).flatMap(([variable, value]) =>
    typeof value !== "string" && value.attribute === "secretArn"
      ? [{ path: [...path, "environment", variable, "store"], store: value.store }]
      : [],
  );
}

function readProblems(platform: Platform, name: string, reads: readonly CredentialRead[]): Problem[] {
  const real = reads.filter(({ store }) => ownValue(platform.stores, store)?.kind === "postgres");
  return [
    ...real.flatMap((read) => flowProblems(platform, name, read)),
    ...(real[0] === undefined ? [] : secretsManagerProblems(platform, name, real[0])),
  ];
}

/** A login is for who may speak to its database, and nobody else. */
function flowProblems({ flows }: Platform, name: string, { path, store }: CredentialRead): Problem[] {
  if (flows.some(({ from, to }) => from === name && to === store)) return [];
  const allowed = `the login of a database that ${name} has a flow to`;
  return [problemAt(path, store, allowed, `add flow("${name}", "${store}"), or remove this`)];
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html */
function secretsManagerProblems(
  platform: Platform,
  name: string,
  { path, store }: CredentialRead,
): Problem[] {
  if (canCallServices(platform, name, SECRETS_MANAGER)) return [];
  const network = networkNameOf(platform, ownValue(platform.workloads, name) ?? {});
  const endpoints = ownValue(platform.networks, network)?.endpoints.interface;
  if (endpoints === undefined) return [];
  const missing = [
    ...(endpoints.includes(SECRETS_MANAGER)
      ? []
      : [`"${SECRETS_MANAGER}" to networks.${network}.endpoints.interface`]),
    ...(platform.flows.some(({ from, to }) => from === name && to === AWS_ENDPOINT)
      ? []
      : [`flow("${name}", "${AWS_ENDPOINT}")`]),
  ];
  const allowed =
    "no login without a way to Secrets Manager: its interface endpoint, or the internet on TCP 443";
  return [problemAt(path, store, allowed, `add ${missing.join(" and ")}`)];
}

/**
 * A server that shows its tags in its metadata is launched only if their keys can be parts of a path there.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html
 */
const METADATA_TAG_KEY = /^(?!(?:\.{1,2}|_index)$)[\w+\-=.,:@]+$/;

function tagProblems({ workloads, tags }: Platform): Problem[] {
  const reads = Object.values(workloads).some(
    ({ kind, secrets }) => kind !== "service" && secrets.length > 0,
  );
  if (!reads) return [];
  return Object.keys(tags)
    .filter((key) => !METADATA_TAG_KEY.test(key))
    .map((key) => {
      const allowed =
        'a tag key without spaces and slashes, other than "_index", "." and "..": servers with secrets find them by the tags in their metadata';
      const fix = /[ /]/.test(key)
        ? `write "${key.replaceAll(/[ /]+/g, "-")}"`
        : 'use a key such as "CostCentre"';
      return problemAt(["tags", key], key, allowed, fix);
    });
}
