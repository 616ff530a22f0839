import type { Relay } from "../fabric.ts";
import { type Place, relayOf } from "./place.ts";

/**
 * RDS proxies: they take connections for a database and open their own to it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html
 */
export function proxyRelays(place: Place): readonly Relay[] {
  return place.managed("aws_db_proxy").flatMap((proxy) => {
    const takes = place.endpoints.get(proxy.address)?.listens;
    if (takes === undefined) return [];
    const links = place.naming(proxy, "aws_db_proxy_target", "db_proxy_name");
    const databases = links.map((link) => {
      const { db_instance_identifier: instance, db_cluster_identifier: cluster } = link.values;
      return (
        place.endpoint(link, instance, "aws_db_instance") ?? place.endpoint(link, cluster, "aws_rds_cluster")
      );
    });
    const known = databases.filter((database) => database !== undefined);
    return [
      relayOf({
        address: proxy.address,
        at: proxy.address,
        takes,
        opensFrom: proxy.address,
        targets: known.map((endpoint) => ({
          endpoint,
          services: place.endpoints.get(endpoint)?.listens ?? takes,
          via: [`proxy ${proxy.address}`],
        })),
        keepsClientAddress: false,
        unknown: known.length === databases.length ? undefined : "a database of it is not in these files",
      }),
    ];
  });
}
