import { ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { regionOfItem } from "../regional-view.ts";
import type { Workload } from "../workloads.ts";
import { type Check, problemAt, type SpecPath } from "./check.ts";

/**
 * Checks that references stay in one region: each region's stacks read only their own region's
 * outputs, and gateway endpoints, VPC endpoint policies and image pulls do not cross regions. Flows
 * may.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export const checkRegions: Check = (platform) => [
  ...Object.entries(platform.workloads).flatMap(([name, workload]) =>
    storesOf(["workloads", name], workload).flatMap(({ path, store }) =>
      storeProblems(platform, path, workload, store),
    ),
  ),
  ...entryProblems(platform),
];

interface UsedStore {
  readonly path: SpecPath;
  readonly store: string;
}

/** Lists the stores that a workload references. */
function storesOf(path: SpecPath, workload: Workload): UsedStore[] {
  const buckets = workload.buckets.map(({ bucket }, index) => ({
    path: [...path, "buckets", index, "bucket"],
    store: bucket,
  }));
  if (workload.kind !== "service") {
    return [
      ...buckets,
      ...workload.secrets.map((store, index) => ({ path: [...path, "secrets", index], store })),
    ];
  }
  const { image, environment, secrets } = workload;
  const images = "registry" in image ? [{ path: [...path, "image", "registry"], store: image.registry }] : [];
  const variables = Object.entries(environment).flatMap(([variable, value]) =>
    typeof value === "string" ? [] : [{ path: [...path, "environment", variable], store: value.store }],
  );
  const kept = Object.entries(secrets).map(([variable, reference]) => ({
    path: [...path, "secrets", variable],
    store: typeof reference === "string" ? reference : reference.store,
  }));
  return [...buckets, ...images, ...variables, ...kept];
}

function storeProblems(platform: Platform, path: SpecPath, workload: Workload, name: string): Problem[] {
  const store = ownValue(platform.stores, name);
  if (store === undefined) return [];
  const own = regionOfItem(platform, workload);
  const other = regionOfItem(platform, store);
  if (own === other) return [];
  const allowed = `a store in ${own}, the workload's region: this one is in ${other}`;
  return [
    problemAt(
      path,
      name,
      allowed,
      `run the workload in ${other}, or use the store through a workload there, by a flow`,
    ),
  ];
}

/**
 * Checks the entry: the domain's records are in the primary region, as their load balancer must be.
 */
function entryProblems(platform: Platform): Problem[] {
  const { domain, loadBalancers } = platform.edge;
  const entry = ownValue(loadBalancers, domain?.entry);
  if (domain === undefined || entry === undefined) return [];
  const region = regionOfItem(platform, entry);
  if (region === platform.region) return [];
  const allowed = `a load balancer in ${platform.region}, the platform's primary region: this one is in ${region}`;
  const fix = `name one in ${platform.region}, or make ${region} the platform's region`;
  return [problemAt(["edge", "domain", "entry"], domain.entry, allowed, fix)];
}
