import type { ExpectedRisk } from "./review-pair.ts";

/**
 * A plan that was written by hand, since no program at hand writes it: of an earlier or later
 * format, of Terraform's alpha releases, or with actions that no release has.
 * https://developer.hashicorp.com/terraform/internals/json-format
 * https://github.com/hashicorp/terraform/blob/main/internal/command/jsonplan/plan.go
 */
export interface WrittenPlan {
  readonly title: string;
  readonly json: object;
  /** The finding that it must have. @default notes at most */
  readonly expects?: ExpectedRisk;
}

const AWS = "registry.terraform.io/hashicorp/aws";

const DATABASE = {
  identifier: "main",
  engine: "postgres",
  allocated_storage: 20,
  skip_final_snapshot: true,
  deletion_protection: false,
  tags: null as object | null,
};

const database = (actions: readonly string[], after: object | null, more: object = {}) => ({
  address: "aws_db_instance.main",
  mode: "managed",
  type: "aws_db_instance",
  name: "main",
  provider_name: AWS,
  change: {
    actions,
    before: DATABASE,
    after,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
    ...more,
  },
});

const RETAGGED = database(["update"], { ...DATABASE, tags: { team: "platform" } });
const DELETED = database(["delete"], null);

const state = (values: object) => ({
  format_version: "1.0",
  terraform_version: "1.1.9",
  values: {
    root_module: {
      resources: [{ address: "aws_db_instance.main", mode: "managed", type: "aws_db_instance", values }],
    },
  },
});

/** A plan of Terraform 1.1: without what later releases added. */
const earliest = (change: object) => ({
  format_version: "1.0",
  terraform_version: "1.1.9",
  planned_values: { root_module: {} },
  resource_changes: [change],
  prior_state: state(DATABASE),
  configuration: { root_module: {} },
});

/** A plan of Terraform 1.2 to 1.4. */
const earlier = (change: object) => ({
  ...earliest(change),
  format_version: "1.1",
  terraform_version: "1.4.7",
  relevant_attributes: [{ resource: "aws_db_instance.main", attribute: ["identifier"] }],
  checks: [],
});

const current = (more: object) => ({
  ...earlier(RETAGGED),
  format_version: "1.2",
  terraform_version: "1.14.0",
  applyable: true,
  complete: true,
  errored: false,
  timestamp: "2026-12-01T00:00:00Z",
  ...more,
});

const LOSS: ExpectedRisk = { class: "loss", level: "block", address: "aws_db_instance.main" };

const INVOCATION = {
  address: "action.aws_lambda_invoke.migrate",
  type: "aws_lambda_invoke",
  name: "migrate",
  provider_name: AWS,
  config_values: { function_name: "migrate" },
  config_sensitive: {},
  config_unknown: {},
};

const ACTION_PLANS: readonly WrittenPlan[] = [
  {
    title: "an action that a change triggers (Terraform 1.14)",
    json: current({
      action_invocations: [
        {
          ...INVOCATION,
          lifecycle_action_trigger: {
            triggering_resource_address: "aws_db_instance.main",
            action_trigger_event: "AfterUpdate",
            action_trigger_block_index: 0,
            actions_list_index: 0,
          },
        },
      ],
    }),
    expects: { class: "outage", level: "ask", address: INVOCATION.address },
  },
  {
    title: "an action that the command line invokes",
    json: current({
      resource_changes: [],
      action_invocations: [{ ...INVOCATION, invoke_action_trigger: {} }],
    }),
    expects: { class: "outage", level: "ask", address: INVOCATION.address },
  },
  {
    title: "an action that is put off to a later plan",
    json: current({
      complete: false,
      deferred_action_invocations: [
        { reason: "deferred_prereq", action_invocation: { ...INVOCATION, invoke_action_trigger: {} } },
      ],
    }),
    expects: { class: ["unknown", "outage"], level: "ask", address: INVOCATION.address },
  },
  {
    title: "a change that is put off to a later plan (alpha releases with -allow-deferral)",
    json: current({
      complete: false,
      deferred_changes: [
        { reason: "instance_count_unknown", resource_change: { ...DELETED, index_unknown: true } },
      ],
    }),
    expects: { class: "unknown", level: "unknown", address: "aws_db_instance.main" },
  },
  {
    title: "an action that no release has",
    json: current({ resource_changes: [database(["archive"], null)] }),
    expects: { class: ["unknown", "loss"], level: "ask", address: "aws_db_instance.main" },
  },
  {
    title: "a combination of actions that no release has",
    json: current({ resource_changes: [database(["delete", "forget"], null)] }),
    expects: { class: ["unknown", "loss"], level: "ask", address: "aws_db_instance.main" },
  },
  {
    title: "no actions at all",
    json: current({ resource_changes: [database([], null)] }),
    expects: { class: ["unknown", "loss"], level: "ask", address: "aws_db_instance.main" },
  },
];

/** The plans, dangerous and harmless. */
export const WRITTEN_PLANS: readonly WrittenPlan[] = [
  { title: "format 1.0, deleted", json: earliest(DELETED), expects: LOSS },
  { title: "format 1.0, only tags", json: earliest(RETAGGED) },
  {
    title: "format 1.1, replaced",
    json: earlier(
      database(["delete", "create"], { ...DATABASE, engine: "mysql" }, { replace_paths: [["engine"]] }),
    ),
    expects: LOSS,
  },
  { title: "format 1.1, only tags", json: earlier(RETAGGED) },
  {
    title: "a later minor version with keys that nobody knows",
    json: current({ format_version: "1.9", resource_changes: [DELETED], resource_wishes: [{}] }),
    expects: LOSS,
  },
  { title: "a later minor version, only tags", json: current({ format_version: "1.9" }) },
  {
    title: "an import by identity that takes the protection off (Terraform 1.12)",
    json: current({
      resource_changes: [
        {
          ...database(
            ["update"],
            { ...DATABASE, deletion_protection: false },
            {
              importing: { identity: { identifier: "main" } },
              before: { ...DATABASE, deletion_protection: true },
            },
          ),
        },
      ],
    }),
    expects: { class: "disarmed", level: "ask", address: "aws_db_instance.main" },
  },
  {
    title: "replaced, with the old object left to AWS",
    json: current({
      resource_changes: [database(["create", "forget"], { ...DATABASE, identifier: "second" })],
    }),
    expects: { class: ["disarmed", "name", "outage"], level: "ask", address: "aws_db_instance.main" },
  },
  ...ACTION_PLANS,
];
