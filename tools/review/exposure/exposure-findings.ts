import type { PlatformSpec } from "../../../language/platform.ts";
import { type ConnectivityChange, diff } from "../../reach/analysis/diff.ts";
import { platformsAmong } from "../../reach/analysis/named-external-networks.ts";
import { NetworkAnalysis } from "../../reach/analysis/network-analysis.ts";
import { joinInventory } from "../../reach/terraform/join-inventory.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { readPlan } from "../../reach/terraform/plan/read-plan.ts";
import type { StackContents } from "../../reach/terraform/stack-contents.ts";
import { readShownState } from "../../reach/terraform/state/shown-state.ts";
import type { ReviewFinding, Risk } from "../finding.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { ReviewedConnection } from "../review.ts";
import { ChangePlaces, opensTraffic } from "./change-places.ts";
import { holdsData } from "./data-types.ts";
import { reviewedConnection } from "./reviewed-connection.ts";

/** Options of {@link judgeExposure}. */
export interface ExposureOptions {
  /** Stacks that are not planned, from their states or files. */
  readonly beside: readonly StackContents[];
  /** The platforms of this tree, which name external networks. */
  readonly platforms: readonly PlatformSpec[];
}

/** The connections that plans open and close. */
export interface Exposure {
  /** The risks, each at the change that causes it. */
  readonly findings: readonly ReviewFinding[];
  /** All connections that open, close or become unknown, harmless ones included. */
  readonly connections: readonly ReviewedConnection[];
}

/**
 * Compares the connectivity of the prior states with that after the plans, over all stacks
 * together. Each new connection is a finding `exposure` at the rule, route, association or address
 * that opens it, each connection that is no longer possible a finding `cut`.
 */
export function judgeExposure(
  plans: readonly PlanDocument[],
  { beside, platforms }: ExposureOptions,
): Exposure {
  if (!plans.some(({ changes }) => changes.some(mayMoveTraffic))) return { findings: [], connections: [] };
  const networkOf = (parts: readonly StackContents[]) =>
    new NetworkAnalysis(joinInventory([...parts, ...beside]), (stacks) => platformsAmong(platforms, stacks));
  const before = networkOf(plans.map(priorContents));
  const after = networkOf(plans.map(({ stack, json }) => readPlan(stack, json)));
  const places = new ChangePlaces(plans, [before, after]);
  const { changes, gaps } = diff(before, after);
  // Interfaces of one endpoint share their groups: nothing new is reached.
  const between = changes.filter(({ from, to }) => from !== to);
  const opened = between.flatMap((change) => findingsOf(change, places));
  const unreadable = gaps.flatMap(({ address, why }) =>
    places.at(address).map((change) =>
      findingAt(change, "reach-gap", {
        class: "unknown",
        level: "unknown",
        text: `Who reaches it cannot be known before apply: ${why}.`,
      }),
    ),
  );
  return { findings: [...opened, ...unreadable], connections: between.map(reviewedConnection) };
}

/** Services without network interfaces, routes or filters in a VPC: the comparison is left out. */
const WITHOUT_TRAFFIC =
  /^aws_(iam|cloudwatch|kms|sns|sqs|s3|dynamodb|backup|ecr|secretsmanager|ssm|budgets|appautoscaling|acm|cloudtrail|guardduty|config|ses|ce|athena|glue|xray|account)_/;

/** True for a change by which packets may take another way. */
function mayMoveTraffic({ isChanged, type }: PlannedResourceChange): boolean {
  return isChanged && !WITHOUT_TRAFFIC.test(type);
}

/** The contents of a plan's prior state: what exists before it. */
function priorContents({ stack, json }: PlanDocument): StackContents {
  return readShownState(stack, toObject(json.prior_state));
}

function findingsOf(change: ConnectivityChange, places: ChangePlaces): readonly ReviewFinding[] {
  const risk = riskOf(change, places);
  if (risk === undefined) return [];
  const at = placesOf(change, places);
  return [...new Set(at)].map((each) => findingAt(each, RULE_IDS[change.kind], risk));
}

/**
 * The resources whose change causes a new connection or a cut: the changed rules and routes on the
 * path; otherwise what these, or the ends, refer to; otherwise the ends.
 */
function placesOf(change: ConnectivityChange, places: ChangePlaces): readonly PlannedResourceChange[] {
  const origins = change.by.map(({ address }) => address);
  const ends = [change.to, change.from].flatMap((name) => places.addressesOf(name));
  const changed = change.by
    .filter(({ change: how }) => how !== "same")
    .flatMap(({ address }) => places.at(address));
  const candidates = [
    changed.filter(opensTraffic),
    changed,
    origins.flatMap((origin) => places.at(origin)),
    places.around(origins),
    places.around(ends),
    ends.flatMap((end) => places.at(end)),
    places.opening,
  ];
  return candidates.find(({ length }) => length > 0) ?? [];
}

const RULE_IDS = {
  possible: "reach-possible",
  ceased: "reach-ceased",
  unknown: "reach-unknown",
  settled: "reach-settled",
} as const;

function riskOf(change: ConnectivityChange, places: ChangePlaces): Risk | undefined {
  const connection = formatConnection(change);
  switch (change.kind) {
    case "possible": {
      const types = places.addressesOf(change.to).map(typeOf);
      const isData = change.from === "internet" && types.some(holdsData);
      const text = `${connection} becomes possible.`;
      return { class: "exposure", level: isData ? "block" : "ask", text };
    }
    case "unknown": {
      const [cause] = change.causes;
      const why = cause === undefined ? "" : `: ${cause.text}`;
      return {
        class: "unknown",
        level: "unknown",
        text: `${connection} cannot be known before apply${why}.`,
      };
    }
    case "ceased": {
      const isDeleted = [change.from, change.to].some((name) =>
        places.ofEndpoint(name).some((end) => !end.isPresentAfter),
      );
      const text = `${connection} is no longer possible.`;
      return isDeleted ? undefined : { class: "cut", level: "ask", text };
    }
    default:
      return undefined;
  }
}

/** `internet → db, tcp 5432,`, with the affected part of either end. */
function formatConnection(change: ConnectivityChange): string {
  const { from, to, ports } = reviewedConnection(change);
  return `${from} → ${to}, ${ports},`;
}

/** The resource type in an endpoint's name: `data/aws_db_instance.main`. */
function typeOf(name: string): string {
  return /(?:^|[/.])(aws_[a-z0-9_]+)\./.exec(name)?.[1] ?? "";
}

function findingAt(change: PlannedResourceChange, rule: string, risk: Risk): ReviewFinding {
  return {
    ...risk,
    rule,
    stack: change.stack,
    address: change.displayAddress,
    action: change.action,
    documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"],
  };
}
