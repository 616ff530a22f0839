import { toList } from "../../reach/terraform/configuration/json.ts";
import { attributeRule, destructionRule, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/systems-manager/latest/userguide";
const PARAMETER = ["aws_ssm_parameter"];

/** Rules on parameters and documents of Systems Manager. */
export const ssmRules: readonly ReviewRule[] = [
  destructionRule({
    id: "ssm-parameter-destroyed",
    types: PARAMETER,
    finds: "A parameter is deleted or replaced with its history",
    documentation: [`${GUIDE}/sysman-paramstore-cli.html`, providerPage("aws_ssm_parameter")],
    risks: (change) => {
      const start = replacementText(change);
      return [
        riskOf("loss", `${start}: its history, and a value that was set outside Terraform, is gone.`, "ask"),
        riskOf(
          "outage",
          `${start}: readers fail ${change.isReplaced ? "until the new one exists" : "at once"}.`,
        ),
      ];
    },
  }),
  attributeRule({
    id: "ssm-parameter-in-clear",
    types: PARAMETER,
    finds: "A parameter is no longer encrypted",
    documentation: [`${GUIDE}/secure-string-parameter-kms-encryption.html`],
    attributes: ["type"],
    on: (change, attribute) => change.was(attribute) === "SecureString" && change.changes(attribute),
    judgesReplacements: true,
    risk: "permission",
    text: "The parameter is no longer a SecureString: its value is readable without permission for a key.",
  }),
  attributeRule({
    id: "ssm-parameter-value-changes",
    types: PARAMETER,
    finds: "A parameter gets another value",
    documentation: [`${GUIDE}/systems-manager-parameter-store.html`],
    attributes: ["value", "insecure_value", "value_wo_version"],
    guards: [],
    on: "changes",
    risk: "later",
    text: "The value changes: readers take it up when they read the parameter again.",
  }),
  attributeRule({
    id: "ssm-parameter-key-changes",
    types: PARAMETER,
    finds: "A parameter is encrypted with another key, which its readers need",
    documentation: [`${GUIDE}/secure-string-parameter-kms-encryption.html`],
    attributes: ["key_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    when: (change) => change.becomes("type") !== "String",
    risk: "outage",
    text: "The parameter is encrypted with another key: readers without permission for it fail.",
  }),
  attributeRule({
    id: "ssm-parameter-overwrites",
    types: PARAMETER,
    finds: "Terraform overwrites a value that was set elsewhere",
    documentation: [providerPage("aws_ssm_parameter")],
    attributes: ["overwrite"],
    on: "turnsOn",
    risk: "disarmed",
    level: "note",
    text: "overwrite is turned on: a value that was set outside Terraform is replaced.",
  }),
  removalRule({
    id: "ssm-document-destroyed",
    types: ["aws_ssm_document"],
    finds: "A document is deleted or replaced: what runs it fails",
    documentation: [
      "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteDocument.html",
    ],
    risk: "outage",
    text: "associations, automations and sessions that use it fail",
  }),
  {
    id: "ssm-document-shared",
    types: ["aws_ssm_document"],
    guards: ["permissions"],
    finds: "A document is shared with another account, or with everybody",
    documentation: [`${GUIDE}/documents-ssm-sharing.html`],
    judge: (change) => {
      if (!change.isPresentAfter || change.isUnknown("permissions")) return [];
      const before = accounts(change.was("permissions.account_ids"));
      const added = accounts(change.becomes("permissions.account_ids")).filter((id) => !before.includes(id));
      if (added.some((id) => id.toLowerCase() === "all")) {
        return [riskOf("public", "The document is shared with every AWS account.")];
      }
      return added.length === 0
        ? []
        : [riskOf("permission", `The document is shared with ${added.length} more AWS accounts.`)];
    },
  },
];

/** The provider has the accounts as a text with commas. */
function accounts(value: Parameters<typeof toList>[0]): string[] {
  return toList(value)
    .flatMap((text) => String(text).split(","))
    .map((id) => id.trim())
    .filter((id) => id !== "");
}
