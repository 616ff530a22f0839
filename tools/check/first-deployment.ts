import { replacementOfOldPostgres } from "../../aws/postgres-versions.ts";
import { isOptInRegion } from "../../aws/regions.ts";
import type { Platform } from "../../language/platform.ts";
import { joinPath } from "../../language/problem.ts";
import { targetAttachments } from "../../language/target-attachments.ts";
import type { ExampleValue } from "./example-values.ts";

/**
 * Lists the values that AWS or Drydock accept for what is deployed already, but that stop a first
 * deployment.
 */
export function firstDeploymentValues(platform: Platform): ExampleValue[] {
  return [...optInRegions(platform), ...oldDatabaseVersions(platform), ...placeholdersBehindTls(platform)];
}

/**
 * Regions that are disabled in new accounts.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
function optInRegions({ region, networks }: Platform): ExampleValue[] {
  const own = { path: ["region"], region };
  const others = Object.entries(networks).flatMap(([name, network]) =>
    network.region === undefined || network.region === region
      ? []
      : [{ path: ["networks", name, "region"], region: network.region }],
  );
  return [own, ...others]
    .filter((place) => isOptInRegion(place.region))
    .map((place) => ({
      path: joinPath(place.path),
      value: place.region,
      reason: `a region that is disabled in new accounts: use another, or enable it first with aws account enable-region --region-name ${place.region}`,
    }));
}

/** RDS keeps databases of a minor version longer than it creates new ones. */
function oldDatabaseVersions({ stores }: Platform): ExampleValue[] {
  return Object.entries(stores).flatMap(([name, store]) => {
    if (store.kind !== "postgres") return [];
    const newer = replacementOfOldPostgres(store.version);
    if (newer === undefined) return [];
    const reason = `a version that RDS offers no longer for new databases: use "${newer}". A database that runs stays as it is`;
    return [{ path: joinPath(["stores", name, "version"]), value: store.version, reason }];
  });
}

/** The placeholder of a service, which runs until its first image is pushed, speaks no TLS. */
function placeholdersBehindTls(platform: Platform): ExampleValue[] {
  return targetAttachments(platform).flatMap(({ endpoint, path, settings }) => {
    const workload = platform.workloads[endpoint];
    if (workload?.kind !== "service" || settings.targetProtocol !== "HTTPS") return [];
    if (!("registry" in workload.image) || workload.image.tag !== undefined) return [];
    const reason = `a protocol that the placeholder image does not speak: push an image first, and name it in workloads.${endpoint}.image.tag`;
    return [{ path: joinPath([...path, "targetProtocol"]), value: settings.targetProtocol, reason }];
  });
}
