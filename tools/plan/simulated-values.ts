import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, type JsonObject, toList } from "../reach/terraform/configuration/json.ts";
import { toObject } from "../reach/terraform/plan/plan-module.ts";
import { allTexts } from "../review/plan/json-values.ts";
import { type BoundFile, writeBoundFile } from "./plan-folder.ts";
import type { SimulatedPlan } from "./simulated-plans.ts";

/** The file's name in a folder of plans. */
const SIMULATED_VALUES_FILE = "simulated-values.json";

/** The fewest characters of a text that a simulated account is recognized by. */
const SHORTEST_VALUE = 4;

/**
 * The texts that a simulated account made up on the way through a change: IDs, ARNs, addresses. AWS
 * gives others, so that they count as unknown in provisional plans.
 *
 * @param real texts in which everything real is: the states, and the forms
 */
export function simulatedValues(plans: readonly SimulatedPlan[], real: readonly string[]): readonly string[] {
  const found = new Set(
    plans.flatMap(({ shown }) => {
      const { values } = toObject(toObject(JSON.parse(shown) as Json).prior_state as Json);
      const { outputs, root_module: root } = toObject(values);
      return [...allTexts(outputs), ...moduleTexts(toObject(root))];
    }),
  );
  const known = real.join("\n");
  const isReal = (text: string) => known.includes(JSON.stringify(text).slice(1, -1));
  return [...found].filter((text) => text.length >= SHORTEST_VALUE && !isReal(text)).sort();
}

/** The texts of a module's attributes. Addresses, types and names are the configuration's. */
function moduleTexts({ resources, child_modules: children }: JsonObject): readonly string[] {
  return [
    ...toList(resources).flatMap((resource) => allTexts(toObject(resource).values)),
    ...toList(children).flatMap((child) => moduleTexts(toObject(child))),
  ];
}

/** Writes simulated values into a folder of plans. */
export function writeSimulatedValues(folder: string, values: readonly string[]): BoundFile {
  return writeBoundFile(folder, SIMULATED_VALUES_FILE, JSON.stringify(values));
}

/** The text in place of a simulated value. */
export const SIMULATED_MARK = "(simulated)";

/**
 * Returns a function that replaces simulated values in JSON text: what is left of a provisional
 * plan is true in the real account too.
 */
export function simulatedValueMask(folder: string): (json: string) => string {
  const file = join(folder, SIMULATED_VALUES_FILE);
  if (!existsSync(file)) return (json) => json;
  const values = JSON.parse(readFileSync(file, "utf8")) as readonly string[];
  const escaped = [...values]
    .sort((a, b) => b.length - a.length)
    .map((value) =>
      JSON.stringify(value)
        .slice(1, -1)
        .replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
    );
  if (escaped.length === 0) return (json) => json;
  const pattern = new RegExp(escaped.join("|"), "g");
  return (json) => json.replaceAll(pattern, SIMULATED_MARK);
}
