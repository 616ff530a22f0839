import type { Json, JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import type { PlanDocument } from "../../../../tools/review/plan/plan-document.ts";

/** A resource of a plan: what it was, what it becomes, and what of that is unknown. */
export interface FixtureResource {
  readonly address: string;
  /** Null if the resource is created. */
  readonly before?: JsonObject | null;
  /** Null if it is deleted; left out if it stays as it was. */
  readonly after?: JsonObject | null;
  readonly unknown?: JsonObject;
  readonly actions?: readonly string[];
  readonly mode?: "managed" | "data";
}

/** The rest of a plan. */
export interface FixtureRest {
  /** The stack's Terraform JSON, as a saved plan has it. */
  readonly configuration?: JsonObject;
  /** More of the plan's JSON. */
  readonly json?: JsonObject;
  readonly stack?: string;
}

/** Makes a plan of some resources. */
export function permissionPlan(resources: readonly FixtureResource[], rest: FixtureRest = {}): PlanDocument {
  const { stack = "app", configuration, json = {} } = rest;
  const changes = resources.map((resource) => ({
    address: resource.address,
    mode: resource.mode ?? "managed",
    type: resource.address.replace(/^.*?((?:aws|data)_?[\w]*)\..*$/, "$1").replace(/^data\./, ""),
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: changeOf(resource),
  }));
  return parsePlan(
    { format_version: "1.2", resource_changes: changes, ...json },
    {
      stack,
      path: `${stack}.json`,
      ...(configuration === undefined
        ? {}
        : { configurationFiles: new Map([["m-/cdk.tf.json", JSON.stringify(configuration)]]) }),
    },
  );
}

function changeOf({ before = null, after, unknown = {}, actions, mode }: FixtureResource): Json {
  const next = after === undefined ? before : after;
  const same = JSON.stringify(before) === JSON.stringify(next) && Object.keys(unknown).length === 0;
  const own =
    mode === "data"
      ? ["read"]
      : same
        ? ["no-op"]
        : before === null
          ? ["create"]
          : next === null
            ? ["delete"]
            : ["update"];
  return { actions: actions ?? own, before, after: next, after_unknown: unknown };
}

/** A policy document as text. */
export function policyText(...statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A statement that allows actions on resources. */
export function allowing(Action: Json, Resource: Json = "*", more: JsonObject = {}): JsonObject {
  return { Effect: "Allow", Action, Resource, ...more };
}
