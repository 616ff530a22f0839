import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const TRUST = policy({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});

const lambda = (name: string, settings: JsonObject = {}): JsonObject => ({
  function_name: name,
  role: "${aws_iam_role.app.arn}",
  package_type: "Image",
  image_uri: "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1",
  memory_size: 512,
  timeout: 30,
  reserved_concurrent_executions: 50,
  vpc_config: { subnet_ids: PRIVATE_SUBNETS, security_group_ids: ["${aws_security_group.data.id}"] },
  tracing_config: { mode: "Active" },
  ...settings,
});

const invoke = (settings: JsonObject): JsonObject => ({
  statement_id: "uploads",
  action: "lambda:InvokeFunction",
  function_name: "${aws_lambda_function.main.function_name}",
  principal: "s3.amazonaws.com",
  source_arn: "arn:aws:s3:::uploads",
  source_account: "123456789012",
  ...settings,
});

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_iam_role.app": { name: "app", assume_role_policy: TRUST },
  "aws_iam_role.administrator": { name: "administrator", assume_role_policy: TRUST },
  "aws_iam_role_policy_attachment.administrator": {
    role: "${aws_iam_role.administrator.name}",
    policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
  },
  "aws_lambda_function.main": lambda("main"),
  "aws_lambda_function.second": lambda("second"),
  "aws_lambda_permission.uploads": invoke({}),
  "aws_lambda_function_url.main": {
    function_name: "${aws_lambda_function.main.function_name}",
    authorization_type: "AWS_IAM",
  },
  "aws_sqs_queue.jobs": { name: "jobs" },
  "aws_lambda_event_source_mapping.jobs": {
    function_name: "${aws_lambda_function.main.arn}",
    event_source_arn: "${aws_sqs_queue.jobs.arn}",
    batch_size: 10,
    enabled: true,
  },
  "aws_cloudwatch_event_rule.nightly": { name: "nightly", schedule_expression: "rate(1 day)" },
  "aws_cloudwatch_event_target.nightly": {
    rule: "${aws_cloudwatch_event_rule.nightly.name}",
    arn: "${aws_lambda_function.main.arn}",
  },
};

const MAIN = "aws_lambda_function.main";
const SECOND = "aws_lambda_function.second";
const PERMISSION = "aws_lambda_permission.uploads";
const URL = "aws_lambda_function_url.main";
const MAPPING = "aws_lambda_event_source_mapping.jobs";
const RULE = "aws_cloudwatch_event_rule.nightly";

/** Lambda functions, who invokes them, and what triggers them. */
export const FUNCTIONS_PAIRS: PairGroup = {
  name: "functions",
  base: BASE,
  pairs: [
    {
      id: "lambda-concurrency-none",
      expects: { class: "outage", level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { reserved_concurrent_executions: 0 } }),
      harmless: patched({ [MAIN]: { reserved_concurrent_executions: 100 } }),
    },
    {
      id: "lambda-concurrency-less",
      expects: { class: "thinner", level: "note", address: MAIN },
      dangerous: patched({ [MAIN]: { reserved_concurrent_executions: 5 } }),
      harmless: patched({ [MAIN]: { reserved_concurrent_executions: 100 } }),
    },
    {
      id: "lambda-memory-less",
      expects: { class: "thinner", level: "note", address: MAIN },
      dangerous: patched({ [MAIN]: { memory_size: 128 } }),
      harmless: patched({ [MAIN]: { memory_size: 1024 } }),
    },
    {
      id: "lambda-role",
      expects: { class: "permission", level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { role: "${aws_iam_role.administrator.arn}" } }),
      harmless: patched({ [MAIN]: { description: "Of the application." } }),
    },
    {
      id: "lambda-out-of-its-network",
      expects: { class: ["cut", "outage", "exposure"], level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { vpc_config: null } }),
      harmless: patched({ [MAIN]: { memory_size: 1024 } }),
    },
    {
      id: "lambda-tracing-off",
      expects: { class: "blind", level: "note", address: MAIN },
      dangerous: patched({ [MAIN]: { tracing_config: { mode: "PassThrough" } } }),
      harmless: patched({ [MAIN]: { timeout: 60 } }),
    },
    {
      id: "lambda-renamed",
      expects: { class: ["name", "outage"], level: "ask", address: SECOND },
      dangerous: patched({ [SECOND]: { function_name: "renamed" } }),
      harmless: retag(SECOND),
    },
    {
      id: "lambda-deleted",
      expects: { class: ["outage", "name"], level: "ask", address: SECOND },
      dangerous: drop(SECOND),
      harmless: patched({ [SECOND]: { description: "The second." } }),
    },
    {
      id: "lambda-invoked-by-everybody",
      expects: { class: ["public", "permission"], level: "block", address: PERMISSION },
      dangerous: patched({
        [PERMISSION]: { principal: "*", source_arn: null, source_account: null },
      }),
      harmless: patched({ [PERMISSION]: { statement_id: "from-uploads" } }),
    },
    {
      id: "lambda-invoked-by-every-bucket",
      expects: { class: ["permission", "public"], level: "ask", address: PERMISSION },
      dangerous: patched({ [PERMISSION]: { source_arn: null, source_account: null } }),
      harmless: patched({ [PERMISSION]: { statement_id: "from-uploads" } }),
    },
    {
      id: "lambda-url-without-sign-in",
      expects: { class: "public", level: "block", address: URL },
      dangerous: patched({ [URL]: { authorization_type: "NONE" } }),
      harmless: patched({ [URL]: { cors: { allow_origins: ["https://www.example.com"], max_age: 60 } } }),
    },
    {
      id: "mapping-disabled",
      expects: { class: ["outage", "cut"], level: "ask", address: MAPPING },
      dangerous: patched({ [MAPPING]: { enabled: false } }),
      harmless: patched({ [MAPPING]: { batch_size: 5 } }),
    },
    {
      id: "mapping-deleted",
      expects: { class: ["outage", "cut"], level: "ask", address: MAPPING },
      dangerous: drop(MAPPING),
      harmless: patched({ [MAPPING]: { batch_size: 5 } }),
    },
    {
      id: "schedule-disabled",
      expects: { class: ["outage", "cut", "blind"], level: "ask", address: RULE },
      dangerous: patched({ [RULE]: { state: "DISABLED" } }),
      harmless: patched({ [RULE]: { description: "Every night." } }),
    },
  ],
};
