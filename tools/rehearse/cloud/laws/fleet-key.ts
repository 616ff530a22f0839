import { blocksOf, isObject, textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { fleetTemplate } from "./support/fleets.ts";
import { allowsAction, principals, statements, texts } from "./support/policy.ts";
import { creates, named, refuse } from "./support/rule.ts";

/** What Auto Scaling does with the key of a disk: it makes data keys, and lends them to the server. */
const NEEDED = ["kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"];

/** The key that encrypts a launched server's disks, where it is the customer's own. */
function diskKeys(template: ObjectValue): readonly string[] {
  return blocksOf(template, "block_device_mappings")
    .flatMap((device) => blocksOf(device, "ebs"))
    .map((disk) => textOf(disk, "kms_key_id"))
    .filter((key) => key !== undefined);
}

/**
 * Whether a statement lets the role in: by name, or everyone under a condition that names it. The account as
 * principal does not, since it hands the choice to the role's own policies, which AWS keeps and has no key in.
 */
function admits(statement: ObjectValue, role: string): boolean {
  const who = principals(statement);
  if (who.includes(role)) return true;
  if (!who.includes("*")) return false;
  const conditions = isObject(statement.Condition) ? Object.values(statement.Condition).filter(isObject) : [];
  const named = conditions.flatMap((condition) => texts(condition["aws:PrincipalArn"]));
  return named.length === 0 || named.includes(role);
}

function lets(key: ObjectValue, context: CallContext): boolean {
  const role = `arn:aws:iam::${context.account.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const all = statements(textOf(key, "policy") ?? "") ?? [];
  return NEEDED.every((action) =>
    all.some((statement) => allowsAction(statement, action) && admits(statement, role)),
  );
}

/** Auto Scaling's own role may use the key that encrypts a fleet's disks; else no server is ever launched. */
export const fleetKey: Law = {
  name: "fleet-key",
  documentation:
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
  types: ["aws_autoscaling_group"],
  check(change, context) {
    if (!creates(change)) return [];
    const template = fleetTemplate(change.after, context);
    const keys = template === undefined ? [] : diskKeys(template.values);
    return keys.flatMap((arn) => {
      const key = named(context, arn, "aws_kms_key");
      return refuse(
        key !== undefined && !lets(key.values, context),
        "RunInstances",
        "Client.InternalError",
        "Client error on launch: Auto Scaling may not use the key that encrypts the volume.",
        "launch_template",
      );
    });
  },
};
