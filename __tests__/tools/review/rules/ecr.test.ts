import { ecrRules } from "../../../../tools/review/rules/ecr.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeReplacement } from "../../../support/rule-examples.ts";

const keep = (countNumber: number, tagStatus = "any", action = "expire") => ({
  rulePriority: 1,
  selection: { tagStatus, countType: "imageCountMoreThan", countNumber },
  action: { type: action },
});
const policy = (...rules: object[]) => ({ repository: "app", policy: JSON.stringify({ rules }) });
const replaced = { actions: ["delete", "create"] };
const repository = { type: "aws_ecr_repository", before: { name: "app" } };
const replication = (...regions: string[]) => ({
  replication_configuration: [{ rule: regions.map((region) => ({ destination: [{ region }] })) }],
});

describeRules(ecrRules, {
  "ecr-repository-destroyed": [
    unlikeCreation({ force_delete: true }, ["loss", "block"]),
    unlikeCreation({ force_delete: false }, ["refused", "ask"]),
    {
      dangerous: { type: "aws_ecrpublic_repository", ...replaced, before: { force_destroy: true } },
      risks: [["loss", "block"]],
      harmless: { type: "aws_ecrpublic_repository", before: { force_destroy: true } },
    },
  ],
  "ecr-force-delete-on": [oneWay({ force_delete: false }, { force_delete: true }, ["disarmed", "ask"])],
  "ecr-tags-mutable": [
    oneWay({ image_tag_mutability: "IMMUTABLE" }, { image_tag_mutability: "MUTABLE" }, ["disarmed", "note"]),
  ],
  "ecr-scan-off": [
    oneWay(
      { image_scanning_configuration: [{ scan_on_push: true }] },
      { image_scanning_configuration: [{ scan_on_push: false }] },
      ["blind", "ask"],
    ),
  ],
  "ecr-registry-scan-reduced": [
    oneWay({ scan_type: "ENHANCED" }, { scan_type: "BASIC" }, ["blind", "ask"]),
    oneWay({ rule: [{ scan_frequency: "SCAN_ON_PUSH" }] }, { rule: [] }, ["blind", "ask"]),
  ],
  "ecr-registry-scan-deleted": [unlikeReplacement({ scan_type: "ENHANCED" }, ["blind", "ask"])],
  "ecr-images-expire-sooner": [
    {
      dangerous: { ...replaced, before: policy(keep(100)), after: policy(keep(10)) },
      risks: [["loss", "ask"]],
      harmless: { ...replaced, before: policy(keep(10)), after: policy(keep(100)) },
    },
    {
      dangerous: { ...replaced, before: policy(keep(9, "untagged")), after: policy(keep(9, "any")) },
      risks: [["loss", "ask"]],
      harmless: { ...replaced, before: policy(keep(9), keep(5, "untagged")), after: policy(keep(9)) },
    },
    {
      dangerous: { actions: ["create"], after: policy(keep(10)) },
      risks: [["loss", "ask"]],
      harmless: {
        actions: ["create"],
        after: policy(keep(10)),
        beside: [{ type: "aws_ecr_repository", actions: ["create"], after: { name: "app" } }],
      },
    },
    {
      dangerous: { actions: ["create"], after: policy(keep(10)) },
      risks: [["loss", "ask"]],
      harmless: { actions: ["create"], after: { policy: "not JSON" } },
    },
  ],
  "ecr-lifecycle-deleted": [unlessWith(repository, policy(keep(10)), ["cost", "note"])],
  "ecr-replication-reduced": [
    oneWay(replication("eu-west-1", "us-east-1"), replication("us-east-1"), ["disarmed", "ask"]),
  ],
  "ecr-replication-deleted": [unlikeReplacement(replication("us-east-1"), ["disarmed", "ask"])],
  "ecr-pull-through-deleted": [unlikeCreation({}, ["outage", "ask"])],
});
