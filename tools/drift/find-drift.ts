import type { PlatformSpec } from "../../language/platform.ts";
import { compareByCodeUnit } from "../reach/terraform/expression/sets.ts";
import type { ReviewFinding, RiskClass } from "../review/finding.ts";
import { isAtLeast, LEVELS, type Level, worstLevel } from "../review/level.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";
import type { PlannedResourceChange } from "../review/plan/planned-resource-change.ts";
import { reviewPasses } from "../review/review-plans.ts";
import { driftAsPlan } from "./drift-as-plan.ts";
import type { Drift, DriftKind, StackDrift } from "./drift-report.ts";

/** Types whose drift is security drift, whatever the attribute. */
const SECURITY_TYPES =
  /^aws_(?:iam_|vpc_security_group_|security_group|network_acl|default_(?:security_group|network_acl)|route|kms_key|kms_grant|lb_listener|s3_bucket_(?:policy|acl|public_access_block|ownership_controls)|wafv2_|secretsmanager_secret_policy|ecr_repository_policy|lambda_permission|sns_topic_policy|sqs_queue_policy)/;

/** Classes of risk that make any drift security drift. */
const SECURITY_CLASSES: ReadonlySet<RiskClass> = new Set(["public", "exposure", "permission"]);

/** The mildest level of drift: somebody decides whether it stays. */
const LEVEL_MIN: Level = "ask";

/** One difference, before alike ones are joined. */
interface Difference {
  readonly kind: DriftKind;
  readonly change: PlannedResourceChange;
  readonly attributes: readonly string[];
}

/**
 * Finds the drift in plans of what is deployed, and judges it as a review does. Attributes that the
 * configuration leaves to others (`ignore_changes`: a service's image or number of tasks) are no
 * drift, and neither are data sources that are read again.
 *
 * @param plans plans with refresh of the deployed forms
 */
export function findDrift(
  plans: readonly PlanDocument[],
  platforms: readonly PlatformSpec[],
): readonly StackDrift[] {
  const byPlan = plans.map((plan) => ({ plan, differences: differencesOf(plan) }));
  const made = byPlan.flatMap(({ plan, differences }) => {
    const addresses = new Set(
      differences.filter(({ kind }) => kind !== "unapplied").map(({ change }) => change.address),
    );
    return addresses.size === 0 ? [unchanged(plan)] : [driftAsPlan(plan, addresses)];
  });
  const options = { platforms, tries: false, today: new Date().toISOString().slice(0, 10) };
  const findings = made.some(({ changes }) => changes.length > 0)
    ? reviewPasses([made], options).findings
    : [];
  const stacks = byPlan.map(({ plan, differences }) => ({
    stack: plan.stack,
    drift: joined(
      differences,
      findings.filter(({ stack }) => stack === plan.stack),
    ),
    ownedByOthers: ownedByOthers(plan, differences),
  }));
  return stacks.toSorted((a, b) => compareByCodeUnit(a.stack, b.stack));
}

/** A stack without drift: its network counts for what the others reach. */
function unchanged(plan: PlanDocument): PlanDocument {
  return driftAsPlan(plan, new Set());
}

function differencesOf(plan: PlanDocument): Difference[] {
  const drift = new Map(plan.drift.map((entry) => [entry.displayAddress, entry]));
  return plan.changes
    .filter(({ isChanged }) => isChanged)
    .flatMap((change): Difference[] => {
      const entry = drift.get(change.displayAddress);
      if (entry?.action === "delete") return [{ kind: "deleted", change, attributes: [] }];
      const planned = changedAttributes(change);
      // Without a known difference it only follows from what was deleted: an ARN becomes unknown.
      if (planned.length === 0) return [];
      if (entry === undefined) return [{ kind: "unapplied", change, attributes: planned }];
      // What drifted and is not planned is left to others.
      const drifted = changedAttributes(entry).filter((name) => planned.includes(name));
      return drifted.length === 0
        ? [{ kind: "unapplied", change, attributes: planned }]
        : [{ kind: "changed", change, attributes: drifted }];
    });
}

/** The top-level attributes that differ in meaning, sorted; computed copies of tags left out. */
function changedAttributes(change: PlannedResourceChange): string[] {
  const names = new Set([...Object.keys(change.before), ...Object.keys(change.after)]);
  return [...names].filter((name) => name !== "tags_all" && change.changes(name)).sort();
}

function ownedByOthers(plan: PlanDocument, differences: readonly Difference[]): number {
  const counted = new Set(differences.map(({ change }) => change.displayAddress));
  return plan.drift.filter(
    (entry) => !counted.has(entry.displayAddress) && changedAttributes(entry).length > 0,
  ).length;
}

/** Joins alike differences, and orders them: security first, then the worst. */
function joined(differences: readonly Difference[], findings: readonly ReviewFinding[]): Drift[] {
  const alike = new Map<string, Drift>();
  for (const difference of differences) {
    const drift = judged(difference, findings);
    const key = JSON.stringify({ ...drift, addresses: undefined });
    const addresses = [...(alike.get(key)?.addresses ?? []), ...drift.addresses].sort(compareByCodeUnit);
    alike.set(key, { ...drift, addresses });
  }
  return [...alike.values()].sort(
    (a, b) =>
      Number(b.isSecurity) - Number(a.isSecurity) ||
      LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
      compareByCodeUnit(a.addresses[0] ?? "", b.addresses[0] ?? ""),
  );
}

function judged({ kind, change, attributes }: Difference, findings: readonly ReviewFinding[]): Drift {
  const { displayAddress: address, type } = change;
  const own = findings.filter((finding) => finding.address === address && isAtLeast(finding.level, "note"));
  const worst = worstLevel([LEVEL_MIN, ...own.map(({ level }) => level)]);
  return {
    kind,
    type,
    addresses: [address],
    attributes,
    isSecurity: SECURITY_TYPES.test(type) || own.some((finding) => SECURITY_CLASSES.has(finding.class)),
    level: worst,
    risks: [...new Set(own.map(({ text }) => text))].sort(compareByCodeUnit),
  };
}
