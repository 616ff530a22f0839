import { required } from "../../language/required.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";

/**
 * Resource types whose replacement loses data, keys, or a name or address that is used elsewhere.
 * They must never change their address by accident.
 */
const STATEFUL_TYPES: readonly string[] = [
  "aws_backup_vault",
  "aws_cloudfront_distribution",
  "aws_cloudwatch_log_group",
  "aws_customer_gateway",
  "aws_db_instance",
  "aws_dx_gateway",
  "aws_ebs_volume",
  "aws_ec2_client_vpn_endpoint",
  "aws_ec2_transit_gateway",
  "aws_ecr_repository",
  "aws_eip",
  "aws_elasticache_replication_group",
  "aws_iam_user",
  "aws_instance",
  "aws_kms_key",
  "aws_lb",
  "aws_network_interface",
  "aws_route53_resolver_endpoint",
  "aws_route53_zone",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "aws_sns_topic",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint_service",
  "aws_vpn_connection",
];

/** True for a type whose replacement loses data, keys, or a name or address. */
export function isStatefulType(type: string): boolean {
  return STATEFUL_TYPES.includes(type);
}

/** Stateful addresses by stack, both sorted, as in the committed manifest. */
export type AddressManifest = Readonly<Record<string, readonly string[]>>;

/** A stateful resource whose address differs from the manifest. */
export interface AddressChange {
  /** `dropped`: no longer synthesized; `new`: not in the manifest yet. */
  readonly kind: "dropped" | "new";
  /** The stack's name: `cybershield-prod-data`. */
  readonly stack: string;
  /** The resource's address: `aws_db_instance.db-database_instance_1A2B3C4D`. */
  readonly address: string;
  /** The problem and its fix. */
  readonly message: string;
}

/** The stateful addresses and moves in a synthesized stack. */
export interface StackAddresses {
  /** Addresses of its stateful resources, sorted. */
  readonly stateful: readonly string[];
  /** Declared moves, old address to new. */
  readonly moved: ReadonlyMap<string, string>;
}

/** Reads the addresses of every stack in a synthesized folder. */
export function readStatefulAddresses(folder: string): Readonly<Record<string, StackAddresses>> {
  const addresses = readSynthesizedStacks(folder).map(
    ({ name, json }) => [name, statefulAddressesOf(json)] as const,
  );
  return Object.fromEntries(addresses.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the addresses in a stack's Terraform JSON. */
export function statefulAddressesOf({ resource = {}, moved = [] }: TerraformJson): StackAddresses {
  const stateful = STATEFUL_TYPES.flatMap((type) =>
    Object.keys(resource[type] ?? {}).map((name) => `${type}.${name}`),
  );
  return { stateful: stateful.sort(), moved: new Map(moved.map(({ from, to }) => [from, to])) };
}

/** Creates the manifest of the current stacks. */
export function createAddressManifest(stacks: Readonly<Record<string, StackAddresses>>): AddressManifest {
  return Object.fromEntries(Object.entries(stacks).map(([name, { stateful }]) => [name, stateful]));
}

/**
 * Returns every stateful resource that would be destroyed or is not yet in the manifest. An old
 * address with a `moved` declaration to an existing address is no change: its resource is kept.
 */
export function compareAddresses(
  manifest: AddressManifest,
  stacks: Readonly<Record<string, StackAddresses>>,
): AddressChange[] {
  const names = [...new Set([...Object.keys(manifest), ...Object.keys(stacks)])].sort();
  return names.flatMap((stack) => {
    const known = manifest[stack] ?? [];
    const current = stacks[stack] ?? { stateful: [], moved: new Map<string, string>() };
    const movedTo = new Set(current.moved.values());
    const dropped = known
      .filter((address) => !isStillPresent(address, current))
      .map((address) => droppedChange(stack, address, current));
    const added = current.stateful
      .filter((address) => !known.includes(address) && !movedTo.has(address))
      .map((address) => newChange(stack, address));
    return [...dropped, ...added];
  });
}

function isStillPresent(address: string, current: StackAddresses): boolean {
  const target = current.moved.get(address);
  return current.stateful.includes(address) || (target !== undefined && current.stateful.includes(target));
}

function droppedChange(stack: string, address: string, current: StackAddresses): AddressChange {
  const type = required(address.split("."), 0);
  const candidates = current.stateful.filter((other) => other.startsWith(`${type}.`));
  const example = candidates.length === 0 ? "" : ` One of ${candidates.join(", ")} may be its new address.`;
  return {
    kind: "dropped",
    stack,
    address,
    message:
      `${stack}: ${address} is gone, so Terraform would destroy its resource and data.${example} ` +
      "If it moved, call moveFromId() with its old ID on the resource. If it is to be deleted, remove it from the manifest with: npx drydock addresses --write",
  };
}

function newChange(stack: string, address: string): AddressChange {
  const message = `${stack}: ${address} is new. Add it to the manifest with: npx drydock addresses --write`;
  return { kind: "new", stack, address, message };
}
