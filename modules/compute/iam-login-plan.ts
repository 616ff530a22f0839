import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { ServiceSettings } from "../../language/workloads.ts";
import { resourceName } from "../names.ts";
import type { Statement } from "../policy.ts";

/** The stores that a service logs in to with IAM: those whose `iamUser` is in its environment. */
function iamLoginsOf({ environment }: Pick<ServiceSettings, "environment">): readonly string[] {
  const stores = Object.values(environment).flatMap((value) =>
    typeof value !== "string" && value.attribute === "iamUser" ? [value.store] : [],
  );
  return [...new Set(stores)].sort();
}

/**
 * Statements for a service's IAM logins: to each database as one user, and to each cache as one.
 *
 * @param databaseResourceIds the resource IDs of databases with an `iamUser`, by store
 * @throws RangeError if the spec's checks were skipped
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export function iamLoginStatements(
  platform: Pick<Platform, "name" | "environment" | "account" | "region" | "stores">,
  service: Pick<ServiceSettings, "environment">,
  databaseResourceIds: Readonly<Record<string, string>>,
): Statement[] {
  const { account, region, stores } = platform;
  const databases: string[] = [];
  const caches: string[] = [];
  for (const name of iamLoginsOf(service)) {
    const store = required(stores, name);
    if (store.kind === "postgres" && store.iamUser !== undefined) {
      const id = required(databaseResourceIds, name);
      databases.push(`arn:aws:rds-db:${region}:${account}:dbuser:${id}/${store.iamUser}`);
    } else if (store.kind === "redis" && store.iamUser !== undefined) {
      const prefix = `arn:aws:elasticache:${region}:${account}`;
      caches.push(
        `${prefix}:replicationgroup:${resourceName(platform, name, store.name)}`,
        `${prefix}:user:${store.iamUser}`,
      );
    } else {
      throw new RangeError(`store ${name} has no iamUser`);
    }
  }
  return [
    { sid: "LogInToDatabases", actions: ["rds-db:connect"], resources: databases },
    { sid: "LogInToCaches", actions: ["elasticache:Connect"], resources: caches },
  ].filter(({ resources }) => resources.length > 0);
}
