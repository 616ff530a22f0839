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
 * Checks database credentials, whose password RDS rotates every seven days: a workload that gets a
 * password can also read the next one, and a workload that reads credentials has a flow to the
 * database and a path to Secrets Manager.
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

/**
 * Checks services: ECS sets a password only when a container starts, while RDS rotates it at any
 * time.
 */
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
    const allowed = `a password that the app can read again after RDS rotates it: environment has no secretArn of ${store}`;
    const fix = `add environment.${arnVariable(variable)}: { store: "${store}", attribute: "secretArn" }`;
    return [problemAt([...path, "secrets", variable], reference, allowed, fix)];
  });
}

/** Derives the ARN's variable: `DATABASE_SECRET_ARN` for `DATABASE_PASSWORD`. */
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

/** Returns the databases whose credentials a workload reads itself. */
function readsOf(path: SpecPath, workload: Workload): CredentialRead[] {
  const ofVariables = Object.entries(workload.environment).flatMap(([variable, value]) =>
    typeof value !== "string" && value.attribute === "secretArn"
      ? [{ path: [...path, "environment", variable, "store"], store: value.store }]
      : [],
  );
  if (workload.kind === "service") return ofVariables;
  const ofTags = workload.secrets.map((store, index) => ({ path: [...path, "secrets", index], store }));
  return [...ofTags, ...ofVariables];
}

function readProblems(platform: Platform, name: string, reads: readonly CredentialRead[]): Problem[] {
  const real = reads.filter(({ store }) => ownValue(platform.stores, store)?.kind === "postgres");
  return [
    ...real.flatMap((read) => flowProblems(platform, name, read)),
    ...(real[0] === undefined ? [] : secretsManagerProblems(platform, name, real[0])),
  ];
}

/** Checks that only workloads with a flow to a database read its credentials. */
function flowProblems({ flows }: Platform, name: string, { path, store }: CredentialRead): Problem[] {
  if (flows.some(({ from, to }) => from === name && to === store)) return [];
  const allowed = `the credentials of a database that ${name} has a flow to`;
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
    "credentials only with a path to Secrets Manager: its interface endpoint, or the internet on TCP 443";
  return [problemAt(path, store, allowed, `add ${missing.join(" and ")}`)];
}

/**
 * The tag keys that instance metadata can hold, since each is part of a path there: EC2 refuses to
 * launch a server with other keys.
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
        'a tag key without spaces or slashes, other than "_index", "." and "..": servers find their secrets by tags in instance metadata';
      const fix = /[ /]/.test(key)
        ? `write "${key.replaceAll(/[ /]+/g, "-")}"`
        : 'use a key such as "CostCentre"';
      return problemAt(["tags", key], key, allowed, fix);
    });
}
