import fc from "fast-check";
import type { PlatformSpec } from "../../language/platform.ts";
import { chance, type Draw, pickOne } from "./draw.ts";

/** A spec as plain data that an edit may change. */
// biome-ignore lint/suspicious/noExplicitAny: a spec's parts are changed by name
type Parts = any;

/** One edit of a platform's spec; it returns false where there is nothing to edit. */
type Edit = (draw: Draw, spec: Parts) => boolean;

/** The edits by name. */
const EDITS: Readonly<Record<string, Edit>> = {
  "remove a workload": (draw, spec) => onOne(draw, spec.workloads, (name) => removeEnd(spec, name)),
  "rename a workload": (draw, spec) =>
    onOne(draw, spec.workloads, (name) => renameEnd(spec, name, `${name}-two`)),
  "add a workload": (draw, spec) =>
    onOne(draw, spec.workloads, (name) => {
      const { publish: _publish, publishAlso: _also, ...copy } = spec.workloads[name];
      spec.workloads["app-new"] = copy;
      for (const flow of flowsOf(spec, name)) {
        if (flow.from === name) spec.flows.push({ ...flow, from: "app-new" });
      }
    }),
  "change a workload's port": (draw, spec) =>
    onOne(draw, spec.workloads, (name) => {
      spec.workloads[name].port = spec.workloads[name].port === 8090 ? 8080 : 8090;
    }),
  "change a service's size": (draw, spec) =>
    onOne(draw, ofKind(spec.workloads, "service"), (name) => {
      spec.workloads[name].memoryMiB = 1024;
    }),
  "move a workload to another tier": (draw, spec) =>
    onOne(draw, spec.workloads, (name) => {
      spec.workloads[name].tier = spec.workloads[name].tier === "private" ? "database" : "private";
    }),
  "change a target protocol": (draw, spec) =>
    onOne(draw, published(spec), (name) => {
      spec.workloads[name].publish.targetProtocol = "HTTPS";
    }),
  "publish a workload no more": (draw, spec) =>
    onOne(draw, published(spec), (name) => {
      delete spec.workloads[name].publish;
      delete spec.workloads[name].publishAlso;
    }),
  "remove a store": (draw, spec) => onOne(draw, spec.stores, (name) => removeEnd(spec, name)),
  "rename a store": (draw, spec) => onOne(draw, spec.stores, (name) => renameEnd(spec, name, `${name}-two`)),
  "add a store": (_draw, spec) => {
    spec.stores["files-new"] = { kind: "bucket" };
    return true;
  },
  "change a store's version": (draw, spec) =>
    onOne(draw, spec.stores, (name) => {
      const { kind } = spec.stores[name];
      if (kind !== "bucket") spec.stores[name].version = kind === "redis" ? "7.0" : "17";
    }),
  "change a store's size": (draw, spec) =>
    onOne(draw, spec.stores, (name) => {
      const { kind } = spec.stores[name];
      if (kind === "redis") spec.stores[name].nodeType = "cache.t4g.small";
      if (kind === "postgres") spec.stores[name].instanceClass = "db.t4g.small";
    }),
  "move a store to another tier": (draw, spec) =>
    onOne(draw, spec.stores, (name) => {
      const { tier } = spec.stores[name];
      if (tier !== undefined) spec.stores[name].tier = tier === "private" ? "database" : "private";
    }),
  "remove a load balancer": (draw, spec) =>
    onOne(draw, spec.edge.loadBalancers ?? {}, (name) => removeLoadBalancer(spec, name)),
  "rename a load balancer": (draw, spec) =>
    onOne(draw, spec.edge.loadBalancers ?? {}, (name) => renameLoadBalancer(spec, name, `${name}-two`)),
  "rename a tier": (draw, spec) =>
    onOne(draw, spec.networks, (name) => renameTier(spec, name, "database", "store")),
  "remove a network": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      if (Object.keys(spec.networks).length > 1) removeNetwork(spec, name);
    }),
  "switch the WAF": (_draw, spec) => {
    if (spec.edge.domain === undefined) return false;
    if (spec.edge.waf === undefined) spec.edge.waf = "off";
    else delete spec.edge.waf;
    return true;
  },
  "add a zone": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      const { zones, region } = spec.networks[name];
      const next = ["a", "b", "c"]
        .map((letter) => `${region}${letter}`)
        .find((zone) => !zones.includes(zone));
      if (next !== undefined) zones.push(next);
    }),
  "remove a zone": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      if (spec.networks[name].zones.length > 1) spec.networks[name].zones.pop();
    }),
  "add a tier": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      spec.networks[name].tiers.more = { access: "isolated" };
    }),
  "remove a tier": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      delete spec.networks[name].tiers.database;
    }),
  "add a network": (_draw, spec) => {
    spec.networks.net9 = {
      region: spec.region,
      cidr: "10.99.0.0/16",
      zones: [`${spec.region}a`, `${spec.region}b`],
      tiers: { private: { access: "private" } },
      nat: { kind: "none" },
      endpoints: { gateway: [], interface: [] },
    };
    for (const part of [spec.edge.loadBalancers, spec.workloads, spec.stores, spec.interfaces]) {
      for (const item of Object.values(part ?? {}) as Parts[]) {
        if ("tier" in item) item.network ??= Object.keys(spec.networks)[0];
      }
    }
    return true;
  },
  "change NAT": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      const hasPublic = "public" in spec.networks[name].tiers;
      spec.networks[name].nat = pickOne(draw, [
        { kind: "none" },
        ...(hasPublic
          ? [
              { kind: "gateway", placement: "single" },
              { kind: "gateway", placement: "per-zone" },
            ]
          : []),
      ]);
    }),
  "change gateway endpoints": (draw, spec) =>
    onOne(draw, spec.networks, (name) => {
      spec.networks[name].endpoints.gateway = chance(draw, 50) ? ["s3"] : [];
    }),
  "add a flow": (draw, spec) => {
    const names = [...Object.keys(spec.workloads), ...Object.keys(spec.stores)];
    if (Object.keys(spec.workloads).length === 0 || names.length < 2) return false;
    spec.flows.push({ from: pickOne(draw, Object.keys(spec.workloads)), to: pickOne(draw, names) });
    return true;
  },
  "remove a flow": (draw, spec) => {
    if (spec.flows.length < 2) return false;
    const index = draw(integer, { min: 0, max: spec.flows.length - 1 });
    spec.flows.splice(index, 1);
    return true;
  },
  "remove a connection": (draw, spec) =>
    onOne(draw, spec.connections ?? {}, (name) => {
      delete spec.connections[name];
    }),
  "remove an interface": (draw, spec) => onOne(draw, spec.interfaces ?? {}, (name) => removeEnd(spec, name)),
  "switch the CDN": (_draw, spec) => {
    if (spec.edge.domain === undefined) return false;
    if (spec.edge.cdn === undefined) spec.edge.cdn = {};
    else delete spec.edge.cdn;
    return true;
  },
  "switch protection": (_draw, spec) => {
    spec.protected = spec.protected === false;
    return true;
  },
};

/** Draws one to three edits and applies them to a copy of a spec. */
export function randomEdit(
  draw: Draw,
  spec: PlatformSpec,
): { readonly edited: PlatformSpec; readonly edits: readonly string[] } {
  const edited = structuredClone(spec) as Parts;
  const edits = Array.from({ length: pickOne(draw, [1, 1, 2, 3]) }, () => pickOne(draw, Object.keys(EDITS)));
  const done = edits.filter((name) => EDITS[name]!(draw, edited));
  return { edited, edits: done };
}

const { integer } = fc;

function onOne(draw: Draw, items: Readonly<Record<string, unknown>>, edit: (name: string) => void): boolean {
  const names = Object.keys(items);
  if (names.length === 0) return false;
  edit(pickOne(draw, names));
  return true;
}

function removeLoadBalancer(spec: Parts, name: string): void {
  delete spec.edge.loadBalancers[name];
  if (spec.edge.domain?.entry === name) {
    delete spec.edge.domain;
    delete spec.edge.cdn;
  }
  for (const [connection, { loadBalancer }] of Object.entries(spec.connections ?? {}) as [string, Parts][]) {
    if (loadBalancer === name) delete spec.connections[connection];
  }
  for (const item of publishedItems(spec)) {
    if (item.publish?.loadBalancer === name) delete item.publish;
    item.publishAlso = item.publishAlso?.filter((one: Parts) => one.loadBalancer !== name);
    if (item.publishAlso?.length === 0 || item.publish === undefined) delete item.publishAlso;
  }
}

function renameLoadBalancer(spec: Parts, name: string, to: string): void {
  spec.edge.loadBalancers = renameKey(spec.edge.loadBalancers, name, to);
  if (spec.edge.domain?.entry === name) spec.edge.domain.entry = to;
  for (const one of Object.values(spec.connections ?? {}) as Parts[]) {
    if (one.loadBalancer === name) one.loadBalancer = to;
  }
  for (const item of publishedItems(spec)) {
    for (const publish of [item.publish, ...(item.publishAlso ?? [])]) {
      if (publish?.loadBalancer === name) publish.loadBalancer = to;
    }
  }
}

function publishedItems(spec: Parts): Parts[] {
  return [...Object.values(spec.workloads), ...Object.values(spec.interfaces ?? {})];
}

/** The items that are in a tier of a network. */
function itemsIn(spec: Parts, network: string): [part: Parts, name: string, item: Parts][] {
  return [spec.workloads, spec.stores, spec.interfaces ?? {}, spec.edge.loadBalancers ?? {}].flatMap((part) =>
    Object.entries(part as Record<string, Parts>)
      .filter(([, item]) => item.network === network)
      .map(([name, item]): [Parts, string, Parts] => [part, name, item]),
  );
}

function renameTier(spec: Parts, network: string, name: string, to: string): void {
  const { tiers } = spec.networks[network];
  if (tiers[name] === undefined) return;
  // The place in the network stays: another slot would be another block.
  spec.networks[network].tiers = renameKey({ ...tiers, [name]: { ...tiers[name], slot: 2 } }, name, to);
  for (const [, , item] of itemsIn(spec, network)) if (item.tier === name) item.tier = to;
}

function removeNetwork(spec: Parts, network: string): void {
  for (const [part, name] of itemsIn(spec, network)) {
    if (part === spec.edge.loadBalancers) removeLoadBalancer(spec, name);
    else removeEnd(spec, name);
  }
  delete spec.networks[network];
  for (const [name, connection] of Object.entries(spec.connections ?? {}) as [string, Parts][]) {
    if (JSON.stringify(connection).includes(`"${network}"`)) delete spec.connections[name];
  }
}

function renameKey(items: Parts, name: string, to: string): Parts {
  return Object.fromEntries(Object.entries(items).map(([key, value]) => [key === name ? to : key, value]));
}

function ofKind(items: Readonly<Record<string, Parts>>, kind: string): Record<string, Parts> {
  return Object.fromEntries(Object.entries(items).filter(([, item]) => item.kind === kind));
}

/** The workloads with an attachment to an application load balancer. */
function published(spec: Parts): Record<string, Parts> {
  return Object.fromEntries(
    Object.entries(spec.workloads as Record<string, Parts>).filter(
      ([, { publish }]) =>
        publish !== undefined && spec.edge.loadBalancers[publish.loadBalancer]?.kind === "application",
    ),
  );
}

function flowsOf(spec: Parts, name: string): Parts[] {
  return spec.flows.filter((flow: Parts) => flow.from === name || flow.to === name);
}

function removeEnd(spec: Parts, name: string): void {
  for (const part of [spec.workloads, spec.stores, spec.interfaces]) delete part?.[name];
  spec.flows = spec.flows.filter((flow: Parts) => flow.from !== name && flow.to !== name);
  for (const item of Object.values(spec.interfaces ?? {}) as Parts[]) {
    if (item.attachTo === name) delete item.attachTo;
  }
}

function renameEnd(spec: Parts, name: string, to: string): void {
  for (const part of ["workloads", "stores", "interfaces"]) {
    if (spec[part]?.[name] !== undefined) spec[part] = renameKey(spec[part], name, to);
  }
  for (const flow of spec.flows) {
    if (flow.from === name) flow.from = to;
    if (flow.to === name) flow.to = to;
  }
  for (const item of Object.values(spec.interfaces ?? {}) as Parts[]) {
    if (item.attachTo === name) item.attachTo = to;
  }
}
