import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Json, JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PROJECT_FOLDER } from "../command-line.ts";

/** The plans of a pair, as `terraform show -json` prints them. */
export interface PairPlans {
  readonly dangerous: JsonObject;
  readonly harmless: JsonObject;
}

/** The plans of a group, and the programs that made them. */
export interface GroupFixture {
  /** `1.11.4`. */
  readonly terraform: string;
  /** `hashicorp/aws 5.100.0`. */
  readonly provider: string;
  /** The plans by the pair's ID. */
  readonly plans: Readonly<Record<string, PairPlans>>;
}

function fixturePath(group: string): string {
  return join(PROJECT_FOLDER, "__tests__", "fixtures", "review-pairs", `${group}.json.br`);
}

/** Reads a group's committed plans. */
export function readGroupFixture(group: string): GroupFixture {
  return JSON.parse(brotliDecompressSync(readFileSync(fixturePath(group))).toString("utf8")) as GroupFixture;
}

/** Writes a group's plans. The compression window is large, since plans repeat one another. */
export function writeGroupFixture(group: string, fixture: GroupFixture): void {
  const text = Buffer.from(JSON.stringify(fixture));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  writeFileSync(fixturePath(group), brotliCompressSync(text, { params }));
}

/** The time of all plans: when they were made says nothing. */
const PLANNED_AT = "2026-12-01T00:00:00Z";

/**
 * Returns a plan without what differs from run to run: its time, the random IDs of Terraform's own
 * resources, and the order of the attributes that led to it, which Terraform keeps in a hash table.
 */
export function withoutRunDifferences(plan: JsonObject): JsonObject {
  const { relevant_attributes: relevant } = plan;
  const text = JSON.stringify({
    ...plan,
    timestamp: PLANNED_AT,
    ...(Array.isArray(relevant) ? { relevant_attributes: sortedByText(relevant) } : {}),
  });
  const fixed = randomIds(plan).reduce((all, id, position) => all.replaceAll(id, fixedId(position)), text);
  return JSON.parse(fixed) as JsonObject;
}

/** The IDs of `terraform_data` resources in a plan's prior state, by address. */
function randomIds(plan: JsonObject): readonly string[] {
  const { values } = (plan.prior_state ?? {}) as ShownValues;
  return (values?.root_module.resources ?? [])
    .filter(({ type }) => type === "terraform_data")
    .map(({ values: { id } }) => id);
}

/** The part of a plan's prior state with the IDs. */
interface ShownValues {
  readonly values?: {
    readonly root_module: {
      readonly resources?: readonly { readonly type: string; readonly values: { readonly id: string } }[];
    };
  };
}

function fixedId(position: number): string {
  return `00000000-0000-4000-8000-${String(position).padStart(12, "0")}`;
}

function sortedByText(values: readonly Json[]): Json[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
