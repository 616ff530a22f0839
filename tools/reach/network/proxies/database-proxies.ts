import type { NetworkProxy } from "../endpoint-model.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import type { ModelContext } from "../model-context.ts";
import { buildProxy, endpointNamed, resourcesNaming } from "./proxy-parts.ts";

/**
 * Reads RDS proxies, which accept connections for a database and open their own to it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html
 */
export function databaseProxies(context: ModelContext): readonly NetworkProxy[] {
  return context.managed("aws_db_proxy").flatMap((proxy) => {
    const frontend = buildEndpoints(context).get(proxy.address)?.listening;
    if (frontend === undefined) return [];
    const links = resourcesNaming(context, proxy, "aws_db_proxy_target", "db_proxy_name");
    const databases = links.map((link) => {
      const { db_instance_identifier: instance, db_cluster_identifier: cluster } = link.values;
      return (
        endpointNamed(context, link, instance, "aws_db_instance") ??
        endpointNamed(context, link, cluster, "aws_rds_cluster")
      );
    });
    const known = databases.filter((database) => database !== undefined);
    return [
      buildProxy({
        address: proxy.address,
        servedBy: proxy.address,
        frontend,
        backendSource: proxy.address,
        targets: known.map((endpoint) => ({
          endpoint,
          transport: buildEndpoints(context).get(endpoint)?.listening ?? frontend,
          via: [`proxy ${proxy.address}`],
        })),
        keepsClientAddress: false,
        unknown: known.length === databases.length ? undefined : "one of its databases is not in these files",
      }),
    ];
  });
}
