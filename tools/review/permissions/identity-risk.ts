import { describeAction, matchesAction } from "./action-catalog.ts";
import type { EscalationSet } from "./escalation-sets.ts";
import { comparePermissions, type Widening } from "./permission-set.ts";
import type { PolicyStatement } from "./policy-document.ts";
import type { PolicySubject } from "./policy-subject.ts";
import type { WideningRisk } from "./widening-risk.ts";
import { witnessText } from "./witness-text.ts";

const LEAST_PRIVILEGE =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege";

/** Judges a request that becomes allowed for a role, user or group. */
export function identityRisk(
  widening: Widening,
  subject: PolicySubject,
  escalations: readonly EscalationSet[],
): WideningRisk {
  const why = causeText(widening);
  const text = `${witnessText(widening)} becomes allowed for ${subject.name}${why}`;
  const { statement } = widening.allow;
  const documentation = [LEAST_PRIVILEGE];
  if (widening.lostDeny === undefined && isAdministrator(statement))
    return {
      rule: "iam-administrator",
      level: "block",
      text: `${subject.name} becomes an administrator: every action becomes allowed${why}`,
      documentation,
    };
  const { actions: concerned } = (widening.lostDeny ?? widening.allow).statement;
  const escalation = escalations.find(({ actions }) =>
    actions.some((action) => matchesAction(concerned, action)),
  );
  if (escalation !== undefined)
    return {
      rule: "iam-escalation",
      level: "block",
      text: `${subject.name} gets ${escalation.actions.map((action) => describeAction(action).name).join(" and ")}, with which it ${escalation.effect}${why}`,
      documentation: [escalation.documentation],
    };
  if (subject.isNew) return { rule: "iam-role-new", level: "quiet", text, documentation };
  const service = widening.lostDeny === undefined ? wholeService(statement, subject) : undefined;
  if (service !== undefined)
    return {
      rule: "iam-service-administrator",
      level: "block",
      text: `${service}:* on * becomes allowed for ${subject.name}${why}`,
      documentation,
    };
  return { rule: "iam-permission-wider", level: "ask", text, documentation };
}

function causeText({ lostDeny, leavesBoundary }: Widening): string {
  if (leavesBoundary === true) return ": the permissions boundary no longer stops it";
  return lostDeny === undefined ? "" : ": the Deny that stopped it is gone, or narrower";
}

function isAdministrator({ actions, resources }: PolicyStatement): boolean {
  if (!coversEverything(resources)) return false;
  return actions.isNegated
    ? matchesAction(actions, "iam:putrolepolicy")
    : actions.values.some((action) => /^\*(?::\*)?$/.test(action));
}

function coversEverything(resources: PolicyStatement["resources"]): boolean {
  return resources === undefined || (!resources.isNegated && resources.values.includes("*"));
}

/** The service of which a statement begins to allow everything on everything. */
function wholeService(
  { actions, resources, conditions }: PolicyStatement,
  { before, after }: PolicySubject,
): string | undefined {
  if (actions.isNegated || !coversEverything(resources) || conditions.length > 0) return undefined;
  const services = actions.values.flatMap((action) => /^([\w-]+):\*$/.exec(action)?.[1] ?? []);
  return services.sort().find((service) => {
    const scope = { actions: [`${service}:*`] };
    return comparePermissions(before, after, scope).verdict === "wider";
  });
}
