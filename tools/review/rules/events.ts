import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide";
const SCHEDULES = ["aws_cloudwatch_event_rule", "aws_scheduler_schedule"];

/** Rules on EventBridge, Scheduler, Pipes and Step Functions. */
export const eventRules: readonly ReviewRule[] = [
  deletionRule({
    id: "event-rule-removed",
    types: [...SCHEDULES, "aws_cloudwatch_event_target", "aws_pipes_pipe", "aws_scheduler_schedule_group"],
    finds: "a rule, schedule, target or pipe that is removed",
    pages: [`${GUIDE}/eb-delete-rule.html`],
    consequences: [["outage", "what it started is no longer started, and events meanwhile are lost"]],
    whenCreatedFirst: [["outage", "its successor runs before it goes: some events may come twice", "note"]],
  }),
  settingRule({
    id: "event-rule-off",
    types: [...SCHEDULES, "aws_pipes_pipe"],
    attributes: ["is_enabled", "state", "desired_state"],
    on: (change, attribute) =>
      attribute === "is_enabled"
        ? change.was(attribute) === true && change.becomes(attribute) === false
        : becomesOneOf(change, attribute, "DISABLED", "STOPPED"),
    risk: "outage",
    finds: "a rule, schedule or pipe that is disabled",
    text: "It is disabled: what it started is no longer started, and events meanwhile are lost.",
    pages: ["https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html"],
  }),
  settingRule({
    id: "event-rule-matches-otherwise",
    types: SCHEDULES,
    attributes: [
      "event_pattern",
      "schedule_expression",
      "schedule_expression_timezone",
      "start_date",
      "end_date",
    ],
    on: "changes",
    risk: "outage",
    finds: "a rule or schedule of other events or times",
    text: (_, attributes) =>
      `It starts its targets for other events, or at other times (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/eb-event-patterns.html`],
    guards: ["schedule_expression", "schedule_expression_timezone"],
  }),
  settingRule({
    id: "event-target-changes",
    types: ["aws_cloudwatch_event_target", "aws_scheduler_schedule"],
    attributes: ["arn", "input", "input_path", "input_transformer", "target.0.arn", "target.0.input"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "another target, or another input of it",
    text: (_, attributes) => `Another target is started, or with another input (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/eb-targets.html`],
    guards: [],
  }),
  settingRule({
    id: "event-failures-lost",
    types: ["aws_cloudwatch_event_target", "aws_scheduler_schedule"],
    attributes: [
      "dead_letter_config.0.arn",
      "target.0.dead_letter_config.0.arn",
      "retry_policy.0.maximum_retry_attempts",
      "retry_policy.0.maximum_event_age_in_seconds",
      "target.0.retry_policy.0.maximum_retry_attempts",
    ],
    on: (change, attribute) =>
      attribute.endsWith("arn")
        ? change.was(attribute) !== undefined && change.changes(attribute) && !change.becomes(attribute)
        : change.lowers(attribute),
    risk: "disarmed",
    finds: "events that fail, and are retried less or kept nowhere",
    text: (_, attributes) => `Events that fail are retried less, or kept nowhere (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/eb-rule-dlq.html`],
    guards: [],
  }),
  deletionRule({
    id: "event-bus-removed",
    types: [
      "aws_cloudwatch_event_bus",
      "aws_cloudwatch_event_connection",
      "aws_cloudwatch_event_api_destination",
      "aws_cloudwatch_event_endpoint",
    ],
    finds: "an event bus, connection, destination or endpoint that is removed",
    pages: [`${GUIDE}/eb-event-bus.html`],
    consequences: [
      ["outage", "events that are sent to it, or by it, are lost"],
      ["name", "its ARN or endpoint goes: senders elsewhere must be given the new one"],
    ],
  }),
  deletionRule({
    id: "event-archive-removed",
    types: ["aws_cloudwatch_event_archive"],
    finds: "an archive of events that is deleted or replaced",
    pages: [`${GUIDE}/eb-archive.html`],
    consequences: [["loss", "its events go for good, and cannot be replayed"]],
  }),
  settingRule({
    id: "event-archive-shorter",
    types: ["aws_cloudwatch_event_archive"],
    attributes: ["retention_days"],
    on: (change, attribute) =>
      change.lowers(attribute) || (change.was(attribute) === 0 && change.raises(attribute)),
    risk: "loss",
    finds: "an archive whose older events are deleted",
    text: "The archive keeps events for fewer days: older ones are deleted.",
    pages: [`${GUIDE}/eb-archive.html`],
  }),
  deletionRule({
    id: "event-permission-removed",
    types: [
      "aws_cloudwatch_event_permission",
      "aws_cloudwatch_event_bus_policy",
      "aws_schemas_discoverer",
      "aws_schemas_registry",
    ],
    finds: "a permission to send events, or a schema registry, that is removed",
    pages: [`${GUIDE}/eb-event-bus-perms.html`],
    consequences: [["cut", "accounts that it allowed may no longer send events"]],
  }),
  deletionRule({
    id: "state-machine-removed",
    types: ["aws_sfn_state_machine", "aws_sfn_activity", "aws_sfn_alias"],
    finds: "a state machine, activity or alias that is deleted or replaced",
    pages: ["https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html"],
    consequences: [["outage", "its running executions are stopped, and new ones cannot start"]],
  }),
  settingRule({
    id: "state-machine-changes",
    types: ["aws_sfn_state_machine"],
    attributes: ["definition", "role_arn", "type"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a state machine with another definition or role",
    text: (_, attributes) =>
      `New executions run otherwise (${attributes.join(", ")}); those that run go on as they are.`,
    pages: ["https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html"],
    guards: [],
  }),
  settingRule({
    id: "state-machine-logs-off",
    types: ["aws_sfn_state_machine"],
    attributes: ["logging_configuration.0.level", "tracing_configuration.0.enabled"],
    on: (change, attribute) =>
      attribute.endsWith("level")
        ? leaves(change, attribute, "ALL", "ERROR", "FATAL") && becomesOneOf(change, attribute, "OFF")
        : change.turnsOff(attribute),
    risk: "blind",
    finds: "a state machine that no longer logs or traces",
    text: (_, attributes) => `Executions are no longer logged or traced (${attributes.join(", ")}).`,
    pages: ["https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html"],
  }),
];
