import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

/** Rules on resources that live in Terraform's state alone, and feed others. */
export const utilityProviderRules: readonly ReviewRule[] = [
  {
    id: "generated-value-changes",
    types: ["random_id", "random_pet", "random_string", "random_uuid", "random_integer", "random_shuffle"],
    finds: "a generated value that is replaced: names that are made of it change",
    documentation: ["https://registry.terraform.io/providers/hashicorp/random/latest/docs"],
    judge: (change) =>
      change.isDestroyed
        ? [riskOf("name", `${replacementText(change)}: names and other values that are made of it change.`)]
        : [],
  },
  {
    id: "generated-secret-lost",
    types: [
      "random_password",
      "random_bytes",
      "tls_private_key",
      "tls_self_signed_cert",
      "tls_locally_signed_cert",
    ],
    finds: "a generated password, key or certificate that is replaced: the old one is nowhere else",
    documentation: [
      "https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key",
    ],
    judge: (change) =>
      change.isDestroyed
        ? [
            riskOf(
              "outage",
              `${replacementText(change)}: what was made with the old secret must be changed too, and it stands nowhere else.`,
            ),
          ]
        : [],
  },
  {
    id: "script-runs",
    types: [
      "null_resource",
      "terraform_data",
      "local_file",
      "local_sensitive_file",
      "time_static",
      "time_rotating",
      "time_sleep",
      "time_offset",
    ],
    finds: "a resource without an object in AWS that is replaced: its provisioners run",
    documentation: ["https://developer.hashicorp.com/terraform/language/resources/terraform-data"],
    judge: (change) =>
      change.isDestroyed
        ? [
            riskOf(
              "later",
              `${replacementText(change)}: it is nothing in AWS, but its provisioners run, and what it triggers is replaced.`,
            ),
          ]
        : [],
  },
];
