import { fromTo, riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Rules on aliases, URLs, triggers and permissions of Lambda functions. */
export const lambdaInvocationRules: readonly ReviewRule[] = [
  deletionRule({
    id: "function-alias-removed",
    types: ["aws_lambda_alias"],
    finds: "an alias of a function that is removed",
    pages: [`${GUIDE}/configuration-aliases.html`],
    consequences: [["outage", "invocations by the alias fail, and its permissions and triggers go"]],
  }),
  settingRule({
    id: "function-alias-moves",
    types: ["aws_lambda_alias"],
    attributes: ["function_version", "routing_config"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "an alias that points at another version",
    text: "Callers of the alias get another version, or another share of versions, at once.",
    pages: [`${GUIDE}/configuring-alias-routing.html`],
    guards: [],
  }),
  deletionRule({
    id: "function-trigger-removed",
    types: ["aws_lambda_event_source_mapping"],
    finds: "an event source that no longer invokes its function",
    pages: [`${GUIDE}/invocation-eventsourcemapping.html`],
    consequences: [
      [
        "outage",
        "events are no longer processed, and a new mapping of a stream begins at its starting_position",
      ],
    ],
  }),
  settingRule({
    id: "function-trigger-off",
    types: ["aws_lambda_event_source_mapping"],
    attributes: ["enabled"],
    on: "turnsOff",
    risk: "outage",
    finds: "an event source mapping that is disabled",
    text: "The event source mapping is disabled: events wait until they expire.",
    pages: [`${GUIDE}/invocation-eventsourcemapping.html`],
  }),
  settingRule({
    id: "function-trigger-loses-events",
    types: ["aws_lambda_event_source_mapping"],
    attributes: [
      "maximum_record_age_in_seconds",
      "maximum_retry_attempts",
      "destination_config.0.on_failure.0.destination_arn",
    ],
    on: (change, attribute) =>
      attribute.endsWith("destination_arn")
        ? change.was(attribute) !== undefined && change.changes(attribute) && !change.becomes(attribute)
        : change.lowers(attribute) || leaves(change, attribute, -1),
    risk: "disarmed",
    finds: "failed events that are given up sooner, or kept nowhere",
    text: (_, attributes) => `Failed events are given up sooner, or kept nowhere (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/kinesis-on-failure-destination.html`],
    guards: ["maximum_record_age_in_seconds", "maximum_retry_attempts"],
  }),
  settingRule({
    id: "function-trigger-filter-changes",
    types: ["aws_lambda_event_source_mapping"],
    attributes: ["filter_criteria"],
    on: "changes",
    risk: "outage",
    finds: "an event filter that changes: what it drops is gone",
    text: "The event filter changes: events that it does not match are dropped, and deleted from a queue.",
    pages: [`${GUIDE}/invocation-eventfiltering.html`],
  }),
  settingRule({
    id: "function-trigger-slower",
    types: ["aws_lambda_event_source_mapping", "aws_lambda_provisioned_concurrency_config"],
    attributes: [
      "batch_size",
      "parallelization_factor",
      "scaling_config.0.maximum_concurrency",
      "provisioned_poller_config.0.minimum_pollers",
      "provisioned_concurrent_executions",
    ],
    on: "lowers",
    risk: "thinner",
    finds: "events that are processed with less at once",
    text: (change, [attribute = "batch_size"]) =>
      `Less is processed at once: ${attribute} goes ${fromTo(change, attribute)}.`,
  }),
  deletionRule({
    id: "function-provisioned-concurrency-removed",
    types: ["aws_lambda_provisioned_concurrency_config"],
    finds: "provisioned concurrency that is given up",
    pages: [`${GUIDE}/provisioned-concurrency.html`],
    consequences: [["thinner", "invocations start cold again"]],
  }),
  deletionRule({
    id: "function-url-removed",
    types: ["aws_lambda_function_url"],
    finds: "a function URL that is deleted or replaced",
    pages: [`${GUIDE}/urls-configuration.html`],
    consequences: [["name", "its URL goes for good, and a new one has another host name"]],
  }),
  pagedRule({
    id: "function-url-public",
    types: ["aws_lambda_function_url"],
    guards: ["authorization_type"],
    finds: "a function URL that everybody may call",
    pages: [`${GUIDE}/urls-auth.html`],
    judge: (change) =>
      change.isPresentAfter && becomesOneOf(change, "authorization_type", "NONE")
        ? [
            riskOf(
              "public",
              "The function URL asks for no credentials: everybody on the internet may call it.",
            ),
          ]
        : [],
  }),
  settingRule({
    id: "function-url-signed",
    types: ["aws_lambda_function_url"],
    attributes: ["authorization_type"],
    on: (change, attribute) => becomesOneOf(change, attribute, "AWS_IAM"),
    risk: "cut",
    level: "note",
    finds: "a function URL that begins to ask for signed requests",
    text: "The function URL takes only signed requests from now on: others get 403.",
    pages: [`${GUIDE}/urls-auth.html`],
  }),
  deletionRule({
    id: "function-permission-removed",
    types: ["aws_lambda_permission", "aws_lambda_layer_version_permission"],
    finds: "a permission of a function that is removed",
    pages: [`${GUIDE}/access-control-resource-based.html`],
    when: (change) => change.action !== "replace",
    consequences: [["outage", "the service or account that it names may no longer invoke the function"]],
    whenCreatedFirst: [["outage", "the new permission is there before it goes", "note"]],
  }),
  deletionRule({
    id: "function-permission-replaced",
    types: ["aws_lambda_permission", "aws_lambda_layer_version_permission"],
    finds: "a permission of a function that is replaced: denied for a moment",
    pages: [`${GUIDE}/access-control-resource-based.html`],
    when: (change) => change.action === "replace",
    consequences: [["outage", "invocations by it are denied for a moment", "note"]],
  }),
  deletionRule({
    id: "function-failure-handling-removed",
    types: [
      "aws_lambda_function_event_invoke_config",
      "aws_lambda_function_recursion_config",
      "aws_lambda_code_signing_config",
      "aws_lambda_runtime_management_config",
    ],
    finds: "the handling of failed or recursive invocations, or code signing, that is removed",
    pages: [`${GUIDE}/invocation-async-configuring.html`],
    consequences: [
      ["disarmed", "failed events keep no destination, or loops and unsigned code are no longer stopped"],
    ],
  }),
];
