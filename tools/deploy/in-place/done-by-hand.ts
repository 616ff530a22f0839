import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import { blocksOf, resourcesByAddress } from "../forms/resource-address.ts";
import type { DeployedStack } from "../stack-change.ts";
import type { InPlaceProblem } from "./in-place-problems.ts";
import { majorOf } from "./refused-updates.ts";

/** Reads a resource of a stack again from AWS; undefined if the state has none. */
export type ReadResource = (
  stack: string,
  json: TerraformJson,
  address: string,
) => Promise<Readonly<Record<string, unknown>> | undefined>;

/**
 * The problems without those that were solved by hand: a database that already runs the wanted
 * major version.
 *
 * @param deployed the deployed forms, with which a resource is read
 */
export async function withoutDoneByHand(
  problems: readonly InPlaceProblem[],
  deployed: readonly DeployedStack[],
  read: ReadResource,
): Promise<readonly InPlaceProblem[]> {
  const left: InPlaceProblem[] = [];
  for (const problem of problems) {
    const json = deployed.find(({ name }) => name === problem.stack)?.json;
    const isUpgrade = problem.address.startsWith("aws_db_instance.") && problem.argument === "engine_version";
    const values =
      isUpgrade && json !== undefined
        ? await read(problem.stack, withoutConditions(json, problem.address), problem.address)
        : undefined;
    if (!runs(values?.engine_version_actual, problem.to.replaceAll('"', ""))) left.push(problem);
  }
  return left;
}

/** The form without a resource's conditions: it is no longer what it was when it was deployed. */
function withoutConditions(json: TerraformJson, address: string): TerraformJson {
  const bodies = new Map(resourcesByAddress(json));
  const { lifecycle: _conditions, ...body } = bodies.get(address) ?? {};
  return { ...json, resource: blocksOf(bodies.set(address, body)) };
}

function runs(actual: unknown, wanted: string): boolean {
  return typeof actual === "string" && majorOf(actual) === majorOf(wanted);
}
