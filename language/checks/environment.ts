import { networkNameOf, ownValue } from "../endpoints.ts";
import type { Environment } from "../environment.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { required } from "../required.ts";
import type { Store } from "../stores.ts";
import { type Check, problemAt, type SpecPath, unknownName } from "./check.ts";

type StoreAttribute = Exclude<Environment[string], string>;

/** The attributes of each kind of store. */
const ATTRIBUTES: Readonly<Partial<Record<Store["kind"], readonly StoreAttribute["attribute"][]>>> = {
  postgres: ["address", "privateName", "port", "name", "username", "secretArn", "iamUser"],
  redis: ["address", "privateName", "port", "name", "iamUser"],
  bucket: ["name"],
};

/** Checks the stores and attributes of environment variables. */
export const checkEnvironments: Check = (platform) =>
  Object.entries(platform.workloads).flatMap(([name, { environment }]) =>
    Object.entries(environment).flatMap(([variable, value]) =>
      typeof value === "string"
        ? []
        : attributeProblems(platform, ["workloads", name, "environment", variable], value),
    ),
  );

function attributeProblems(
  platform: Platform,
  path: SpecPath,
  { store: name, attribute }: StoreAttribute,
): Problem[] {
  const { stores } = platform;
  const known = Object.keys(stores).filter((store) => required(stores, store).kind in ATTRIBUTES);
  const unknown = unknownName([...path, "store"], name, known, "a database, cache or bucket");
  if (unknown.length > 0) return unknown;
  const store = required(stores, name);
  const allowed = ATTRIBUTES[store.kind] ?? [];
  const at = [...path, "attribute"];
  const lacking = unknownName(at, attribute, allowed, `an attribute of a ${store.kind} store`);
  return lacking.length > 0 ? lacking : nameProblems(platform, at, attribute, store);
}

/** Checks that a private name exists: only a network with a private zone has names. */
function nameProblems(
  platform: Platform,
  path: SpecPath,
  attribute: StoreAttribute["attribute"],
  store: Store,
): Problem[] {
  if (attribute !== "privateName" || !("tier" in store)) return [];
  const network = networkNameOf(platform, store);
  const settings = ownValue(platform.networks, network);
  if (settings === undefined || settings.privateZone !== undefined) return [];
  const allowed = `a store in a network with a private zone: ${network} has none`;
  const fix = `set networks.${network}.privateZone, or use "address"`;
  return [problemAt(path, attribute, allowed, fix)];
}
