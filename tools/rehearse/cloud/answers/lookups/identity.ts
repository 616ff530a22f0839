import type { CallContext } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { partitionOf, zonesOf } from "../places.ts";
import { blocksOf, textOf, textsOf } from "../read.ts";
import { token } from "../token.ts";

/** Answers a look-up without its block: what it leaves out becomes null. */
export type Lookup = (config: ObjectValue, context: CallContext) => ObjectValue;

/** Who Terraform is: a user named as the rehearsal says it is. */
export const callerIdentity: Lookup = (_config, { account, region }) => ({
  id: account.accountId,
  account_id: account.accountId,
  arn: `arn:${partitionOf(region).id}:iam::${account.accountId}:user/rehearsal`,
  user_id: `AIDA${token(`${account.accountId}/rehearsal`, "base32", 17)}`,
});

/** A role's session as its role; anything else as it is. */
export const sessionContext: Lookup = (config) => {
  const arn = textOf(config, "arn") ?? "";
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (session === null)
    return { id: arn, arn, issuer_arn: arn, issuer_id: "", issuer_name: "", session_name: "" };
  const [, partition, account, role = "", name = ""] = session;
  return {
    id: arn,
    arn,
    issuer_arn: `arn:${partition}:iam::${account}:role/${role}`,
    issuer_id: `AROA${token(arn, "base32", 17)}`,
    issuer_name: role,
    session_name: name,
  };
};

/** The account's canonical user id: 64 hexadecimal digits. */
export const canonicalUserId: Lookup = (_config, { account }) => ({
  id: token(`${account.accountId}/canonical`, "hex", 64),
  display_name: "",
});

/** Filters of zones: by name, id, state, or the local zones that no rehearsal has. */
function keeps(
  config: ObjectValue,
  zone: { readonly name: string; readonly id: string },
  region: string,
): boolean {
  if (
    textsOf(config, "exclude_names").includes(zone.name) ||
    textsOf(config, "exclude_zone_ids").includes(zone.id)
  )
    return false;
  if (!["", "available"].includes(textOf(config, "state") ?? "")) return false;
  const facts: Readonly<Record<string, string>> = {
    "zone-name": zone.name,
    "zone-id": zone.id,
    "region-name": region,
    "group-name": region,
    "zone-type": "availability-zone",
    "opt-in-status": "opt-in-not-required",
    state: "available",
  };
  return blocksOf(config, "filter").every((filter) =>
    textsOf(filter, "values").includes(facts[textOf(filter, "name") ?? ""] ?? ""),
  );
}

/** The zones of the region. */
export const availabilityZones: Lookup = (config, { region }) => {
  const zones = zonesOf(region).filter((zone) => keeps(config, zone, region));
  return {
    id: region,
    names: zones.map(({ name }) => name),
    zone_ids: zones.map(({ id }) => id),
    group_names: zones.length === 0 ? [] : [region],
  };
};

/** One zone, by name or id; undefined when the region has none such. */
export function availabilityZone(config: ObjectValue, { region }: CallContext): ObjectValue | undefined {
  const name = textOf(config, "name");
  const id = textOf(config, "zone_id");
  const zone = zonesOf(region).find(
    (one) => (name === undefined || one.name === name) && (id === undefined || one.id === id),
  );
  if (zone === undefined || !keeps(config, zone, region)) return undefined;
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
