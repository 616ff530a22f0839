import { formatFew } from "../../reach/analysis/lint/words.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide";
const PRIMARY_KEYS = ["aws_kms_key", "aws_kms_external_key"];
const REPLICA_KEYS = ["aws_kms_replica_key", "aws_kms_replica_external_key"];
const KEYS = [...PRIMARY_KEYS, ...REPLICA_KEYS];

/** Rules on KMS keys and their aliases, policies and grants. */
export const kmsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "kms-key-destroyed",
    types: PRIMARY_KEYS,
    finds: "A key is deleted or replaced: what it encrypted can never be read again",
    documentation: [`${GUIDE}/deleting-keys.html`, providerPage("aws_kms_key")],
    risks: (change, context) => {
      const days = Number(change.was("deletion_window_in_days") ?? 30);
      const text =
        `${replacementText(change)}: the key is unusable at once and gone after ${days} days, and with it ` +
        `all that it encrypted${usersText(change, context)}.`;
      return [riskOf("loss", text)];
    },
  }),
  destructionRule({
    id: "kms-replica-key-destroyed",
    types: REPLICA_KEYS,
    finds: "A replica key is deleted or replaced: what uses it in its Region fails",
    documentation: [`${GUIDE}/multi-region-keys-delete.html`],
    risks: (change, context) => [
      riskOf(
        "outage",
        `${replacementText(change)}: what uses the key in this Region fails${usersText(change, context)}; ` +
          "the primary key still decrypts.",
      ),
    ],
  }),
  attributeRule({
    id: "kms-key-disabled",
    types: KEYS,
    finds: "A key is disabled: what it encrypts fails",
    documentation: [`${GUIDE}/enabling-keys.html`],
    attributes: ["is_enabled", "enabled"],
    on: "turnsOff",
    risk: "outage",
    text: "The key is disabled: nothing that it encrypted can be read until it is enabled again.",
  }),
  attributeRule({
    id: "kms-deletion-window-lowered",
    types: KEYS,
    finds: "There is less time to cancel a deletion of a key",
    documentation: [`${GUIDE}/deleting-keys-scheduling-key-deletion.html`],
    attributes: ["deletion_window_in_days"],
    on: "lowers",
    risk: "disarmed",
    text: (change, [attribute = ""]) =>
      `A deletion can be cancelled for less time: ${fromTo(change, attribute)} days.`,
  }),
  attributeRule({
    id: "kms-rotation-off",
    types: PRIMARY_KEYS,
    finds: "Automatic rotation of a key is turned off",
    documentation: [`${GUIDE}/rotate-keys.html`],
    attributes: ["enable_key_rotation"],
    on: "turnsOff",
    risk: "disarmed",
    level: "note",
    text: "Automatic rotation is turned off: the key's material stays the same.",
  }),
  attributeRule({
    id: "kms-key-material-expires",
    types: ["aws_kms_external_key", "aws_kms_replica_external_key"],
    finds: "Imported key material expires, or expires at another time",
    documentation: [`${GUIDE}/importing-keys-import-key-material.html`],
    attributes: ["valid_to"],
    on: (change, attribute) => change.becomes(attribute) !== undefined && change.changes(attribute),
    risk: "later",
    text: "The key material is deleted at another time: the key is unusable until it is imported again.",
  }),
  {
    id: "kms-policy-locks-out",
    types: [...KEYS, "aws_kms_key_policy"],
    guards: ["policy"],
    finds: "A key policy leaves nobody, or not the account, who may change it",
    documentation: [`${GUIDE}/key-policy-default.html`],
    judge: (change) => (change.isUpdated && change.changes("policy") ? policyRisks(change) : []),
  },
  attributeRule({
    id: "kms-lockout-check-off",
    types: [...KEYS, "aws_kms_key_policy"],
    finds: "AWS no longer checks that a new key policy can be changed again",
    documentation: ["https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"],
    attributes: ["bypass_policy_lockout_safety_check"],
    on: "turnsOn",
    risk: "disarmed",
    text: "The lockout check is bypassed: a wrong policy makes the key unmanageable for good.",
  }),
  removalRule({
    id: "kms-key-policy-deleted",
    types: ["aws_kms_key_policy"],
    finds: "A key policy is deleted: AWS's default policy takes its place",
    documentation: [`${GUIDE}/key-policy-default.html`, providerPage("aws_kms_key_policy")],
    parent: { types: KEYS, attribute: "key_id" },
    unlessReplaced: true,
    risk: "permission",
    text: "the default policy takes its place, by which IAM policies of the account decide alone",
  }),
  destructionRule({
    id: "kms-alias-destroyed",
    types: ["aws_kms_alias"],
    finds: "An alias is deleted or replaced: who names the key by it fails",
    documentation: [`${GUIDE}/alias-manage.html`],
    risks: (change) => [
      riskOf("name", `${replacementText(change)}: whoever names the key by the alias fails.`),
    ],
  }),
  attributeRule({
    id: "kms-alias-changes-key",
    types: ["aws_kms_alias"],
    finds: "An alias names another key",
    documentation: [`${GUIDE}/alias-manage.html`],
    attributes: ["target_key_id"],
    on: "changes",
    risk: "name",
    text: "The alias names another key: users without permission for it fail, and new data needs it.",
  }),
  removalRule({
    id: "kms-grant-deleted",
    types: ["aws_kms_grant"],
    finds: "A grant is revoked or replaced: its grantee can no longer use the key",
    documentation: [`${GUIDE}/grants.html`],
    parent: { types: KEYS, attribute: "key_id" },
    risk: "outage",
    text: "its grantee can no longer use the key by it",
  }),
];

/** Names the resources under review that refer to a key and survive it. */
function usersText(change: PlannedResourceChange, { changes }: RuleContext): string {
  const names = new Set(["arn", "key_id", "id"].flatMap((attribute) => change.was(attribute) ?? []));
  const users = changes
    .filter((user) => !user.isDestroyed && !KEY_PARTS.has(user.type))
    .filter((user) => user.address !== change.address && refersTo(user.before, names))
    .map(({ address }) => address);
  return users.length === 0 ? "" : `: ${formatFew(users)} use it`;
}

const KEY_PARTS = new Set(["aws_kms_alias", "aws_kms_grant", "aws_kms_key_policy"]);

function refersTo(value: Json, names: ReadonlySet<Json>): boolean {
  if (typeof value === "string") return names.has(value);
  if (Array.isArray(value)) return value.some((item) => refersTo(item, names));
  return isJsonObject(value) && Object.values(value).some((item) => refersTo(item, names));
}

function policyRisks(change: PlannedResourceChange): Risk[] {
  const before = administrators(change.was("policy"));
  const after = administrators(change.becomes("policy"));
  if (before === undefined || after === undefined) return [];
  if (after.length === 0) {
    return change.becomes("bypass_policy_lockout_safety_check") === true
      ? [
          riskOf(
            "disarmed",
            "The new policy lets nobody change it: the key becomes unmanageable for good.",
            "block",
          ),
        ]
      : [
          riskOf(
            "refused",
            "The new policy lets nobody change it, and AWS refuses (MalformedPolicyDocumentException).",
            "block",
          ),
        ];
  }
  const isRoot = (principal: string): boolean => /:root$|^\d{12}$|^\*$/.test(principal);
  if (!before.some(isRoot) || after.some(isRoot)) return [];
  const text =
    "The account itself may no longer change the policy: if the principals named in it are deleted, the key is unmanageable.";
  return [riskOf("disarmed", text)];
}

/** The principals that a policy allows to change it; undefined if it cannot be read. */
function administrators(policy: Json | undefined): string[] | undefined {
  const document = parsed(policy);
  if (document === undefined) return undefined;
  return toList(document.Statement)
    .filter(isJsonObject)
    .filter(({ Effect, Action }) => Effect === "Allow" && toList(Action).some(changesPolicy))
    .flatMap(({ Principal }) => {
      if (typeof Principal === "string") return [Principal];
      return isJsonObject(Principal) ? toList(Principal.AWS).map(String) : [];
    });
}

function changesPolicy(action: Json): boolean {
  const pattern = String(action)
    .replace(/[^A-Za-z0-9*?:]/g, "")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, "i").test("kms:PutKeyPolicy");
}

function parsed(policy: Json | undefined): JsonObject | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    const document = JSON.parse(policy) as Json;
    return isJsonObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
