import { compact } from "../language/compact.ts";
import { required } from "../language/required.ts";

/** A statement of an IAM policy. */
export interface Statement {
  /** The statement's ID, unique in its policy: letters and digits only. */
  readonly sid: string;
  /** Allows or denies the actions. @default Allow */
  readonly effect?: "Allow" | "Deny";
  /**
   * The principal, for resource and trust policies: `{ service: "ecs-tasks.amazonaws.com" }`.
   * @default none: for identity policies
   */
  readonly principal?:
    | "*"
    | {
        readonly service?: string | readonly string[];
        readonly aws?: string | readonly string[];
        readonly federated?: string;
      };
  /** API actions: `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs of the resources, or `*`. @default none: for trust policies */
  readonly resources?: readonly string[];
  /** ARNs of the only resources that the statement is not about. @default none */
  readonly notResources?: readonly string[];
  /**
   * Values by condition key, by operator: `{ StringEquals: { "aws:SourceAccount": "111111111111" }
   * }`. @default none
   */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Renders an IAM policy document as JSON text. It may contain tokens, which Terraform resolves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function renderPolicy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementJson) });
}

/** Renders the trust policy of a role that AWS services assume for this account. */
export function renderTrustPolicy(account: string, ...services: readonly string[]): string {
  return renderPolicy({
    sid: "AssumeByService",
    principal: { service: services },
    actions: ["sts:AssumeRole"],
    // The service may act for this account only.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    conditions: { StringEquals: { "aws:SourceAccount": account } },
  });
}

function statementJson(statement: Statement): Record<string, unknown> {
  const { principal, resources, notResources } = statement;
  return compact({
    Sid: statement.sid,
    Effect: statement.effect ?? "Allow",
    Principal: principal === undefined ? undefined : principalJson(principal),
    Action: oneOrMany(statement.actions),
    Resource: resources === undefined ? undefined : oneOrMany(resources),
    NotResource: notResources === undefined ? undefined : oneOrMany(notResources),
    Condition: statement.conditions,
  });
}

function principalJson(principal: NonNullable<Statement["principal"]>): unknown {
  if (principal === "*") return "*";
  return compact({ AWS: principal.aws, Service: principal.service, Federated: principal.federated });
}

/** A one-element list as its element, the form in which IAM stores it, so plans show no change. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? required(values, 0) : values;
}
