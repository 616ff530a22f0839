import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK } from "./base-network.ts";
import type { ResourcePatch } from "./review-pair.ts";

/** The arguments of a table. */
export const tableArguments = (name: string, settings: JsonObject = {}): JsonObject => ({
  name,
  billing_mode: "PAY_PER_REQUEST",
  hash_key: "id",
  attribute: [{ name: "id", type: "S" }],
  ...settings,
});

const CREATE_FIRST = { lifecycle: { create_before_destroy: true } };

/** Tables in each form that Terraform has: counted, keyed, protected, in a module. */
export const MECHANICS_BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "terraform_data.revision": { input: "one" },
  "terraform_data.switch": { input: "true" },
  "aws_dynamodb_table.plain": tableArguments("plain"),
  "aws_dynamodb_table.guarded": tableArguments("guarded", { deletion_protection_enabled: true }),
  "aws_dynamodb_table.kept": tableArguments("kept", { lifecycle: { prevent_destroy: true } }),
  "aws_dynamodb_table.triggered": tableArguments("triggered", {
    lifecycle: { replace_triggered_by: ["terraform_data.revision"] },
  }),
  "aws_dynamodb_table.counted": tableArguments('${["orders", "carts", "users"][count.index]}', { count: 3 }),
  "aws_dynamodb_table.keyed": tableArguments("keyed-${each.key}", { for_each: '${toset(["a", "b"])}' }),
  "aws_cloudwatch_dashboard.main": {
    dashboard_name: "main",
    dashboard_body: JSON.stringify({ widgets: [] }),
  },
  "aws_security_group.fixed": {
    vpc_id: "${aws_vpc.main.id}",
    name: "fixed",
    description: "One.",
    ...CREATE_FIRST,
  },
  "aws_security_group.prefixed": {
    vpc_id: "${aws_vpc.main.id}",
    name_prefix: "prefixed-",
    description: "One.",
    ...CREATE_FIRST,
  },
  "aws_db_parameter_group.fixed": { name: "fixed", family: "postgres16", ...CREATE_FIRST },
  "aws_db_parameter_group.prefixed": { name_prefix: "prefixed-", family: "postgres16", ...CREATE_FIRST },
  "aws_secretsmanager_secret.main": { name: "main" },
  "aws_secretsmanager_secret_version.main": {
    secret_id: "${aws_secretsmanager_secret.main.id}",
    secret_string: "initial-secret-1",
  },
};

/** Outputs, a check and a module beside them. */
export const MECHANICS_BLOCKS: JsonObject = {
  output: {
    hidden: { value: "${aws_secretsmanager_secret_version.main.secret_string}", sensitive: true },
    masked: { value: "${aws_dynamodb_table.guarded.name}" },
  },
  module: { app: { source: "./app", for_each: '${toset(["one", "two"])}', name: "${each.key}" } },
};

/** The module's file. */
export const MECHANICS_FILES: Readonly<Record<string, JsonObject>> = {
  "app/main.tf.json": {
    variable: { name: { type: "string" } },
    resource: { aws_dynamodb_table: { main: tableArguments("module-${var.name}") } },
  },
};
