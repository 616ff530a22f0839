import { formatList } from "../../reach/analysis/lint/words.ts";
import { isJsonObject, type Json } from "../../reach/terraform/configuration/json.ts";
import { isSameMeaning } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
const FUNCTION = ["aws_lambda_function"];

/** Rules on Lambda functions; those on events and URLs are in `lambda-invocations.ts`. */
export const lambdaRules: readonly ReviewRule[] = [
  deletionRule({
    id: "function-removed",
    types: FUNCTION,
    finds: "a function that is deleted or replaced",
    pages: [`${GUIDE}/API_DeleteFunction.html`],
    consequences: [
      ["outage", "invocations fail until another function is there, and its versions and aliases go"],
      ["name", "its ARN changes or comes anew: permissions, URLs and triggers that name it are lost"],
    ],
  }),
  pagedRule({
    id: "function-concurrency-lower",
    types: FUNCTION,
    guards: ["reserved_concurrent_executions"],
    finds: "a function that may run less often at once, or not at all",
    pages: [`${GUIDE}/configuration-concurrency.html`],
    judge: (change) => {
      const name = "reserved_concurrent_executions";
      if (!change.isUpdated || !change.changes(name)) return [];
      const [before, after] = [Number(change.was(name) ?? -1), Number(change.becomes(name) ?? -1)];
      if (after === 0)
        return [riskOf("outage", "Reserved concurrency becomes 0: every invocation is throttled.")];
      if (after > 0 && (before === -1 || after < before)) {
        return [
          riskOf(
            "thinner",
            `Reserved concurrency goes ${fromTo(change, name)}: more invocations at once are throttled.`,
          ),
        ];
      }
      return after === -1 && before > 0
        ? [
            riskOf(
              "thinner",
              "Reserved concurrency is given up: other functions may take all of the account's.",
            ),
          ]
        : [];
    },
  }),
  pagedRule({
    id: "function-environment-changes",
    types: FUNCTION,
    finds: "a function whose environment variables change: their names, never values",
    pages: [`${GUIDE}/configuration-envvars.html`],
    judge: (change) => {
      const name = "environment.0.variables";
      if (!change.isUpdated || !change.changes(name)) return [];
      return [
        riskOf(
          "outage",
          `Environment variables change: ${changedKeys(change.was(name), change.becomes(name))}.`,
          "note",
        ),
      ];
    },
  }),
  settingRule({
    id: "function-code-changes",
    types: FUNCTION,
    attributes: [
      "runtime",
      "handler",
      "architectures",
      "image_uri",
      "image_config",
      "layers",
      "source_code_hash",
      "filename",
      "s3_key",
      "s3_object_version",
      "snap_start",
    ],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a function that runs other code, or in another runtime",
    text: (_, attributes) =>
      `The function runs other code, or otherwise (${attributes.join(", ")}), at once: no alias holds it back unless callers use one.`,
    pages: [`${GUIDE}/configuration-versions.html`],
    guards: [],
  }),
  settingRule({
    id: "function-role-changes",
    types: FUNCTION,
    attributes: ["role"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a function that runs with another role",
    text: "The function runs with another role: calls that only the old one allowed are denied.",
    pages: [`${GUIDE}/lambda-intro-execution-role.html`],
    guards: [],
  }),
  settingRule({
    id: "function-leaves-vpc",
    types: FUNCTION,
    attributes: ["vpc_config.0.subnet_ids"],
    on: "unsets",
    risk: "cut",
    finds: "a function that leaves its VPC",
    text: "The function leaves its VPC: what it reached there by private address is out of reach.",
    pages: [`${GUIDE}/configuration-vpc.html`],
    guards: [],
  }),
  settingRule({
    id: "function-network-changes",
    types: FUNCTION,
    attributes: ["vpc_config.0.subnet_ids", "vpc_config.0.security_group_ids"],
    on: "changes",
    risk: "cut",
    level: "note",
    finds: "a function in other subnets or security groups",
    text: "The function runs in other subnets or security groups: it needs their routes, and new network interfaces.",
    pages: [`${GUIDE}/configuration-vpc.html`],
    guards: [],
  }),
  settingRule({
    id: "function-size-lower",
    types: FUNCTION,
    attributes: ["memory_size", "timeout", "ephemeral_storage.0.size"],
    on: "lowers",
    risk: "thinner",
    finds: "a function with less memory, time or storage",
    text: (change, [attribute = "memory_size"]) =>
      `The function has less: ${attribute} goes ${fromTo(change, attribute)}.`,
  }),
  settingRule({
    id: "function-failures-lost",
    types: FUNCTION,
    attributes: ["dead_letter_config.0.target_arn"],
    on: "unsets",
    risk: "disarmed",
    finds: "a function without its dead-letter queue",
    text: "The dead-letter queue is taken off: asynchronous events that fail are dropped.",
    pages: [`${GUIDE}/invocation-async-retain-records.html`],
    guards: [],
  }),
  settingRule({
    id: "function-code-signing-off",
    types: FUNCTION,
    attributes: ["code_signing_config_arn"],
    on: "unsets",
    risk: "disarmed",
    finds: "a function that accepts unsigned code",
    text: "Code signing is taken off: unsigned code is accepted from then on.",
    pages: [`${GUIDE}/configuration-codesigning.html`],
    guards: [],
  }),
  settingRule({
    id: "function-key-changes",
    types: FUNCTION,
    attributes: ["kms_key_arn"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a function whose environment is encrypted with another key",
    text: "The environment is encrypted with another key: the function's role must be allowed to decrypt with it.",
    pages: [`${GUIDE}/configuration-envvars-encryption.html`],
    guards: [],
  }),
  settingRule({
    id: "function-file-system-removed",
    types: FUNCTION,
    attributes: ["file_system_config"],
    on: "drops",
    risk: "outage",
    finds: "a function that loses, or changes, its file system",
    text: "The function's file system is taken off or mounted elsewhere: code that reads it fails.",
    pages: [`${GUIDE}/configuration-filesystem.html`],
    guards: [],
  }),
  settingRule({
    id: "function-traces-off",
    types: FUNCTION,
    attributes: ["tracing_config.0.mode"],
    on: (change, attribute) => leaves(change, attribute, "Active"),
    risk: "blind",
    level: "note",
    finds: "a function that is no longer traced",
    text: "X-Ray traces of the function stop, unless its caller is traced.",
    pages: [`${GUIDE}/services-xray.html`],
  }),
  settingRule({
    id: "function-logs-less",
    types: FUNCTION,
    attributes: ["logging_config.0.application_log_level", "logging_config.0.system_log_level"],
    on: (change, attribute) => becomesOneOf(change, attribute, "WARN", "ERROR", "FATAL"),
    risk: "blind",
    level: "note",
    finds: "a function that logs less",
    text: (_, attributes) => `The function logs less (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/monitoring-cloudwatchlogs-advanced.html`],
  }),
  deletionRule({
    id: "layer-version-removed",
    types: ["aws_lambda_layer_version"],
    finds: "a version of a layer that is deleted",
    pages: ["https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html"],
    consequences: [["later", "functions that have it go on, but no function can be given it any more"]],
  }),
];

function changedKeys(before: Json | undefined, after: Json | undefined): string {
  const [old, next] = [before, after].map((value) => (isJsonObject(value) ? value : {}));
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])].sort();
  const changed = keys.flatMap((key) => {
    const [value, successor] = [old?.[key], next?.[key]];
    if (isSameMeaning(value, successor) && (value === undefined) === (successor === undefined)) return [];
    if (successor === undefined) return [`${key} (removed)`];
    return [value === undefined ? `${key} (new)` : key];
  });
  return changed.length === 0 ? "none by name" : formatList(changed);
}
