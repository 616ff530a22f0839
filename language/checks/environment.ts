import { networkNameOf, ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { required } from "../required.ts";
import type { Store } from "../stores.ts";
import type { Environment, Workload } from "../workloads.ts";
import { type Check, problemAt, type SpecPath, unknownName } from "./check.ts";

type StoreAttribute = Exclude<Environment[string], string>;

/** The attributes of each kind of store. */
const ATTRIBUTES: Readonly<Partial<Record<Store["kind"], readonly StoreAttribute["attribute"][]>>> = {
  postgres: ["address", "privateName", "port", "name", "username", "secretArn"],
  redis: ["address", "privateName", "port"],
  bucket: ["name"],
};

/** Checks environment variables: their stores, and what can be written to a server's file. */
export const checkEnvironments: Check = (platform) =>
  Object.entries(platform.workloads).flatMap(([name, workload]) =>
    Object.entries(workload.environment).flatMap(([variable, value]) => {
      const path = ["workloads", name, "environment", variable];
      return typeof value === "string"
        ? textProblems(path, value, workload)
        : attributeProblems(platform, path, value);
    }),
  );

/**
 * Checks a text in a server's environment file, where it is in single quotes: neither systemd nor
 * the shell has an escape inside them.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 */
function textProblems(path: SpecPath, value: string, { kind }: Workload): Problem[] {
  if (kind === "service" || !/[\r\n']/.test(value)) return [];
  const allowed = "one line without single quotes, since a server reads it from a file";
  return [problemAt(path, value, allowed, "fetch such a value from a bucket")];
}

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
