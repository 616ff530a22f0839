import type { NetworkProxy } from "../endpoint-model.ts";
import { buildProxy, type ProxyContext } from "./proxy-context.ts";

/**
 * Reads RDS proxies, which accept connections for a database and open their own to it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html
 */
export function databaseProxies(context: ProxyContext): readonly NetworkProxy[] {
  return context.managed("aws_db_proxy").flatMap((proxy) => {
    const frontend = context.endpoints.get(proxy.address)?.listening;
    if (frontend === undefined) return [];
    const links = context.naming(proxy, "aws_db_proxy_target", "db_proxy_name");
    const databases = links.map((link) => {
      const { db_instance_identifier: instance, db_cluster_identifier: cluster } = link.values;
      return (
        context.endpoint(link, instance, "aws_db_instance") ??
        context.endpoint(link, cluster, "aws_rds_cluster")
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
          transport: context.endpoints.get(endpoint)?.listening ?? frontend,
          via: [`proxy ${proxy.address}`],
        })),
        keepsClientAddress: false,
        unknown: known.length === databases.length ? undefined : "one of its databases is not in these files",
      }),
    ];
  });
}
