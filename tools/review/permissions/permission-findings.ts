import type { ReviewFinding, RiskClass } from "../finding.ts";
import { isAtLeast } from "../level.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { ReviewedPermissions } from "../review.ts";
import { gainedEscalations } from "./escalations.ts";
import { identityRisk } from "./identity-risk.ts";
import { lostDeny } from "./lost-deny-risk.ts";
import { OwnAccounts } from "./own-accounts.ts";
import { permissionDifference } from "./permission-difference.ts";
import {
  ALL_PERMISSIONS,
  comparePermissions,
  type PermissionComparison,
  type Widening,
} from "./permission-set.ts";
import { PlansIndex } from "./plans-index.ts";
import { type PolicySubject, policySubjects } from "./policy-subject.ts";
import { PublicAccessBlocks } from "./public-access-block.ts";
import { publicStatements } from "./public-policy.ts";
import { resourceRisk } from "./resource-risk.ts";
import { ServiceRoles } from "./service-roles.ts";
import { trustRisk } from "./trust-risk.ts";
import type { WideningRisk } from "./widening-risk.ts";

/** A risk with its class, at the change that causes it. */
interface PermissionRisk extends WideningRisk {
  readonly class: RiskClass;
  readonly change: PlannedResourceChange;
}

const SERVICE_ROLES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html";

const EVALUATION =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html";

/** The policies that the proof does not see: a sentence for the limits of a review. */
export const PERMISSION_LIMIT =
  "Service and resource control policies, session policies and policies outside these plans are not seen.";

/** The permissions that plans grant and take away. */
export interface Permissions {
  /** The risks, each at the change that causes it. */
  readonly findings: readonly ReviewFinding[];
  /** All that becomes allowed, or is no longer allowed. */
  readonly differences: readonly ReviewedPermissions[];
}

/**
 * Finds out if plans, all together, allow somebody something that was not allowed before. Narrower
 * policies, and policies that mean the same, give no finding.
 */
export function judgePermissions(plans: readonly PlanDocument[]): Permissions {
  const index = new PlansIndex(plans);
  const accounts = new OwnAccounts(plans);
  const blocks = new PublicAccessBlocks(index);
  const compared = policySubjects(index).map((subject) => ({
    subject,
    comparison: comparePermissions(subject.before, subject.after),
  }));
  const serviceRoles = new ServiceRoles(index);
  const risks = compared.flatMap(({ subject, comparison }) => {
    const wider = wideningRisks(subject, comparison, accounts, blocks);
    const losses = wider.length === 0 ? lostDenyRisks(subject) : [];
    const found = [...wider, ...losses, ...gapRisks(subject, wider)];
    return [
      ...found.map((risk) =>
        isOwnWork(risk, subject, serviceRoles) ? serviceRoleRisk(risk, subject) : risk,
      ),
      ...newRoleRisks(subject),
    ];
  });
  return {
    findings: findingsOf([...risks, ...openedBuckets(index, blocks)]),
    differences: compared.flatMap(({ subject, comparison }) => permissionDifference(subject, comparison)),
  };
}

function isOwnWork({ change }: PermissionRisk, { kind, owner }: PolicySubject, roles: ServiceRoles): boolean {
  return kind === "identity" && roles.isOwnWork(owner, change);
}

function serviceRoleRisk({ change }: PermissionRisk, { name }: PolicySubject): PermissionRisk {
  return {
    class: "permission",
    change,
    rule: "iam-service-role",
    level: "note",
    text: `The ${name}, which only an AWS service may assume for its own work, gets AWS's policy for it`,
    documentation: [SERVICE_ROLES],
  };
}

function wideningRisks(
  subject: PolicySubject,
  comparison: PermissionComparison,
  accounts: OwnAccounts,
  blocks: PublicAccessBlocks,
): PermissionRisk[] {
  const { before, after, kind, owner } = subject;
  if (comparison.verdict === "no wider") return [];
  if (comparison.verdict === "unknown") return [unprovenRisk(subject, comparison.why)];
  const located = comparison.widenings.map((widening) => ({ widening, change: causeOf(widening, subject) }));
  if (kind === "trust") {
    return located.map(({ widening, change }) => ({
      class: "permission",
      change,
      ...trustRisk(widening, subject, accounts),
    }));
  }
  if (kind === "resource") {
    const publicOnes = publicStatements(after);
    const block = blocks.after(owner);
    return located.map(({ widening, change }) => ({
      change,
      ...resourceRisk(widening, subject, publicOnes, block, accounts),
    }));
  }
  const escalations = gainedEscalations(before, after);
  return located.map(({ widening, change }) => ({
    class: "permission",
    change,
    ...identityRisk(widening, subject, escalations),
  }));
}

/** The change that a widening is due to: of the policy that allows more, or forbids less. */
function causeOf(
  { allow, lostDeny, leavesBoundary }: Widening,
  subject: PolicySubject,
): PlannedResourceChange {
  const { changes, owner } = subject;
  const named = [
    ...(lostDeny === undefined ? [] : [changes.get(lostDeny.source)]),
    ...(leavesBoundary === true ? [owner.change] : []),
    changes.get(allow.source),
    ...changes.values(),
  ].filter((change) => change !== undefined);
  const [first] = named as [PlannedResourceChange];
  return named.find(({ action }) => action !== "no-op") ?? first;
}

function lostDenyRisks(subject: PolicySubject): PermissionRisk[] {
  const lost = lostDeny(subject);
  const change = lost === undefined ? undefined : subject.changes.get(lost.source);
  if (lost === undefined || change === undefined || change.action === "no-op") return [];
  return [{ class: "permission", change, ...lost.risk }];
}

function unprovenRisk(subject: PolicySubject, why: string): PermissionRisk {
  const changed = [...subject.changes.values()];
  const [first] = changed as [PlannedResourceChange];
  return unknownRisk(subject, changed.find(({ action }) => action !== "no-op") ?? first, why);
}

function gapRisks(subject: PolicySubject, wider: readonly PermissionRisk[]): PermissionRisk[] {
  const { gaps, before, kind } = subject;
  if (gaps.length === 0) return [];
  // Nothing is wider than an administrator's permissions.
  if (kind === "identity" && comparePermissions(before, ALL_PERMISSIONS).verdict === "no wider") return [];
  return gaps.flatMap(({ change, why, awsManaged }) => {
    if (awsManaged === undefined) return [unknownRisk(subject, change, why)];
    const isSaid = wider.some((risk) => risk.change === change && risk.level !== "quiet");
    return isSaid ? [] : [awsManagedRisk(subject, change, awsManaged)];
  });
}

/**
 * A newly attached AWS managed policy that is not in the table may allow anything: no proof says
 * that it does not. Its page tells a person.
 */
function awsManagedRisk(
  { name }: PolicySubject,
  change: PlannedResourceChange,
  policy: string,
): PermissionRisk {
  const page = policy.split("/").at(-1) ?? policy;
  return {
    class: "permission",
    change,
    rule: "iam-aws-managed-policy",
    level: "unknown",
    text: `It is unknown how much wider the permissions of ${name} become: it gets the AWS managed policy ${policy}, whose actions are not all known here`,
    documentation: [`https://docs.aws.amazon.com/aws-managed-policy/latest/reference/${page}.html`],
  };
}

function unknownRisk({ name }: PolicySubject, change: PlannedResourceChange, why: string): PermissionRisk {
  return {
    class: "unknown",
    change,
    rule: "permission-unknown",
    level: "unknown",
    text: `It is unknown if the permissions of ${name} become wider: ${why}`,
    documentation: [EVALUATION],
  };
}

function newRoleRisks({ kind, isNew, name, owner, ownerType }: PolicySubject): PermissionRisk[] {
  if (kind !== "identity" || !isNew || ownerType !== "aws_iam_role" || owner.change === undefined) return [];
  return [
    {
      class: "permission",
      change: owner.change,
      rule: "iam-role-new",
      level: "note",
      text: `The ${name} is new: it has no permissions to compare with`,
      documentation: [EVALUATION],
    },
  ];
}

/** Buckets that an old policy makes public since Block Public Access no longer restricts it. */
function openedBuckets(index: PlansIndex, blocks: PublicAccessBlocks): PermissionRisk[] {
  if (!blocks.hasOpening) return [];
  return policySubjects(index, true)
    .filter(({ kind, ownerType }) => kind === "resource" && ownerType === "aws_s3_bucket")
    .flatMap((subject) => {
      const change = blocks.opening(subject.owner);
      const isOpened =
        change !== undefined &&
        !blocks.after(subject.owner).restrictsAccess &&
        publicStatements(subject.before).length > 0 &&
        publicStatements(subject.after).length > 0;
      if (!isOpened) return [];
      return [
        {
          class: "public" as const,
          change,
          rule: "s3-public-access-block-off",
          level: "block" as const,
          text: `The ${subject.name} becomes public: its policy allows everybody, and restrict_public_buckets no longer holds`,
          documentation: [
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
          ],
        },
      ];
    });
}

/** One finding an address and class: the worst, with the number of the others. */
function findingsOf(risks: readonly PermissionRisk[]): ReviewFinding[] {
  const groups = new Map<string, PermissionRisk[]>();
  for (const risk of risks) {
    if (risk.level === "quiet") continue;
    const key = `${risk.change.stack}\t${risk.change.displayAddress}\t${risk.class}`;
    groups.set(key, [...(groups.get(key) ?? []), risk]);
  }
  return [...groups.values()].map((group) => {
    const [worst] = [...group].sort(byLevel) as [PermissionRisk];
    const { change, class: riskClass, rule, level, text, documentation } = worst;
    const others = new Set(group.filter((risk) => risk.level === level).map((risk) => risk.text)).size - 1;
    const more = others > 0 ? ` (and ${others} more)` : "";
    return {
      rule,
      class: riskClass,
      level,
      stack: change.stack,
      address: change.displayAddress,
      action: change.action,
      text: `${text}${more}.`,
      documentation,
    };
  });
}

function byLevel(a: PermissionRisk, b: PermissionRisk): number {
  if (a.level !== b.level) return isAtLeast(a.level, b.level) ? -1 : 1;
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}
