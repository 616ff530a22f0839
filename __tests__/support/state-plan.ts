import { isDeepStrictEqual } from "node:util";
import { parsePlan } from "../../tools/review/plan/parse-plan.ts";
import type { PlanDocument } from "../../tools/review/plan/plan-document.ts";

/** Resources by address, with their attributes. */
export type ResourceValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Further parts of a plan that {@link statePlan} builds. */
export interface StatePlanParts {
  /** @default "net" */
  readonly stack?: string;
  /** The actions of changed resources by address. @default as the two sides differ */
  readonly actions?: Readonly<Record<string, readonly string[]>>;
  /** `after_unknown` by address. */
  readonly unknown?: ResourceValues;
  /** The references of attributes by address: `{ "aws_x.a": { vpc_id: ["aws_vpc.main.id"] } }`. */
  readonly references?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** The recorded dependencies by address. */
  readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
  /** The attributes that force a replacement, by address. */
  readonly replacePaths?: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Further top-level keys. */
  readonly rest?: Readonly<Record<string, unknown>>;
}

/** Builds the plan that goes from some resources to others, as `terraform show -json` prints it. */
export function statePlan(
  before: ResourceValues,
  after: ResourceValues,
  { stack = "net", ...parts }: StatePlanParts = {},
): PlanDocument {
  const addresses = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const resources = (values: ResourceValues) =>
    Object.keys(values).map((address) => ({
      ...identityOf(address),
      mode: "managed",
      values: values[address],
      depends_on: parts.dependsOn?.[address] ?? [],
    }));
  const json = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    prior_state: { format_version: "1.0", values: { root_module: { resources: resources(before) } } },
    planned_values: { root_module: { resources: resources(after) } },
    resource_changes: addresses.map((address) => changeOf(address, before[address], after[address], parts)),
    configuration: {
      provider_config: {
        aws: {
          name: "aws",
          full_name: "registry.terraform.io/hashicorp/aws",
          expressions: { region: { constant_value: "us-east-1" } },
        },
      },
      root_module: {
        resources: Object.keys(after).map((address) => configurationOf(address, after[address], parts)),
      },
    },
    ...parts.rest,
  };
  return parsePlan(JSON.parse(JSON.stringify(json)), { stack, path: `${stack}.json` });
}

function identityOf(address: string) {
  const [type = "", name = ""] = address.split(".");
  return { address, type, name, provider_name: "registry.terraform.io/hashicorp/aws" };
}

function changeOf(
  address: string,
  before: object | undefined,
  after: object | undefined,
  { actions, unknown, replacePaths }: StatePlanParts,
) {
  return {
    ...identityOf(address),
    mode: "managed",
    change: {
      actions: actions?.[address] ?? actionsOf(before, after),
      before: before ?? null,
      after: after ?? null,
      after_unknown: unknown?.[address] ?? {},
      replace_paths: replacePaths?.[address] ?? [],
    },
  };
}

function actionsOf(before: object | undefined, after: object | undefined): string[] {
  if (before === undefined) return ["create"];
  if (after === undefined) return ["delete"];
  return isDeepStrictEqual(before, after) ? ["no-op"] : ["update"];
}

function configurationOf(
  address: string,
  values: object | undefined,
  { references, unknown }: StatePlanParts,
) {
  const own = references?.[address] ?? {};
  const constants = Object.entries(values ?? {})
    .filter(([name]) => !(name in own) && unknown?.[address]?.[name] === undefined)
    .map(([name, value]) => [name, { constant_value: value }]);
  const referring = Object.entries(own).map(([name, texts]) => [name, { references: texts }]);
  return {
    ...identityOf(address),
    mode: "managed",
    provider_config_key: "aws",
    expressions: Object.fromEntries([...constants, ...referring]),
  };
}
