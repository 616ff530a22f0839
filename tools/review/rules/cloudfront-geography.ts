import { toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";

const RESTRICTION = "restrictions.0.geo_restriction.0";

/** Judges which countries a distribution begins, or ceases, to serve. */
export function geoRestrictionRisks(change: PlannedResourceChange): readonly Risk[] {
  if (!change.changes(`${RESTRICTION}.restriction_type`) && !change.changes(`${RESTRICTION}.locations`)) {
    return [];
  }
  const before = servedCountries((name) => change.was(`${RESTRICTION}.${name}`));
  const after = servedCountries((name) => change.becomes(`${RESTRICTION}.${name}`));
  const risks: Risk[] = [];
  if (!isWithin(after, before)) {
    risks.push(riskOf("exposure", "The distribution serves countries that it did not serve before."));
  }
  if (!isWithin(before, after)) {
    risks.push(riskOf("cut", "The distribution no longer serves some countries: their viewers get 403."));
  }
  return risks;
}

/** The served countries: those listed, or all but those. */
interface ServedCountries {
  readonly isComplement: boolean;
  readonly countries: ReadonlySet<string>;
}

function servedCountries(read: (name: string) => unknown): ServedCountries {
  const countries = toList(read("locations") as string[]).map(String);
  const kind = read("restriction_type");
  if (kind === "whitelist") return { isComplement: false, countries: new Set(countries) };
  return { isComplement: true, countries: new Set(kind === "blacklist" ? countries : []) };
}

function isWithin(inner: ServedCountries, outer: ServedCountries): boolean {
  if (!inner.isComplement) {
    return [...inner.countries].every((country) => outer.countries.has(country) !== outer.isComplement);
  }
  return outer.isComplement && [...outer.countries].every((country) => inner.countries.has(country));
}
