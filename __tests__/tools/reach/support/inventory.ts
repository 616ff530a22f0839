import type {
  IdentifiedAttribute,
  Inventory,
  ModelGap,
  Resource,
} from "../../../../tools/reach/terraform/inventory.ts";
import {
  isList,
  isMap,
  Reference,
  type Unknown,
  type Value,
} from "../../../../tools/reach/terraform/value.ts";

/** What a test writes for a value: plain data, `"${aws_vpc.main.id}"`, or something unknown. */
export type Written = null | boolean | number | string | Unknown | readonly Written[] | WrittenMap;
/** Attributes by name. */
export interface WrittenMap {
  readonly [key: string]: Written;
}
/** Terraform JSON of one stack: resources by type and name; data sources under `data`. */
export type StackJson = Readonly<Record<string, WrittenMap>>;

const REGION = "us-east-1";

/**
 * An inventory of stacks as tests write them: whole-string references are references, also to resources of
 * another stack (`"${other/aws_vpc.main.id}"`). A resource's region is its own `region`, else us-east-1.
 */
export function inventoryOf(
  stacks: Readonly<Record<string, StackJson>>,
  gaps: readonly ModelGap[] = [],
): Inventory {
  const resources = Object.entries(stacks).flatMap(([stack, json]) => resourcesOf(stack, json));
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const byId = new Map(
    resources.flatMap((resource): [string, IdentifiedAttribute][] =>
      typeof resource.values.id === "string" ? [[resource.values.id, { resource, attribute: "id" }]] : [],
    ),
  );
  const identify: Inventory["resolve"] = (value) => {
    if (typeof value === "string") return byId.get(value);
    if (!(value instanceof Reference)) return undefined;
    const resource = byAddress.get(value.address);
    return resource && { resource, attribute: String(value.path[0]) };
  };
  return {
    resources,
    outputs: [],
    gaps,
    ofType: (...wanted) => resources.filter(({ type }) => wanted.includes(type)),
    servedBy: (address) => byAddress.get(address),
    resolve: identify,
    identifiedBy: (type, value, { stack }) => {
      const own = identify(value)?.resource;
      if (own?.type === type) return own;
      const all = resources.filter(({ type: other, values }) => other === type && values.name === value);
      const near = all.filter((resource) => resource.stack === stack);
      const found = near.length > 0 ? near : all;
      return found.length === 1 ? found[0] : undefined;
    },
  };
}

function resourcesOf(stack: string, json: StackJson): Resource[] {
  return Object.entries(json).flatMap(([type, named]) =>
    type === "data"
      ? Object.entries(named).flatMap(([kind, some]) => read(stack, "data", kind, some as WrittenMap))
      : read(stack, "managed", type, named),
  );
}

function read(stack: string, mode: Resource["mode"], type: string, named: WrittenMap): Resource[] {
  return Object.entries(named).map(([name, written]) => {
    const values = readValue(stack, written) as Readonly<Record<string, Value>>;
    const address = `${stack}/${mode === "data" ? "data." : ""}${type}.${name}`;
    return {
      address,
      stack,
      type,
      mode,
      region: typeof values.region === "string" ? values.region : REGION,
      values,
    };
  });
}

function readValue(stack: string, written: Value | Written): Value {
  if (isList(written)) return written.map((item) => readValue(stack, item));
  if (isMap(written as Value)) {
    return Object.fromEntries(
      Object.entries(written as WrittenMap).map(([key, item]) => [key, readValue(stack, item)]),
    );
  }
  if (typeof written !== "string") return written as Value;
  const match = /^\$\{(?:([\w-]+)\/)?((?:data\.)?\w+\.[\w-]+)\.(.+)\}$/.exec(written);
  if (match === null) return written;
  const path = match[3]!.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return new Reference(`${match[1] ?? stack}/${match[2]}`, path);
}
