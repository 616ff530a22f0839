import { isOptInRegion } from "../../../../../aws/regions.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { describeQuery } from "../../data-sources/matching-resources.ts";
import type { ObjectValue } from "../../terraform-value.ts";

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
    "opt-in-status": optInStatus(region),
    state: "available",
  };
  return nestedBlocksOf(config, "filter").every((filter) =>
    stringListAttribute(filter, "values").includes(filterValues[stringAttribute(filter, "name") ?? ""] ?? ""),
  );
}

/** The simulated account has enabled every region. */
function optInStatus(region: string): string {
  return isOptInRegion(region) ? "opted-in" : "opt-in-not-required";
}

/** The Availability Zones of the region. */
export const readAvailabilityZones: DataSourceHandler = (config, { region }) => {
  const zones = availabilityZonesOf(region).filter((zone) => matchesZoneFilters(config, zone, region));
  return {
    values: {
      id: region,
      names: zones.map(({ name }) => name),
      zone_ids: zones.map(({ id }) => id),
      group_names: zones.length === 0 ? [] : [region],
    },
  };
};

/** Reads an Availability Zone by name or ID. */
export const readAvailabilityZone: DataSourceHandler = (config, { region }) => {
  const name = stringAttribute(config, "name");
  const id = stringAttribute(config, "zone_id");
  const zone = availabilityZonesOf(region).find(
    (candidate) =>
      (name === undefined || candidate.name === name) && (id === undefined || candidate.id === id),
  );
  if (zone === undefined || !matchesZoneFilters(config, zone, region))
    return { notFound: describeQuery(config) };
  return {
    values: {
      id: zone.name,
      name: zone.name,
      zone_id: zone.id,
      name_suffix: zone.name.slice(region.length),
      region,
      group_name: region,
      group_long_name: region,
      network_border_group: region,
      opt_in_status: optInStatus(region),
      state: "available",
      zone_type: "availability-zone",
      parent_zone_id: "",
      parent_zone_name: "",
    },
  };
};
