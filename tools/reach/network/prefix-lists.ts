import { CLOUDFRONT_ORIGIN_FACING, serviceOfRegionalName } from "../../../aws/prefix-lists.ts";
import { memoize } from "../../../language/memoize.ts";
import { required } from "../../../language/required.ts";
import type { Addresses } from "../packets/addresses.ts";
import { attributeList, attributeText, describeValue, knownBlocks } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import { type CidrBlock, readCidrBlock, toCidrBlock } from "./cidr-blocks.ts";
import type { ModelContext } from "./model-context.ts";
import { placeholderServiceCidr } from "./placeholder-cidrs.ts";

/**
 * A prefix list's CIDR blocks: a customer's list entry by entry; an AWS list as one block for all
 * of its addresses.
 */
export interface PrefixList {
  /** The list's name in AWS, or the service: `s3`. */
  readonly name: string;
  /** True if AWS manages it. */
  readonly isService: boolean;
  /** Its CIDR blocks. */
  readonly blocks: readonly CidrBlock[];
}

/** Prefix lists, looked up by a reference or value. */
class PrefixLists {
  /**
   * AWS services whose prefix list or gateway endpoint these files use, with each one's CIDR block.
   */
  readonly services: ReadonlyMap<string, CidrBlock>;
  readonly #context: ModelContext;
  readonly #entries = new Map<string, readonly CidrBlock[] | Unknown>();

  constructor(context: ModelContext) {
    this.#context = context;
    const names = new Set(
      context.inventory.resources.flatMap((resource) => serviceOfPrefixList(context, resource) ?? []),
    );
    this.services = new Map(
      [...names].sort().map((name, index) => [name, toCidrBlock(placeholderServiceCidr(index))]),
    );
  }

  /** Returns the addresses of a service's list. */
  addressesOf(service: string): Addresses | undefined {
    return this.services.get(service)?.addresses;
  }

  /** Resolves a value to a prefix list. */
  forValue(value: Value | undefined): PrefixList | Unknown {
    if (value instanceof Unknown) return value;
    const resource = this.#context.resolver.attributeOf(value)?.resource;
    if (resource === undefined)
      return new Unknown(`the prefix list ${describeValue(value)} is not in these files`);
    const service = serviceOfPrefixList(this.#context, resource);
    if (service !== undefined) {
      return { name: service, isService: true, blocks: [required(this.services, service)] };
    }
    const blocks = this.#blocksOf(resource);
    if (blocks instanceof Unknown) return blocks;
    const name = attributeText(resource.values.name) ?? resource.address;
    return { name, isService: false, blocks };
  }

  #blocksOf(list: Resource): readonly CidrBlock[] | Unknown {
    const known = this.#entries.get(list.address) ?? readEntries(this.#context, list);
    this.#entries.set(list.address, known);
    return known;
  }
}

/**
 * Returns the service whose prefix list a resource names. AWS's lists are called
 * `com.amazonaws.<region>.<service>`.
 */
export function serviceOfPrefixList(
  context: ModelContext,
  { type, mode, values }: Resource,
): string | undefined {
  if (type === "aws_cloudfront_distribution") return CLOUDFRONT_ORIGIN_FACING;
  const filtered = knownBlocks(values.filter).find(({ name }) => name === "prefix-list-name")?.values;
  const isList = mode === "data" && (type === "aws_prefix_list" || type === "aws_ec2_managed_prefix_list");
  const isGateway =
    type === "aws_vpc_endpoint" && (attributeText(values.vpc_endpoint_type) ?? "Gateway") === "Gateway";
  if (!isList && !isGateway) return undefined;
  // https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/vpc_endpoint_service
  const found = isGateway
    ? context.resolver.resource(values.service_name, "aws_vpc_endpoint_service")
    : undefined;
  if (found !== undefined) return attributeText(found.values.service);
  const name = attributeText(isGateway ? values.service_name : (values.name ?? attributeList(filtered)[0]));
  return name === undefined ? undefined : serviceOfRegionalName(name);
}

/** Returns the prefix lists that the files use. */
export const prefixListsOf = memoize((context: ModelContext) => new PrefixLists(context));

/** Reads gateway endpoints, with the addresses of each one's service; undefined if unknown. */
export function readGatewayEndpoints(context: ModelContext): ReadonlyMap<string, Addresses | undefined> {
  const gateways = context
    .managed("aws_vpc_endpoint")
    .filter(({ values }) => (attributeText(values.vpc_endpoint_type) ?? "Gateway") === "Gateway");
  return new Map(
    gateways.map((endpoint) => {
      const service = serviceOfPrefixList(context, endpoint);
      return [
        endpoint.address,
        service === undefined ? undefined : prefixListsOf(context).addressesOf(service),
      ];
    }),
  );
}

/** The entries of a customer-managed list, inline and from separate resources. */
function readEntries(context: ModelContext, list: Resource): readonly CidrBlock[] | Unknown {
  const isList = list.type === "aws_ec2_managed_prefix_list";
  if (!isList) return new Unknown(`${list.address} is not a prefix list`);
  const own = context
    .managed("aws_ec2_managed_prefix_list_entry")
    .filter(({ values }) => context.resolver.resource(values.prefix_list_id) === list);
  const inline = list.mode === "data" ? list.values.entries : list.values.entry;
  if (list.mode === "data" && inline === undefined) {
    return new Unknown(`the entries of ${list.address} are not in these files`);
  }
  const open = attributeList(inline).find((entry) => entry instanceof Unknown);
  const missing = context.whyMoreMayExist("aws_ec2_managed_prefix_list_entry");
  if (open instanceof Unknown) return open;
  if (missing !== undefined) return new Unknown(`entries of ${list.address} may be missing: ${missing}`);
  const blocks: CidrBlock[] = [];
  for (const cidr of [...knownBlocks(inline), ...own.map(({ values }) => values)].map(
    (entry) => entry.cidr,
  )) {
    const block = readCidrBlock(context, cidr);
    if (block instanceof Unknown) return new Unknown(`an entry of ${list.address}: ${block.why}`);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}
