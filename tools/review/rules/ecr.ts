import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { valueIn } from "./blocks.ts";
import { attributeRule, destructionRule, isDestroyedWith, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide";
const REPOSITORY = ["aws_ecr_repository"];
const REPOSITORIES = [...REPOSITORY, "aws_ecrpublic_repository"];
const PARENT = { types: REPOSITORY, attribute: "repository" };

/** Rules on ECR repositories and registries. */
export const ecrRules: readonly ReviewRule[] = [
  destructionRule({
    id: "ecr-repository-destroyed",
    types: REPOSITORIES,
    finds: "A repository is deleted or replaced, with its images or refused while it has any",
    documentation: [`${GUIDE}/repository-delete.html`, providerPage("aws_ecr_repository")],
    risks: (change) => {
      const start = replacementText(change);
      const force = change.type === "aws_ecr_repository" ? "force_delete" : "force_destroy";
      return change.was(force) === true
        ? [
            riskOf(
              "loss",
              `${start}, and ${force} was set: all its images are gone, also those that tasks run.`,
            ),
          ]
        : [
            riskOf(
              "refused",
              `${start}, and AWS refuses while it holds an image (RepositoryNotEmptyException).`,
            ),
          ];
    },
  }),
  attributeRule({
    id: "ecr-force-delete-on",
    types: REPOSITORIES,
    finds: "force_delete is turned on: the next destroy deletes the images too",
    documentation: [providerPage("aws_ecr_repository")],
    attributes: ["force_delete", "force_destroy"],
    on: "turnsOn",
    risk: "disarmed",
    text: "A forced deletion is turned on: the next destroy or replacement deletes all images.",
  }),
  attributeRule({
    id: "ecr-tags-mutable",
    types: REPOSITORY,
    finds: "Tags can be moved to other images",
    documentation: [`${GUIDE}/image-tag-mutability.html`],
    attributes: ["image_tag_mutability"],
    on: (change, attribute) =>
      String(change.was(attribute)).startsWith("IMMUTABLE") && change.becomes(attribute) === "MUTABLE",
    risk: "disarmed",
    level: "note",
    text: "Tags become mutable: what a tag names can change under those who deploy by it.",
  }),
  attributeRule({
    id: "ecr-scan-off",
    types: REPOSITORY,
    finds: "Images are no longer scanned when they are pushed",
    documentation: [`${GUIDE}/image-scanning.html`],
    attributes: ["image_scanning_configuration.0.scan_on_push"],
    on: "turnsOff",
    risk: "blind",
    text: "Images are no longer scanned for vulnerabilities when they are pushed.",
  }),
  attributeRule({
    id: "ecr-registry-scan-reduced",
    types: ["aws_ecr_registry_scanning_configuration"],
    finds: "A registry is scanned less",
    documentation: [`${GUIDE}/image-scanning.html`],
    attributes: ["scan_type", "rule"],
    on: (change, attribute) =>
      attribute === "scan_type"
        ? change.was(attribute) === "ENHANCED" && change.changes(attribute)
        : toList(change.was(attribute)).length > toList(change.becomes(attribute)).length &&
          change.changes(attribute),
    risk: "blind",
    text: "Fewer images are scanned for vulnerabilities, or less often.",
  }),
  removalRule({
    id: "ecr-registry-scan-deleted",
    types: ["aws_ecr_registry_scanning_configuration"],
    finds: "A registry is scanned by the basic settings again",
    documentation: [`${GUIDE}/image-scanning.html`],
    unlessReplaced: true,
    risk: "blind",
    text: "the registry goes back to basic scanning without rules",
  }),
  {
    id: "ecr-images-expire-sooner",
    types: ["aws_ecr_lifecycle_policy"],
    guards: ["policy"],
    finds: "A lifecycle policy deletes more images, or deletes them sooner",
    documentation: [`${GUIDE}/LifecyclePolicies.html`],
    judge: lifecycleRisks,
  },
  removalRule({
    id: "ecr-lifecycle-deleted",
    types: ["aws_ecr_lifecycle_policy"],
    finds: "Images are kept for ever",
    documentation: [`${GUIDE}/LifecyclePolicies.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "cost",
    text: "images are kept for ever",
  }),
  attributeRule({
    id: "ecr-replication-reduced",
    types: ["aws_ecr_replication_configuration"],
    finds: "Images are no longer replicated to another Region or account",
    documentation: [`${GUIDE}/replication.html`],
    attributes: ["replication_configuration.0.rule"],
    on: "drops",
    risk: "disarmed",
    text: "New images are no longer replicated to a Region or account: deployments there find none.",
  }),
  removalRule({
    id: "ecr-replication-deleted",
    types: ["aws_ecr_replication_configuration"],
    finds: "Images are no longer replicated",
    documentation: [`${GUIDE}/replication.html`],
    unlessReplaced: true,
    risk: "disarmed",
    text: "new images are no longer replicated: deployments elsewhere find none",
  }),
  removalRule({
    id: "ecr-pull-through-deleted",
    types: ["aws_ecr_pull_through_cache_rule"],
    finds: "Images of an upstream registry can no longer be pulled through ECR",
    documentation: [`${GUIDE}/pull-through-cache.html`],
    risk: "outage",
    text: "images of the upstream registry that are not yet cached can no longer be pulled",
  }),
];

function lifecycleRisks(
  change: PlannedResourceChange,
  context: RuleContext,
): ReturnType<ReviewRule["judge"]> {
  // A change of the policy replaces it. A new repository holds nothing.
  const isNew = change.action === "create" && isOfNewRepository(change, context);
  if (!change.isPresentAfter || isNew || isDestroyedWith(change, context, PARENT)) return [];
  const before = expirations(change.was("policy"));
  const after = expirations(change.becomes("policy"));
  const sooner = after.filter((rule) => !before.some((other) => expiresNoSooner(rule, other)));
  if (sooner.length === 0) return [];
  return [riskOf("loss", "More images expire, or sooner: they are deleted within a day.", "ask")];
}

function isOfNewRepository(change: PlannedResourceChange, { ofType }: RuleContext): boolean {
  if (change.isUnknown("repository")) return true;
  const name = change.becomes("repository");
  return ofType(...REPOSITORY).some((each) => each.action === "create" && each.becomes("name") === name);
}

/** True if a rule selects the same images as an earlier one, and keeps as many or as long. */
function expiresNoSooner(rule: JsonObject, earlier: JsonObject): boolean {
  const count = "selection.countNumber";
  const limits = [Number(valueIn(rule, count)), Number(valueIn(earlier, count))];
  return isSameMeaning(withoutCount(rule), withoutCount(earlier)) && (limits[0] ?? 0) >= (limits[1] ?? 0);
}

function withoutCount(rule: JsonObject): JsonObject {
  const selection = isJsonObject(rule.selection) ? rule.selection : {};
  const { countNumber: _, ...rest } = selection;
  return { selection: rest, action: rule.action ?? null };
}

function expirations(policy: Json | undefined): JsonObject[] {
  if (typeof policy !== "string") return [];
  try {
    const document = JSON.parse(policy) as Json;
    return isJsonObject(document) ? toList(document.rules).filter(isJsonObject) : [];
  } catch {
    return [];
  }
}
