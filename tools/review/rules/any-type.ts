import { isDeepStrictEqual } from "node:util";
import { isStatefulType } from "../../addresses/stateful-addresses.ts";
import type { Risk } from "../finding.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import { nameCollisionRisks } from "./name-collisions.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const PLAN_FORMAT = "https://developer.hashicorp.com/terraform/internals/json-format#change-representation";

/** Attributes that name what an object belongs to, and change nothing in what it does. */
const TAG_ATTRIBUTES = ["tags", "tags_all", "tag", "volume_tags"];

/** Attributes that only describe an object to people. */
const DESCRIPTION_ATTRIBUTES = ["description", "comment", "alarm_description", "display_name"];

/** Attributes that guard an object against deletion: a type that has one matters, on or off. */
const GUARD_ATTRIBUTES = [
  "delete_protection",
  "deletion_protection",
  "deletion_protection_enabled",
  "disable_api_termination",
  "enable_deletion_protection",
  "final_snapshot_identifier",
  "force_destroy",
  "recovery_window_in_days",
  "skip_final_snapshot",
  "termination_protection_enabled",
];

/** Types beside the stateful ones of this project's platforms that hold data, or guard others. */
const WATCHED_TYPES: ReadonlySet<string> = new Set([
  "aws_backup_plan",
  "aws_backup_selection",
  "aws_cloudtrail",
  "aws_config_configuration_recorder",
  "aws_ebs_volume",
  "aws_efs_file_system",
  "aws_elasticache_cluster",
  "aws_fsx_lustre_file_system",
  "aws_fsx_ontap_file_system",
  "aws_fsx_openzfs_file_system",
  "aws_fsx_windows_file_system",
  "aws_guardduty_detector",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_kinesis_stream",
  "aws_memorydb_cluster",
  "aws_msk_cluster",
  "aws_network_acl",
  "aws_opensearch_domain",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_security_group",
  "aws_sqs_queue",
  "aws_ssm_parameter",
  "aws_wafv2_web_acl",
]);

/**
 * Builds the rules over every type.
 *
 * @param named the rules of single types: a type that none of them names is unknown
 */
export function createAnyTypeRules(named: readonly ReviewRule[]): readonly ReviewRule[] {
  const namedTypes = new Set(named.flatMap(({ types }) => types));
  return [deletedWithoutRule(namedTypes), ...ANY_TYPE_RULES];
}

/**
 * Returns a risk for each guarded attribute that an update sets to a value which is known only
 * after apply. A creation and a replacement are not judged: the old value guards nothing there.
 *
 * @param guards dotted paths, from the rules of the change's type
 */
export function guardedAttributeRisks(
  change: PlannedResourceChange,
  guards: readonly string[],
): readonly Risk[] {
  if (!change.isUpdated) return [];
  return [...new Set(guards)]
    .filter((guard) => change.isUnknown(guard))
    .map((guard) =>
      riskOf("unknown", `${guard} is known only after apply: the review cannot judge the change of it.`),
    );
}

function deletedWithoutRule(namedTypes: ReadonlySet<string>): ReviewRule {
  return {
    id: "deleted-without-rule",
    types: [],
    finds: "a deletion or replacement of a type that no rule names",
    documentation: [PLAN_FORMAT],
    judge: (change) => {
      if (namedTypes.has(change.type) || (change.action !== "delete" && !change.isReplaced)) return [];
      const text = `${replacementText(change)}, and no rule knows its type: check what is lost, and what depends on it.`;
      return [riskOf("outage", text)];
    },
  };
}

const ANY_TYPE_RULES: readonly ReviewRule[] = [
  {
    id: "forgotten",
    types: [],
    finds: "an object that Terraform forgets, and AWS keeps",
    documentation: ["https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources"],
    judge: (change) => {
      if (change.action !== "forget" && change.action !== "create-forget") return [];
      if (isWatched(change)) {
        const text =
          "Terraform forgets it, and AWS keeps it: no plan notices any more that its data or its guards change.";
        return [riskOf("disarmed", text)];
      }
      return [riskOf("disarmed", "Terraform forgets it, and AWS keeps it, at its cost.", "note")];
    },
  },
  {
    id: "action-not-recognized",
    types: [],
    finds: "an action that this version does not know",
    documentation: [PLAN_FORMAT],
    judge: (change) =>
      change.action === "unrecognized"
        ? [
            riskOf(
              "unknown",
              "The plan's action is not known, and is taken as a deletion. Fix: use a newer Drydock.",
            ),
          ]
        : [],
  },
  {
    id: "import-with-changes",
    types: [],
    finds: "an object that is imported, and changed by the same plan",
    documentation: ["https://developer.hashicorp.com/terraform/language/import"],
    judge: (change) => {
      if (!change.isImported) return [];
      if (change.action === "no-op") return [riskOf("cosmetic", "It is imported as it is.", "note")];
      const changed = changedAttributes(change).filter((name) => !isCosmetic(name));
      if (!change.isReplaced && changed.length === 0) {
        return [riskOf("cosmetic", "It is imported, and only tags or descriptions of it change.", "note")];
      }
      const text = `It is imported and changed at once (${namesOf(changed)}): what runs today becomes what the configuration has.`;
      return [riskOf("outage", text)];
    },
  },
  {
    id: "name-collides",
    types: [],
    finds: "a replacement that creates a second object of the same name first",
    documentation: [
      "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy",
    ],
    judge: nameCollisionRisks,
  },
  {
    id: "tags-only",
    types: [],
    finds: "an update of tags alone",
    documentation: [PLAN_FORMAT],
    judge: (change) => (changesOnly(change, TAG_ATTRIBUTES) ? [riskOf("cosmetic", "Only tags change.")] : []),
  },
  {
    id: "description-in-place",
    types: [],
    finds: "an update of descriptions, and of tags at most",
    documentation: [PLAN_FORMAT],
    judge: (change) =>
      changesOnly(change, [...TAG_ATTRIBUTES, ...DESCRIPTION_ATTRIBUTES]) &&
      !changesOnly(change, TAG_ATTRIBUTES)
        ? [riskOf("cosmetic", "Only a description changes, in place.")]
        : [],
  },
];

function isWatched({ type, before }: PlannedResourceChange): boolean {
  const isGuarded = GUARD_ATTRIBUTES.some((name) => Object.hasOwn(before, name));
  return isGuarded || isStatefulType(type) || WATCHED_TYPES.has(type);
}

function changesOnly(change: PlannedResourceChange, names: readonly string[]): boolean {
  if (!change.isUpdated) return false;
  const changed = changedAttributes(change);
  return changed.length > 0 && changed.every((name) => names.includes(name));
}

/** The top-level attributes that an update changes, or may change, sorted. */
function changedAttributes(change: PlannedResourceChange): readonly string[] {
  const names = new Set([
    ...Object.keys(change.before),
    ...Object.keys(change.after),
    ...Object.keys(change.afterUnknown),
  ]);
  return [...names].sort().filter((name) => {
    if (change.isUnknown(name)) return true;
    const [before, after] = [change.before[name], change.after[name]];
    return !isDeepStrictEqual(before, after) && !isSameMeaning(before, after);
  });
}

function isCosmetic(name: string): boolean {
  return TAG_ATTRIBUTES.includes(name) || DESCRIPTION_ATTRIBUTES.includes(name);
}

function namesOf(attributes: readonly string[]): string {
  const shown = attributes.slice(0, 4).join(", ");
  return attributes.length > 4 ? `${shown} and ${attributes.length - 4} more` : shown || "replaced";
}
