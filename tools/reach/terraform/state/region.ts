import { isJsonObject, type JsonObject } from "../configuration/json.ts";

/**
 * Returns the region that a resource's attributes show: its `region` argument, ARN, or availability
 * zone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function regionInValues(values: JsonObject): string | undefined {
  if (typeof values.region === "string" && values.region !== "") return values.region;
  const arn = typeof values.arn === "string" ? values.arn.split(":")[3] : undefined;
  if (arn !== undefined && arn !== "") return arn;
  const zone = typeof values.availability_zone === "string" ? values.availability_zone : "";
  return /^([a-z]{2}-(?:[a-z]+-)+\d+)/.exec(zone)?.[1];
}

/** Returns the only region that some resources show; undefined if they show none, or several. */
export function commonRegion(all: readonly JsonObject[]): string | undefined {
  const regions = new Set(all.filter(isJsonObject).map(regionInValues));
  regions.delete(undefined);
  return regions.size === 1 ? [...regions][0] : undefined;
}
