import { readSimulatedDataSource } from "../../../../../tools/rehearse/simulator/data-sources/index.ts";
import type { SchemaBlock, TerraformType } from "../../../../../tools/rehearse/simulator/schema.ts";
import type { SimulatedResource } from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, schemaBlockOf } from "../computed-values/support.ts";

/** The attributes that tests read, by name. */
const COMMON = {
  id: "string",
  arn: "string",
  name: "string",
  names: ["list", "string"],
  ids: ["list", "string"],
  zone_ids: ["list", "string"],
  zone_id: "string",
  value: "string",
  max_entries: "number",
  account_id: "string",
  vpc_id: "string",
  cidr_block: "string",
  status: "string",
  secret_string: "string",
  version: "string",
  version_actual: "string",
  key_id: "string",
  target_key_arn: "string",
  architecture: "string",
  revision: "number",
  service_name: "string",
  cluster_arn: "string",
  desired_count: "number",
  task_definition: "string",
} as const satisfies Record<string, TerraformType>;

/**
 * Reads a data source of the simulated AWS.
 *
 * @param block its schema, or the names of the attributes to read
 */
export function readDataSource(
  type: string,
  config: ObjectValue,
  block: readonly string[] | SchemaBlock,
  ...resources: readonly SimulatedResource[]
) {
  const shape =
    "attributes" in block
      ? block
      : schemaBlockOf(Object.fromEntries(block.map((name) => [name, COMMON[name as keyof typeof COMMON]])));
  return readSimulatedDataSource(
    type,
    config,
    shape,
    callContextWith(...resources),
    (one) => !/(vpcs|subnets|instances|roles|log_groups|_names)$/.test(one),
  );
}
