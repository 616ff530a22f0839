import { formatList } from "../../reach/analysis/lint/words.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { pagedRule, textIn } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const TYPES = ["aws_ecs_task_definition"];

/** Settings of a container that are told by their keys, since their values may be secret. */
const KEYED_SETTINGS = ["environment", "secrets"];

/** Rules on task definitions, which every change replaces, and no replacement stops a task. */
export const ecsTaskDefinitionRules: readonly ReviewRule[] = [
  pagedRule({
    id: "task-definition-replaced",
    types: TYPES,
    finds: "a new revision of a task definition, or one that is deregistered",
    pages: [`${GUIDE}/task_definitions.html`],
    judge: (change) => {
      if (!change.isDestroyed) return [];
      return [
        riskOf(
          "cosmetic",
          `${replacementText(change)}: tasks that run go on, and a revision is never changed in place.`,
        ),
      ];
    },
  }),
  pagedRule({
    id: "task-definition-changes",
    types: TYPES,
    finds: "what a new revision changes: names of settings and keys, never values",
    pages: [`${GUIDE}/task_definition_parameters.html`],
    judge: (change) => {
      if (!change.isReplaced) return [];
      const names = [
        "task_role_arn",
        "execution_role_arn",
        "network_mode",
        "runtime_platform",
        "volume",
        "ephemeral_storage",
      ];
      const changed = [...names.filter((name) => change.changes(name)), ...containerChanges(change)];
      return changed.length === 0
        ? []
        : [riskOf("later", `Tasks that start from the new revision differ in ${formatList(changed)}.`)];
    },
  }),
  pagedRule({
    id: "task-size-lower",
    types: TYPES,
    finds: "tasks with less CPU or memory",
    pages: [`${GUIDE}/task_definition_parameters.html#task_size`],
    judge: (change) => {
      const lower = ["cpu", "memory"].filter((name) => change.isReplaced && change.lowers(name));
      const text = lower.map((name) => `${name} goes ${fromTo(change, name)}`).join(", ");
      return lower.length === 0 ? [] : [riskOf("thinner", `Tasks of the new revision have less: ${text}.`)];
    },
  }),
  pagedRule({
    id: "task-logs-removed",
    types: TYPES,
    finds: "a container that no longer writes logs",
    pages: [`${GUIDE}/using_awslogs.html`],
    judge: (change) => {
      const names = containerPairs(change)
        .filter(([before, after]) => isSet(before.logConfiguration) && !isSet(after.logConfiguration))
        .map(([before]) => textIn(before, "name"));
      return names.length === 0
        ? []
        : [riskOf("blind", `The container ${formatList(names)} no longer writes logs to anywhere.`)];
    },
  }),
  pagedRule({
    id: "task-container-weaker",
    types: TYPES,
    finds: "a container that is privileged, or may write its own file system",
    pages: [`${GUIDE}/task_definition_parameters.html#container_definition_security`],
    judge: (change) => {
      const names = containerPairs(change).filter(
        ([before, after]) =>
          (before.privileged !== true && after.privileged === true) ||
          (before.readonlyRootFilesystem === true && after.readonlyRootFilesystem !== true),
      );
      const text = "A container becomes privileged, or may write its root file system.";
      return names.length === 0 ? [] : [riskOf("permission", text)];
    },
  }),
];

function containerChanges(change: PlannedResourceChange): readonly string[] {
  if (change.isUnknown("container_definitions")) return [];
  const [before, after] = [
    containersOf(change.was("container_definitions")),
    containersOf(change.becomes("container_definitions")),
  ];
  const names = [...new Set([...before, ...after].map((container) => textIn(container, "name")))];
  return names.flatMap((name) => {
    const [old, next] = [before, after].map((list) =>
      list.find((container) => textIn(container, "name") === name),
    );
    if (old === undefined || next === undefined)
      return [`${name} (${old === undefined ? "new" : "removed"})`];
    return settingChanges(old, next).map((setting) => `${name}'s ${setting}`);
  });
}

function settingChanges(before: JsonObject, after: JsonObject): readonly string[] {
  const settings = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return settings.flatMap((setting) => {
    if (isSameMeaning(before[setting], after[setting])) return [];
    if (!KEYED_SETTINGS.includes(setting)) return [setting];
    const keys = changedNames(before[setting], after[setting]);
    return keys.length === 0 ? [] : [`${setting} ${formatList(keys)}`];
  });
}

/** The names of variables that differ; ECS does not keep their order. */
function changedNames(before: Json | undefined, after: Json | undefined): readonly string[] {
  const [old, next] = [before, after].map(
    (list) =>
      new Map(
        toList(list)
          .filter(isJsonObject)
          .map((item) => [textIn(item, "name"), item]),
      ),
  );
  const names = [...new Set([...(old?.keys() ?? []), ...(next?.keys() ?? [])])].sort();
  return names.filter((name) => !isSameMeaning(old?.get(name), next?.get(name)));
}

function containerPairs(change: PlannedResourceChange): readonly (readonly [JsonObject, JsonObject])[] {
  if (!change.isReplaced || change.isUnknown("container_definitions")) return [];
  const after = containersOf(change.becomes("container_definitions"));
  return containersOf(change.was("container_definitions")).flatMap((before) => {
    const same = after.find((container) => textIn(container, "name") === textIn(before, "name"));
    return same === undefined ? [] : [[before, same] as const];
  });
}

function containersOf(value: Json | undefined): readonly JsonObject[] {
  if (typeof value !== "string") return [];
  try {
    return toList(JSON.parse(value) as Json).filter(isJsonObject);
  } catch {
    return [];
  }
}

function isSet(value: Json | undefined): boolean {
  return !isSameMeaning(value, undefined);
}
