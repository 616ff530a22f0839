import type { JsonObject } from "../../reach/terraform/configuration/json.ts";
import {
  moduleOfAddress,
  type PlanModule,
  resourceConfiguration,
  rootModule,
} from "../../reach/terraform/plan/plan-module.ts";
import type { PlanDocument } from "./plan-document.ts";

/** The place of a resource in a plan's configuration. */
export interface ConfiguredAddress {
  /** The module that declares it. */
  readonly module: PlanModule;
  /** Its address in the module, without instance key: `aws_vpc.main`. */
  readonly local: string;
}

/** Returns the place of a resource in a plan's configuration. */
export function configuredAddress({ json }: Pick<PlanDocument, "json">, address: string): ConfiguredAddress {
  const root = rootModule(json);
  const module = moduleOfAddress(root, address) ?? root;
  return { module, local: withoutInstanceKeys(address.slice(module.prefix.length)) };
}

/** Returns the configuration of a resource; undefined if the plan has none. */
export function configurationOf(plan: Pick<PlanDocument, "json">, address: string): JsonObject | undefined {
  const { module, local } = configuredAddress(plan, address);
  return resourceConfiguration(module, local);
}

/** Removes the instance keys of the modules and the resource of an address. */
export function withoutInstanceKeys(address: string): string {
  return address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}
