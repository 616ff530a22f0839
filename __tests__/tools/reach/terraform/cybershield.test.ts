import type { Inventory, Resource } from "../../../../tools/reach/terraform/inventory.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../../../../tools/reach/terraform/value.ts";
import { cybershieldIn } from "../../../support/platforms.ts";
import { synthesize } from "../../../support/synth.ts";
import { folderOf } from "./support/folder.ts";

const stacks = synthesize(cybershieldIn("prod"));
let inventory: Inventory;
beforeAll(async () => {
  const files = Object.entries(stacks).map(([name, text]) => [`stacks/${name}/cdk.tf.json`, text] as const);
  const named = Object.keys(stacks).map(
    (name) => [name, { name, workingDirectory: `stacks/${name}` }] as const,
  );
  inventory = await readInventory(
    folderOf({ "manifest.json": { stacks: Object.fromEntries(named) }, ...Object.fromEntries(files) }),
  );
});

/** The types that an attribute may reference. */
const TYPES: Readonly<Record<string, RegExp>> = {
  allocation_id: /^aws_eip$/,
  cache_policy_id: /^aws_cloudfront_cache_policy$/,
  default_network_acl_id: /^aws_vpc$/,
  default_route_table_id: /^aws_vpc$/,
  gateway_id: /^aws_internet_gateway$/,
  kms_key_id: /^aws_kms_key$/,
  kms_master_key_id: /^aws_kms_key$/,
  master_user_secret_kms_key_id: /^aws_kms_key$/,
  nat_gateway_id: /^aws_nat_gateway$/,
  network_acl_id: /^aws_network_acl$/,
  origin_request_policy_id: /^aws_cloudfront_origin_request_policy$/,
  performance_insights_kms_key_id: /^aws_kms_key$/,
  plan_id: /^aws_backup_plan$/,
  prefix_list_id: /^aws_(vpc_endpoint|ec2_managed_prefix_list)$/,
  referenced_security_group_id: /^aws_security_group$/,
  response_headers_policy_id: /^aws_cloudfront_response_headers_policy$/,
  route_table_id: /^aws_route_table$/,
  route_table_ids: /^aws_route_table$/,
  security_group_id: /^aws_security_group$/,
  security_group_ids: /^aws_security_group$/,
  security_groups: /^aws_security_group$/,
  subnet_id: /^aws_subnet$/,
  subnet_ids: /^aws_subnet$/,
  subnets: /^aws_subnet$/,
  target_key_id: /^aws_kms_key$/,
  vpc_id: /^aws_vpc$/,
  vpc_origin_id: /^aws_cloudfront_vpc_origin$/,
  vpc_security_group_ids: /^aws_security_group$/,
  web_acl_id: /^aws_wafv2_web_acl$/,
  zone_id: /^aws_(route53_zone|lb|cloudfront_distribution)$/,
};
/** Attributes that are named like references but are not. */
const NO_REFERENCE = new Set([
  ...["replication_group_id", "user_id", "user_ids", "user_group_id", "user_group_ids"],
  ...["origin_id", "target_origin_id", "resource_id"],
]);

/** The attributes that are named like references, at any depth. */
function idsIn(resource: Resource): { at: string; name: string; value: Value }[] {
  const found: { at: string; name: string; value: Value }[] = [];
  const visit = (value: Value, at: string, name: string): void => {
    if ((/_ids?$/.test(name) || TYPES[name] !== undefined) && !NO_REFERENCE.has(name)) {
      for (const each of isList(value) ? value : [value]) found.push({ at, name, value: each });
    } else if (isList(value)) for (const each of value) visit(each, at, name);
    else if (isMap(value)) for (const [key, each] of Object.entries(value)) visit(each, `${at}.${key}`, key);
  };
  visit(resource.values, resource.address, "");
  return found;
}

it("the inventory of CyberShield prod has every resource of its five stacks", () => {
  const declared = Object.entries(stacks).flatMap(([stack, text]) => {
    const { resource = {}, data = {} } = JSON.parse(text) as Record<
      "resource" | "data",
      Record<string, object>
    >;
    const addresses = (blocks: Record<string, object>, prefix: string) =>
      Object.entries(blocks).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${stack}/${prefix}${type}.${name}`),
      );
    return [
      ...addresses(resource, ""),
      ...addresses(data, "data.").filter((address) => !address.includes("terraform_remote_state")),
    ];
  });
  expect(Object.keys(stacks)).toHaveLength(5);
  expect(inventory.resources.map(({ address }) => address).sort()).toEqual(declared.sort());
  expect(new Set(inventory.resources.map(({ region }) => region))).toEqual(new Set(["us-east-1"]));
});

it("it has no gap", () => {
  expect(inventory.gaps).toEqual([]);
});

it("every ID resolves to a resource of the right type", () => {
  const ids = inventory.resources.flatMap(idsIn);
  expect(ids.length).toBeGreaterThan(150);
  const wrong = ids.filter(({ name, value }) => {
    const type = inventory.resolve(value)?.resource.type;
    return type === undefined || !(TYPES[name]?.test(type) ?? false);
  });
  expect(wrong.map(({ at, value }) => [at, value])).toEqual([]);
});

it("names resolve to their subnet group or cluster", () => {
  const [database] = inventory.ofType("aws_db_instance");
  const [cache] = inventory.ofType("aws_elasticache_replication_group");
  const [service] = inventory.ofType("aws_ecs_service");
  expect(
    inventory.identifiedBy("aws_db_subnet_group", database!.values.db_subnet_group_name, database!)?.type,
  ).toBe("aws_db_subnet_group");
  expect(
    inventory.identifiedBy("aws_elasticache_subnet_group", cache!.values.subnet_group_name, cache!)?.type,
  ).toBe("aws_elasticache_subnet_group");
  expect(inventory.identifiedBy("aws_ecs_cluster", service!.values.cluster, service!)?.type).toBe(
    "aws_ecs_cluster",
  );
});

it("references resolve across stacks, and only values that do not affect the network are unknown", () => {
  const types = new Set<string>();
  let foreign = 0;
  const visit = (value: Value, resource: Resource): void => {
    if (value instanceof Unknown) types.add(resource.type);
    else if (value instanceof Reference) foreign += Number(!value.address.startsWith(`${resource.stack}/`));
    else if (isList(value) || isMap(value)) for (const each of Object.values(value)) visit(each, resource);
  };
  for (const resource of inventory.resources) visit(resource.values, resource);
  expect(foreign).toBeGreaterThan(20);
  expect(
    [...types].filter((type) => !/policy|dashboard|route53_record|ecs_task_definition/.test(type)),
  ).toEqual([]);
});
