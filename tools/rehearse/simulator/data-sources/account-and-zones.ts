import { partitionOfRegion } from "../../../../aws/regions.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { availabilityZonesOf } from "../computed-values/regions.ts";
import type { CallContext } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/** Reads a data source's values without its schema; omitted attributes become null. */
export type ValuesReader = (config: ObjectValue, context: CallContext) => ObjectValue;

/** The identity of the caller: a user named `rehearsal`. */
export const readCallerIdentity: ValuesReader = (_config, { account, region }) => ({
  id: account.accountId,
  account_id: account.accountId,
  arn: `arn:${partitionOfRegion(region).id}:iam::${account.accountId}:user/rehearsal`,
  user_id: `AIDA${deterministicToken(`${account.accountId}/rehearsal`, "base32", 17)}`,
});

/** Resolves an assumed-role session to its role; other ARNs are returned unchanged. */
export const readIamSessionContext: ValuesReader = (config) => {
  const arn = stringAttribute(config, "arn") ?? "";
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (session === null)
    return { id: arn, arn, issuer_arn: arn, issuer_id: "", issuer_name: "", session_name: "" };
  const [, partition, account, role = "", name = ""] = session;
  return {
    id: arn,
    arn,
    issuer_arn: `arn:${partition}:iam::${account}:role/${role}`,
    issuer_id: `AROA${deterministicToken(arn, "base32", 17)}`,
    issuer_name: role,
    session_name: name,
  };
};

/** The account's canonical user ID: 64 hexadecimal digits. */
export const readCanonicalUserId: ValuesReader = (_config, { account }) => ({
  id: deterministicToken(`${account.accountId}/canonical`, "hex", 64),
  display_name: "",
});

/**
 * True if an Availability Zone passes the filters on name, ID and state. There are no Local Zones
 * in a rehearsal.
 */
function matchesZoneFilters(
  config: ObjectValue,
  zone: { readonly name: string; readonly id: string },
  region: string,
): boolean {
  if (
    stringListAttribute(config, "exclude_names").includes(zone.name) ||
    stringListAttribute(config, "exclude_zone_ids").includes(zone.id)
  )
    return false;
  if (!["", "available"].includes(stringAttribute(config, "state") ?? "")) return false;
  const filterValues: Readonly<Record<string, string>> = {
    "zone-name": zone.name,
    "zone-id": zone.id,
    "region-name": region,
    "group-name": region,
    "zone-type": "availability-zone",
    "opt-in-status": "opt-in-not-required",
    state: "available",
  };
  return nestedBlocksOf(config, "filter").every((filter) =>
    stringListAttribute(filter, "values").includes(filterValues[stringAttribute(filter, "name") ?? ""] ?? ""),
  );
}

/** The Availability Zones of the region. */
export const readAvailabilityZones: ValuesReader = (config, { region }) => {
  const zones = availabilityZonesOf(region).filter((zone) => matchesZoneFilters(config, zone, region));
  return {
    id: region,
    names: zones.map(({ name }) => name),
    zone_ids: zones.map(({ id }) => id),
    group_names: zones.length === 0 ? [] : [region],
  };
};

/** Finds an Availability Zone by name or ID; undefined if the region has none such. */
export function readAvailabilityZone(config: ObjectValue, { region }: CallContext): ObjectValue | undefined {
  const name = stringAttribute(config, "name");
  const id = stringAttribute(config, "zone_id");
  const zone = availabilityZonesOf(region).find(
    (candidate) =>
      (name === undefined || candidate.name === name) && (id === undefined || candidate.id === id),
  );
  if (zone === undefined || !matchesZoneFilters(config, zone, region)) return undefined;
  return {
    id: zone.name,
    name: zone.name,
    zone_id: zone.id,
    name_suffix: zone.name.slice(region.length),
    region,
    group_name: region,
    group_long_name: region,
    network_border_group: region,
    opt_in_status: "opt-in-not-required",
    state: "available",
    zone_type: "availability-zone",
    parent_zone_id: "",
    parent_zone_name: "",
  };
}
