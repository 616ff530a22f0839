import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const sends = (resource: string, condition: JsonObject): JsonObject => ({
  Sid: "Send",
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: resource,
  ...condition,
});

const QUEUE_ARN = "${aws_sqs_queue.jobs.arn}";
const FROM_TOPIC = {
  Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:news" } },
};

const publishes = (principal: JsonObject | string, settings: JsonObject = {}): JsonObject => ({
  Sid: "Publish",
  Effect: "Allow",
  Principal: principal,
  Action: "sns:Publish",
  Resource: "arn:aws:sns:us-east-1:123456789012:news",
  ...settings,
});

const pulls = (principal: JsonObject | string, actions: readonly string[]): JsonObject => ({
  Sid: "Pull",
  Effect: "Allow",
  Principal: principal,
  Action: actions,
});

const keeps = (count: number): string =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: count },
        action: { type: "expire" },
      },
    ],
  });

const redrive = (count: number): string =>
  `{"deadLetterTargetArn":"\${aws_sqs_queue.dead.arn}","maxReceiveCount":${count}}`;

const APP = { AWS: "arn:aws:iam::123456789012:role/app" };
const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

const BASE: ResourcePatch = {
  "aws_sqs_queue.dead": { name: "dead", message_retention_seconds: 1_209_600 },
  "aws_sqs_queue.jobs": {
    name: "jobs",
    message_retention_seconds: 345_600,
  },
  "aws_sqs_queue_redrive_policy.jobs": {
    queue_url: "${aws_sqs_queue.jobs.id}",
    redrive_policy: redrive(3),
  },
  "aws_sqs_queue_policy.jobs": {
    queue_url: "${aws_sqs_queue.jobs.id}",
    policy: policy(sends(QUEUE_ARN, FROM_TOPIC)),
  },
  "aws_sns_topic.news": { name: "news" },
  "aws_sns_topic_policy.news": { arn: "${aws_sns_topic.news.arn}", policy: policy(publishes(APP)) },
  "aws_sns_topic_subscription.jobs": {
    topic_arn: "${aws_sns_topic.news.arn}",
    protocol: "sqs",
    endpoint: QUEUE_ARN,
  },
  "aws_ecr_repository.app": { name: "app", force_delete: true, image_tag_mutability: "IMMUTABLE" },
  "aws_ecr_repository.kept": {
    name: "kept",
    image_tag_mutability: "MUTABLE",
    image_scanning_configuration: { scan_on_push: true },
  },
  "aws_ecr_lifecycle_policy.kept": {
    repository: "${aws_ecr_repository.kept.name}",
    policy: keeps(100),
  },
  "aws_ecr_repository_policy.kept": {
    repository: "${aws_ecr_repository.kept.name}",
    policy: policy(pulls(APP, PULL)),
  },
};

const JOBS = "aws_sqs_queue.jobs";
const REDRIVE = "aws_sqs_queue_redrive_policy.jobs";
const JOBS_POLICY = "aws_sqs_queue_policy.jobs";
const NEWS = "aws_sns_topic.news";
const NEWS_POLICY = "aws_sns_topic_policy.news";
const APP_IMAGES = "aws_ecr_repository.app";
const KEPT = "aws_ecr_repository.kept";
const LIFECYCLE = "aws_ecr_lifecycle_policy.kept";
const KEPT_POLICY = "aws_ecr_repository_policy.kept";

/** Queues, topics and image registries. */
export const QUEUES_PAIRS: PairGroup = {
  name: "queues",
  base: BASE,
  pairs: [
    {
      id: "sqs-retention",
      expects: { class: "loss", level: "ask", address: JOBS },
      dangerous: patched({ [JOBS]: { message_retention_seconds: 3600 } }),
      harmless: patched({ [JOBS]: { message_retention_seconds: 1_209_600 } }),
    },
    {
      id: "sqs-without-dead-letters",
      expects: { class: ["loss", "disarmed", "blind"], level: "ask", address: REDRIVE },
      dangerous: drop(REDRIVE),
      harmless: patched({ [REDRIVE]: { redrive_policy: redrive(5) } }),
    },
    {
      id: "sqs-deleted",
      expects: { class: "loss", level: "block", address: "aws_sqs_queue.dead" },
      dangerous: drop("aws_sqs_queue.dead", REDRIVE),
      harmless: retag("aws_sqs_queue.dead"),
    },
    {
      id: "sqs-renamed",
      expects: { class: ["loss", "name"], level: "ask", address: JOBS },
      dangerous: patched({ [JOBS]: { name: "work" } }),
      harmless: patched({ [JOBS]: { visibility_timeout_seconds: 60 } }),
    },
    {
      id: "sqs-public",
      expects: { class: "public", level: "block", address: JOBS_POLICY },
      dangerous: patched({
        [JOBS_POLICY]: { policy: policy(sends(QUEUE_ARN, { Principal: "*", Action: "sqs:*" })) },
      }),
      harmless: patched({
        [JOBS_POLICY]: {
          policy: policy(
            sends(QUEUE_ARN, {
              Condition: { ...FROM_TOPIC.Condition, StringEquals: { "aws:SourceAccount": "123456789012" } },
            }),
          ),
        },
      }),
    },
    {
      id: "sqs-from-every-topic",
      expects: { class: ["permission", "public"], level: "ask", address: JOBS_POLICY },
      dangerous: patched({ [JOBS_POLICY]: { policy: policy(sends(QUEUE_ARN, {})) } }),
      harmless: patched({
        [JOBS_POLICY]: { policy: policy(sends(QUEUE_ARN, { ...FROM_TOPIC, Sid: "SendFromTopic" })) },
      }),
    },
    {
      id: "sns-renamed",
      expects: { class: ["name", "outage", "cut"], level: "ask", address: NEWS },
      dangerous: patched({ [NEWS]: { name: "tidings" } }),
      harmless: patched({ [NEWS]: { display_name: "News" } }),
    },
    {
      id: "sns-subscription-deleted",
      expects: {
        class: ["cut", "blind", "outage"],
        level: "ask",
        address: "aws_sns_topic_subscription.jobs",
      },
      dangerous: drop("aws_sns_topic_subscription.jobs"),
      harmless: patched({ [NEWS]: { display_name: "News" } }),
    },
    {
      id: "sns-public",
      expects: { class: "public", level: "block", address: NEWS_POLICY },
      dangerous: patched({ [NEWS_POLICY]: { policy: policy(publishes("*")) } }),
      harmless: patched({
        [NEWS_POLICY]: {
          policy: policy(publishes(APP, { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
        },
      }),
    },
    {
      id: "ecr-deleted-with-its-images",
      expects: { class: "loss", level: "block", address: APP_IMAGES },
      dangerous: drop(APP_IMAGES),
      harmless: retag(APP_IMAGES),
    },
    {
      id: "ecr-force-delete",
      expects: { class: "disarmed", level: "ask", address: KEPT },
      dangerous: patched({ [KEPT]: { force_delete: true } }),
      harmless: patched({ [APP_IMAGES]: { force_delete: false } }),
    },
    {
      id: "ecr-tags-mutable",
      expects: { class: ["disarmed", "permission"], level: "note", address: APP_IMAGES },
      dangerous: patched({ [APP_IMAGES]: { image_tag_mutability: "MUTABLE" } }),
      harmless: patched({ [KEPT]: { image_tag_mutability: "IMMUTABLE" } }),
    },
    {
      id: "ecr-scans-off",
      expects: { class: ["blind", "disarmed"], level: "note", address: KEPT },
      dangerous: patched({ [KEPT]: { image_scanning_configuration: { scan_on_push: false } } }),
      harmless: patched({ [APP_IMAGES]: { image_scanning_configuration: { scan_on_push: true } } }),
    },
    {
      id: "ecr-keeps-fewer",
      expects: { class: "loss", level: "ask", address: LIFECYCLE },
      dangerous: patched({ [LIFECYCLE]: { policy: keeps(5) } }),
      harmless: patched({ [LIFECYCLE]: { policy: keeps(200) } }),
    },
    {
      id: "ecr-public",
      expects: { class: "public", level: "block", address: KEPT_POLICY },
      dangerous: patched({ [KEPT_POLICY]: { policy: policy(pulls("*", PULL)) } }),
      harmless: patched({ [KEPT_POLICY]: { policy: policy(pulls(APP, ["ecr:BatchGetImage"])) } }),
    },
  ],
};
