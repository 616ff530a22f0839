import type { Resource } from "../input/inventory.ts";
import { Unknown, type Value } from "../input/value.ts";
import type { Addresses } from "../packets/addresses.ts";
import { serviceBlock } from "./places.ts";
import { type Block, blockOf, describe, nested, type Survey } from "./survey.ts";

/** A prefix list's blocks: of a customer, entry by entry; of AWS, one that stands for all of its addresses. */
export interface PrefixList {
  /** The list's name in AWS, or the service: `s3`. */
  readonly name: string;
  /** Whether it is AWS's own. */
  readonly isService: boolean;
  readonly blocks: readonly Block[];
}

/** Prefix lists, by what values speak of them. */
export class PrefixLists {
  /** Services of AWS that a list or gateway endpoint of these files is for, with the block of each. */
  readonly services: ReadonlyMap<string, Block>;
  readonly #survey: Survey;
  readonly #entries = new Map<string, readonly Block[] | Unknown>();

  constructor(survey: Survey) {
    this.#survey = survey;
    const names = new Set(
      survey.inventory.resources.flatMap((resource) => serviceOf(survey, resource) ?? []),
    );
    this.services = new Map([...names].sort().map((name, index) => [name, blockOf(serviceBlock(index))]));
  }

  /** The addresses of a service's list. */
  addressesOf(service: string): Addresses | undefined {
    return this.services.get(service)?.addresses;
  }

  /** The list that a value speaks of. */
  of(value: Value | undefined): PrefixList | Unknown {
    if (value instanceof Unknown) return value;
    const resource = this.#survey.keys.identity(value)?.resource;
    if (resource === undefined)
      return new Unknown(`the prefix list ${describe(value)} is not in these files`);
    const service = serviceOf(this.#survey, resource);
    if (service !== undefined) {
      return { name: service, isService: true, blocks: [this.services.get(service)!] };
    }
    const blocks = this.#blocksOf(resource);
    if (blocks instanceof Unknown) return blocks;
    const name = this.#survey.word(resource.values.name) ?? resource.address;
    return { name, isService: false, blocks };
  }

  #blocksOf(list: Resource): readonly Block[] | Unknown {
    const known = this.#entries.get(list.address) ?? readEntries(this.#survey, list);
    this.#entries.set(list.address, known);
    return known;
  }
}

/**
 * The service that a resource names the prefix list of: AWS's lists are called
 * `com.amazonaws.<region>.<service>`.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export function serviceOf(survey: Survey, { type, mode, values }: Resource): string | undefined {
  if (type === "aws_cloudfront_distribution") return "cloudfront.origin-facing";
  const filtered = nested(values.filter).find(({ name }) => name === "prefix-list-name")?.values;
  const isList = mode === "data" && (type === "aws_prefix_list" || type === "aws_ec2_managed_prefix_list");
  const isGateway =
    type === "aws_vpc_endpoint" && (survey.word(values.vpc_endpoint_type) ?? "Gateway") === "Gateway";
  if (!isList && !isGateway) return undefined;
  // https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/vpc_endpoint_service
  const found = isGateway ? survey.keys.resource(values.service_name, "aws_vpc_endpoint_service") : undefined;
  if (found !== undefined) return survey.word(found.values.service);
  const name = survey.word(isGateway ? values.service_name : (values.name ?? survey.list(filtered)[0]));
  return name === undefined ? undefined : /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name)?.[1];
}

/** Gateway endpoints, and the addresses of the service of each; undefined where that is not known. */
export function readGatewayEndpoints(
  survey: Survey,
  lists: PrefixLists,
): ReadonlyMap<string, Addresses | undefined> {
  const gateways = survey
    .managed("aws_vpc_endpoint")
    .filter(({ values }) => (survey.word(values.vpc_endpoint_type) ?? "Gateway") === "Gateway");
  return new Map(
    gateways.map((endpoint) => {
      const service = serviceOf(survey, endpoint);
      return [endpoint.address, service === undefined ? undefined : lists.addressesOf(service)];
    }),
  );
}

/** A customer-managed list's entries, inline and by themselves. */
function readEntries(survey: Survey, list: Resource): readonly Block[] | Unknown {
  const isList = list.type === "aws_ec2_managed_prefix_list";
  if (!isList) return new Unknown(`${list.address} is not a prefix list`);
  const own = survey
    .managed("aws_ec2_managed_prefix_list_entry")
    .filter(({ values }) => survey.keys.resource(values.prefix_list_id) === list);
  const inline = list.mode === "data" ? list.values.entries : list.values.entry;
  if (list.mode === "data" && inline === undefined) {
    return new Unknown(`the entries of ${list.address} are not in these files`);
  }
  const open = survey.list(inline).find((entry) => entry instanceof Unknown);
  const missing = survey.uncounted("aws_ec2_managed_prefix_list_entry");
  if (open instanceof Unknown) return open;
  if (missing !== undefined) return new Unknown(`entries of ${list.address} may be missing: ${missing}`);
  const blocks: Block[] = [];
  for (const cidr of [...nested(inline), ...own.map(({ values }) => values)].map((entry) => entry.cidr)) {
    const block = survey.block(cidr);
    if (block instanceof Unknown) return new Unknown(`an entry of ${list.address}: ${block.why}`);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}
