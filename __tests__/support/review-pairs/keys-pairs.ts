import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const ROOT = {
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "kms:*",
  Resource: "*",
};

const USER = {
  Sid: "App",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:role/app" },
  Action: ["kms:Encrypt", "kms:Decrypt"],
  Resource: "*",
};

const FOREIGN = {
  Sid: "Partner",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::999999999999:root" },
  Action: "kms:Decrypt",
  Resource: "*",
};

const secretReader = (principal: JsonObject | string) => ({
  Effect: "Allow",
  Principal: principal,
  Action: "secretsmanager:GetSecretValue",
  Resource: "*",
});

const APP = { AWS: "arn:aws:iam::123456789012:role/app" };

const BASE: ResourcePatch = {
  "aws_kms_key.main": {
    description: "Data.",
    deletion_window_in_days: 30,
    enable_key_rotation: true,
    policy: policy(ROOT, USER),
  },
  "aws_kms_key.other": { description: "Logs.", deletion_window_in_days: 7 },
  "aws_kms_alias.main": { name: "alias/main", target_key_id: "${aws_kms_key.main.key_id}" },
  "aws_secretsmanager_secret.kept": { name: "kept", recovery_window_in_days: 30 },
  "aws_secretsmanager_secret_version.kept": {
    secret_id: "${aws_secretsmanager_secret.kept.id}",
    secret_string: "initial-secret-1",
  },
  "aws_secretsmanager_secret_rotation.kept": {
    secret_id: "${aws_secretsmanager_secret.kept.id}",
    rotation_lambda_arn: "arn:aws:lambda:us-east-1:123456789012:function:rotate",
    rotation_rules: { automatically_after_days: 30 },
  },
  "aws_secretsmanager_secret_policy.kept": {
    secret_arn: "${aws_secretsmanager_secret.kept.arn}",
    policy: policy(secretReader(APP)),
  },
  "aws_secretsmanager_secret.brief": { name: "brief", recovery_window_in_days: 0 },
  "aws_ssm_parameter.main": { name: "/app/endpoint", type: "String", value: "https://api.example.com" },
};

const KEY = "aws_kms_key.main";
const SECRET = "aws_secretsmanager_secret.kept";
const SECRET_POLICY = "aws_secretsmanager_secret_policy.kept";
const ROTATION = "aws_secretsmanager_secret_rotation.kept";

/** Keys, secrets and parameters. */
export const KEYS_PAIRS: PairGroup = {
  name: "keys",
  base: BASE,
  pairs: [
    {
      id: "kms-key-deleted",
      expects: { class: "loss", level: "block", address: KEY },
      dangerous: drop(KEY, "aws_kms_alias.main"),
      harmless: retag(KEY),
    },
    {
      id: "kms-window-shorter",
      expects: { class: "disarmed", level: "ask", address: KEY },
      dangerous: patched({ [KEY]: { deletion_window_in_days: 7 } }),
      harmless: patched({ "aws_kms_key.other": { deletion_window_in_days: 30 } }),
    },
    {
      id: "kms-rotation-off",
      expects: { class: "disarmed", level: "note", address: KEY },
      dangerous: patched({ [KEY]: { enable_key_rotation: false } }),
      harmless: patched({ "aws_kms_key.other": { enable_key_rotation: true } }),
    },
    {
      id: "kms-key-disabled",
      expects: { class: "outage", level: "ask", address: KEY },
      dangerous: patched({ [KEY]: { is_enabled: false } }),
      harmless: patched({ [KEY]: { description: "Data at rest." } }),
    },
    {
      id: "kms-root-locked-out",
      expects: { class: ["refused", "disarmed", "cut", "outage", "permission"], level: "ask", address: KEY },
      dangerous: patched({ [KEY]: { policy: policy(USER) } }),
      harmless: patched({ [KEY]: { policy: policy(ROOT, { ...USER, Action: "kms:Decrypt" }) } }),
    },
    {
      id: "kms-foreign-reader",
      expects: { class: ["permission", "public"], level: "ask", address: KEY },
      dangerous: patched({ [KEY]: { policy: policy(ROOT, USER, FOREIGN) } }),
      harmless: patched({
        [KEY]: {
          policy: policy(ROOT, {
            ...USER,
            Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
          }),
        },
      }),
    },
    {
      id: "kms-grant-to-a-stranger",
      expects: { class: "permission", level: "ask", address: "aws_kms_grant.new" },
      dangerous: patched({
        "aws_kms_grant.new": {
          key_id: "${aws_kms_key.main.key_id}",
          grantee_principal: "arn:aws:iam::999999999999:role/reader",
          operations: ["Decrypt"],
        },
      }),
      harmless: patched({
        "aws_kms_alias.new": { name: "alias/new", target_key_id: "${aws_kms_key.main.key_id}" },
      }),
    },
    {
      id: "secret-deleted-at-once",
      expects: { class: "loss", level: "block", address: "aws_secretsmanager_secret.brief" },
      dangerous: drop("aws_secretsmanager_secret.brief"),
      harmless: retag("aws_secretsmanager_secret.brief"),
    },
    {
      id: "secret-deleted-with-a-window",
      expects: { class: ["loss", "outage", "name"], level: "ask", address: SECRET },
      dangerous: drop(
        SECRET,
        "aws_secretsmanager_secret_version.kept",
        "aws_secretsmanager_secret_rotation.kept",
        "aws_secretsmanager_secret_policy.kept",
      ),
      harmless: retag(SECRET),
    },
    {
      id: "secret-window-gone",
      expects: { class: "disarmed", level: "ask", address: SECRET },
      dangerous: patched({ [SECRET]: { recovery_window_in_days: 0 } }),
      harmless: patched({ "aws_secretsmanager_secret.brief": { recovery_window_in_days: 30 } }),
    },
    {
      id: "secret-renamed",
      expects: { class: ["name", "outage", "loss"], level: "ask", address: SECRET },
      dangerous: patched({ [SECRET]: { name: "renamed" } }),
      harmless: patched({ [SECRET]: { description: "Of the application." } }),
    },
    {
      id: "secret-public",
      expects: { class: "public", level: "block", address: SECRET_POLICY },
      dangerous: patched({ [SECRET_POLICY]: { policy: policy(secretReader("*")) } }),
      harmless: patched({
        [SECRET_POLICY]: {
          policy: policy(secretReader(APP), {
            ...secretReader("*"),
            Effect: "Deny",
            Condition: {
              StringNotEquals: { "aws:PrincipalAccount": "123456789012" },
            },
          }),
        },
      }),
    },
    {
      id: "secret-rotation-off",
      expects: { class: ["disarmed", "blind"], level: "ask", address: ROTATION },
      dangerous: drop(ROTATION),
      harmless: patched({ [ROTATION]: { rotation_rules: { automatically_after_days: 15 } } }),
    },
    {
      id: "parameter-deleted",
      expects: { class: ["loss", "outage", "name"], level: "ask", address: "aws_ssm_parameter.main" },
      dangerous: drop("aws_ssm_parameter.main"),
      harmless: patched({ "aws_ssm_parameter.main": { description: "Of the API." } }),
    },
  ],
};
