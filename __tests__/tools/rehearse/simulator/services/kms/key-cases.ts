import { policyAllowing } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

const LOCKED =
  "CreateKey MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.";

export const kmsKeyCases: readonly ConstraintCase[] = [
  {
    constraint: "key-policy",
    when: "the account's root may change the policy",
    type: "aws_kms_key",
    after: { policy: policyAllowing({ AWS: "arn:aws:iam::123456789012:root" }, "kms:*") },
  },
  {
    constraint: "key-policy",
    when: "no principal may change the policy",
    type: "aws_kms_key",
    after: { policy: policyAllowing({ AWS: "arn:aws:iam::123456789012:root" }, "kms:Encrypt") },
    errors: [LOCKED],
  },
  {
    constraint: "key-policy",
    when: "only a service may change the policy",
    type: "aws_kms_key",
    after: { policy: policyAllowing({ Service: "logs.amazonaws.com" }, "kms:*") },
    errors: [LOCKED],
  },
  {
    constraint: "key-policy",
    when: "the policy is not JSON",
    type: "aws_kms_key",
    after: { policy: "{" },
    errors: [
      "CreateKey MalformedPolicyDocumentException: Policy contains a statement that is not valid JSON.",
    ],
  },
  {
    constraint: "key-policy",
    when: "the policy is not JSON, and the lockout check is bypassed",
    type: "aws_kms_key",
    after: { policy: "{", bypass_policy_lockout_safety_check: true },
    errors: [
      "CreateKey MalformedPolicyDocumentException: Policy contains a statement that is not valid JSON.",
    ],
  },
];
