import { type Addresses, formatAddresses } from "../packets/addresses.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import type { Cause, FilterStep } from "./paths/filter-step.ts";
import type { NetworkPath } from "./paths/network-path.ts";
import type { PathSegment } from "./paths/path-segment.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/** Returns the steps of a path that block part of the requested packets, as causes. */
export function causesOf(path: NetworkPath): Cause[] {
  return path.segments.flatMap((segment) =>
    segment.steps.flatMap((step) => {
      const left = segment.requested.subtract(step.result.allowed);
      return left.isEmpty ? [] : [causeOf(step, segment, left)];
    }),
  );
}

/** Returns the causes that leave the result of some paths unknown, without duplicates. */
export function unknownsOfPaths(paths: readonly NetworkPath[]): Cause[] {
  const unknowns = paths
    .flatMap(({ segments }) => segments.flatMap(({ steps }) => steps))
    .filter(({ result }) => !result.unknown.isEmpty)
    .map((step): Cause => ({ code: "NOT_KNOWN", address: step.address, text: unknownOf(step) ?? step.text }));
  return distinctCauses(unknowns);
}

/** Returns causes without duplicates. */
export function distinctCauses(causes: readonly Cause[]): Cause[] {
  return [
    ...new Map(causes.map((cause) => [`${cause.code} ${cause.address} ${cause.text}`, cause])).values(),
  ];
}

/** The step and the reason why its result is unknown; undefined if its text alone says it. */
function unknownOf(step: FilterStep): string | undefined {
  const why = step.unknownReason?.() ?? "";
  return why === "" ? undefined : `${step.text}: ${why}`;
}

function causeOf(step: FilterStep, segment: PathSegment, left: PacketSet): Cause {
  const { address, text } = step;
  if (step.result.unknown.overlaps(segment.requested))
    return { code: "NOT_KNOWN", address, text: unknownOf(step) ?? blockedText(step, segment, left) };
  const dependence = addressDependence(step, segment);
  if (dependence !== undefined) return { code: "ADDRESS_NOT_KNOWN", address, text: `${text}: ${dependence}` };
  return { code: step.code, address, text: blockedText(step, segment, left) };
}

function blockedText(step: FilterStep, { requested }: PathSegment, left: PacketSet): string {
  const what = left.transport().format();
  const blocked = left.equals(requested) ? "" : `: blocks ${what}${fromPorts(left, requested)}`;
  const remedy = step.remedy === "" ? "" : ` (${step.remedy}${needsRule(step) ? ` for ${what}` : ""})`;
  return `${step.text}${blocked}${remedy}`;
}

/** The blocked source ports, if only some of the client's ports are blocked. */
function fromPorts(left: PacketSet, requested: PacketSet): string {
  const ports = left.sourcePorts();
  if (ports.covers(requested.sourcePorts())) return "";
  const ranges = ports.intervals.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`));
  return ` from source ports ${ranges.join(", ")}`;
}

/** The addresses that are open, if the result depends on which address an endpoint gets. */
function addressDependence({ result }: FilterStep, { from, to, requested }: PathSegment): string | undefined {
  const allowed = result.allowed.intersect(requested);
  if (allowed.isEmpty) return undefined;
  return (
    addressDependenceAt(from, allowed.sources(), requested.sources()) ??
    addressDependenceAt(to, allowed.destinations(), requested.destinations())
  );
}

function addressDependenceAt(
  { name, isExact }: TrafficEndpoint,
  open: Addresses,
  all: Addresses,
): string | undefined {
  if (isExact || open.covers(all)) return undefined;
  return `open only for ${formatAddresses(open)}, and the address that ${name} will have is unknown`;
}

/** True if adding a rule for the blocked packets is the whole remedy. */
function needsRule({ code, returnDirection }: FilterStep): boolean {
  return (
    code === "ENI_SG_RULES_MISMATCH" || (code === "SUBNET_ACL_RESTRICTION" && returnDirection === undefined)
  );
}
