import { type Addresses, formatAddresses } from "../packets/addresses.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import type { Cause, FilterStep } from "./paths/filter-step.ts";
import type { Path, PathSegment } from "./paths/path.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/** What on a way does not let everything through, and why. */
export function causesOf(path: Path): Cause[] {
  return path.segments.flatMap((segment) =>
    segment.steps.flatMap((step) => {
      const left = segment.requested.subtract(step.result.allowed);
      return left.isEmpty ? [] : [causeOf(step, segment, left)];
    }),
  );
}

/** What leaves ways unknown. */
export function unknownsOfPaths(paths: readonly Path[]): Cause[] {
  const unknowns = paths
    .flatMap(({ segments }) => segments.flatMap(({ steps }) => steps))
    .filter(({ result }) => !result.unknown.isEmpty)
    .map((step): Cause => ({ code: "NOT_KNOWN", address: step.address, text: unknownOf(step) ?? step.text }));
  return [...new Map(unknowns.map((cause) => [`${cause.address} ${cause.text}`, cause])).values()];
}

/** Which step does not know, and why; undefined where its text says all. */
function unknownOf(step: FilterStep): string | undefined {
  const why = step.unknownReason?.() ?? "";
  return why === "" ? undefined : `${step.text}: ${why}`;
}

function causeOf(step: FilterStep, segment: PathSegment, left: PacketSet): Cause {
  const { address, text } = step;
  if (step.result.unknown.overlaps(segment.requested))
    return { code: "NOT_KNOWN", address, text: unknownOf(step) ?? refusal(step, segment, left) };
  const chance = chanceOf(step, segment);
  if (chance !== undefined) return { code: "ADDRESS_NOT_KNOWN", address, text: `${text}: ${chance}` };
  return { code: step.code, address, text: refusal(step, segment, left) };
}

function refusal(step: FilterStep, { requested }: PathSegment, left: PacketSet): string {
  const what = left.transport().format();
  const refused = left.equals(requested) ? "" : `: not ${what}${fromPorts(left, requested)}`;
  const remedy = step.remedy === "" ? "" : ` (${step.remedy}${isRule(step) ? ` for ${what}` : ""})`;
  return `${step.text}${refused}${remedy}`;
}

/** Where it depends on the client's own port: the ports with which it is refused. */
function fromPorts(left: PacketSet, requested: PacketSet): string {
  const ports = left.sourcePorts();
  if (ports.covers(requested.sourcePorts())) return "";
  const ranges = ports.intervals.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`));
  return ` from source ports ${ranges.join(", ")}`;
}

/** Where it depends on which of several addresses an end will have: for which of them it is open. */
function chanceOf({ result }: FilterStep, { from, to, requested }: PathSegment): string | undefined {
  const allowed = result.allowed.intersect(requested);
  if (allowed.isEmpty) return undefined;
  return (
    chanceAt(from, allowed.sources(), requested.sources()) ??
    chanceAt(to, allowed.destinations(), requested.destinations())
  );
}

function chanceAt({ name, isExact }: TrafficEndpoint, open: Addresses, all: Addresses): string | undefined {
  if (isExact || open.covers(all)) return undefined;
  return `open for ${formatAddresses(open)} alone, and which address ${name} will have is not known`;
}

/** Whether a rule for what is refused is all that it lacks. */
function isRule({ code, returnDirection: answers }: FilterStep): boolean {
  return code === "ENI_SG_RULES_MISMATCH" || (code === "SUBNET_ACL_RESTRICTION" && answers === undefined);
}
