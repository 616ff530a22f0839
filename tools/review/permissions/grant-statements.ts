import type { Json, JsonObject } from "../../reach/terraform/configuration/json.ts";
import { toList } from "../../reach/terraform/configuration/json.ts";

/**
 * Returns the policy that one `aws_lambda_permission` stands for.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function lambdaPermissionPolicy(values: JsonObject): Json {
  const {
    principal,
    action,
    source_arn: arn,
    source_account: account,
    principal_org_id: organization,
  } = values;
  const name = typeof principal === "string" ? principal : "";
  const tests: (readonly [operator: string, key: string, value: Json | undefined])[] = [
    ["ArnLike", "aws:SourceArn", arn],
    ["StringEquals", "aws:SourceAccount", account],
    ["StringEquals", "aws:PrincipalOrgID", organization],
    ["StringEquals", "lambda:FunctionUrlAuthType", values.function_url_auth_type],
    ["StringEquals", "lambda:EventSourceToken", values.event_source_token],
  ];
  const set = tests.filter(([, , value]) => typeof value === "string" && value !== "");
  const condition: Record<string, Record<string, Json>> = {};
  for (const [operator, key, value] of set)
    condition[operator] = { ...condition[operator], [key]: value ?? null };
  return {
    Statement: {
      Effect: "Allow",
      Principal: name === "*" ? "*" : /\.amazonaws\.com/.test(name) ? { Service: name } : { AWS: name },
      Action: action ?? "lambda:InvokeFunction",
      Condition: condition,
    },
  };
}

/**
 * Returns the policy that one `aws_kms_grant` stands for.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function kmsGrantPolicy({ grantee_principal: grantee, operations }: JsonObject): Json {
  return {
    Statement: {
      Effect: "Allow",
      Principal: { AWS: grantee ?? "" },
      Action: toList(operations).map((operation) => `kms:${String(operation)}`),
    },
  };
}
