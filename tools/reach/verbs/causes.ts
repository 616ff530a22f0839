import { type Addresses, sayAddresses } from "../packets/addresses.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import type { Side } from "../walk/side.ts";
import type { Cause, Step } from "../walk/step.ts";
import type { Leg, Way } from "../walk/way.ts";

/** What on a way does not let everything through, and why. */
export function causesOf(way: Way): Cause[] {
  return way.legs.flatMap((leg) =>
    leg.steps.flatMap((step) => {
      const left = leg.asked.subtract(step.judged.passes);
      return left.isEmpty ? [] : [causeOf(step, leg, left)];
    }),
  );
}

/** What leaves ways unknown. */
export function doubtsOf(ways: readonly Way[]): Cause[] {
  const doubts = ways
    .flatMap(({ legs }) => legs.flatMap(({ steps }) => steps))
    .filter(({ judged }) => !judged.unknown.isEmpty)
    .map((step): Cause => ({ code: "NOT_KNOWN", address: step.address, text: doubtOf(step) ?? step.text }));
  return [...new Map(doubts.map((cause) => [`${cause.address} ${cause.text}`, cause])).values()];
}

/** Which step does not know, and why; undefined where its text says all. */
function doubtOf(step: Step): string | undefined {
  const why = step.doubt?.() ?? "";
  return why === "" ? undefined : `${step.text}: ${why}`;
}

function causeOf(step: Step, leg: Leg, left: PacketSet): Cause {
  const { address, text } = step;
  if (step.judged.unknown.overlaps(leg.asked))
    return { code: "NOT_KNOWN", address, text: doubtOf(step) ?? refusal(step, leg, left) };
  const chance = chanceOf(step, leg);
  if (chance !== undefined) return { code: "ADDRESS_NOT_KNOWN", address, text: `${text}: ${chance}` };
  return { code: step.code, address, text: refusal(step, leg, left) };
}

function refusal(step: Step, { asked }: Leg, left: PacketSet): string {
  const what = left.services().say();
  const refused = left.equals(asked) ? "" : `: not ${what}${fromPorts(left, asked)}`;
  const remedy = step.remedy === "" ? "" : ` (${step.remedy}${isRule(step) ? ` for ${what}` : ""})`;
  return `${step.text}${refused}${remedy}`;
}

/** Where it depends on the client's own port: the ports with which it is refused. */
function fromPorts(left: PacketSet, asked: PacketSet): string {
  const ports = left.sourcePorts();
  if (ports.covers(asked.sourcePorts())) return "";
  const ranges = ports.intervals.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`));
  return ` from source ports ${ranges.join(", ")}`;
}

/** Where it depends on which of several addresses an end will have: for which of them it is open. */
function chanceOf({ judged }: Step, { from, to, asked }: Leg): string | undefined {
  const passes = judged.passes.intersect(asked);
  if (passes.isEmpty) return undefined;
  return (
    chanceAt(from, passes.sources(), asked.sources()) ??
    chanceAt(to, passes.destinations(), asked.destinations())
  );
}

function chanceAt({ name, isExact }: Side, open: Addresses, all: Addresses): string | undefined {
  if (isExact || open.covers(all)) return undefined;
  return `open for ${sayAddresses(open)} alone, and which address ${name} will have is not known`;
}

/** Whether a rule for what is refused is all that it lacks. */
function isRule({ code, answers }: Step): boolean {
  return code === "ENI_SG_RULES_MISMATCH" || (code === "SUBNET_ACL_RESTRICTION" && answers === undefined);
}
