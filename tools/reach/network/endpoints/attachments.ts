import { memoize } from "../../../../language/memoize.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import {
  attributeBlocks,
  attributeNumber,
  attributeText,
  isGiven,
  whyAmbiguous,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { EMPTY_LIST, joinLists, type PartialList, partialList } from "../../terraform/partial-list.ts";
import type { Value } from "../../terraform/value.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import type { ModelContext } from "../model-context.ts";
import type { InterfacePlacement } from "./interfaces.ts";

/** Server types that interfaces are attached to. */
const SERVERS = ["aws_instance", "aws_spot_instance_request"];

/** Attributes by which an Elastic IP or its association names its owner. */
const OWNERS = ["instance", "instance_id", "network_interface", "network_interface_id"];

/** An attached interface, with its device index on the server. */
interface Attached {
  readonly device: number;
  readonly resource: Resource;
}

/** What separate resources attach to servers and network interfaces. */
class Attachments {
  readonly #context: ModelContext;
  readonly #elastic = new Map<string, Addresses>();
  readonly #groups = new Map<string, PartialList<string>>();
  readonly #owners = new Map<string, string[]>();
  readonly #interfaces = new Map<string, Attached[]>();
  readonly #unknownGroups: string | undefined;
  readonly #unknownElastic: string | undefined;
  #byPrimary: ReadonlyMap<string, Resource> | undefined;

  constructor(context: ModelContext) {
    this.#context = context;
    this.#readInterfaces();
    const elastic = context.inventory.ofType("aws_eip", "aws_eip_association");
    for (const eip of elastic) this.#readElastic(eip);
    this.#unknownElastic =
      context.whyMoreMayExist("aws_eip", "aws_eip_association") ?? whyAnyAmbiguous(elastic, OWNERS);
    const attachments = context.inventory.ofType("aws_network_interface_sg_attachment");
    this.#unknownGroups =
      context.whyMoreMayExist("aws_network_interface_sg_attachment") ??
      whyAnyAmbiguous(attachments, ["network_interface_id"]);
    for (const attachment of attachments) {
      const owner = this.owner(attachment, attachment.values.network_interface_id)?.address;
      if (owner === undefined) continue;
      const groups = context.resolver.groups(attachment.values.security_group_id);
      this.#groups.set(owner, joinLists(this.#groups.get(owner) ?? EMPTY_LIST, groups));
    }
  }

  /**
   * Returns the known public addresses of the Elastic IPs of an interface or server; undefined if
   * it has none.
   */
  elastic(address: string): Addresses | undefined {
    return this.#elastic.get(address);
  }

  /**
   * Reports if an interface has a public address: an Elastic IP's, or otherwise the given default.
   */
  publicIPv4(address: string, otherwise: InterfacePlacement["publicIPv4"]): InterfacePlacement["publicIPv4"] {
    if (this.#elastic.has(address)) return true;
    return this.#unknownElastic !== undefined && otherwise !== true ? "unknown" : otherwise;
  }

  /**
   * Returns the owners of an Elastic IP: interfaces, and servers whose primary interface AWS
   * creates.
   */
  ownersOf(elastic: Resource): ReadonlySet<string> {
    return new Set(this.#owners.get(elastic.address));
  }

  /**
   * Returns the groups that attachments add to an interface resource, or to the interface that AWS
   * creates for a server.
   */
  groups(address: string): PartialList<string> {
    return joinLists(this.#groups.get(address) ?? EMPTY_LIST, partialList([], this.#unknownGroups));
  }

  /**
   * Returns the interface resource that is a server's primary one. Secondary interfaces can move to
   * another server, so each is an endpoint with its own groups and addresses.
   */
  first(address: string): Resource | undefined {
    return this.#interfaces.get(address)?.find(({ device }) => device === 0)?.resource;
  }

  /**
   * Resolves a value that names an interface: to its resource, or to the server whose primary
   * interface AWS creates, which represents that interface.
   */
  owner(from: Resource, value: Value | undefined): Resource | undefined {
    if (!isGiven(value)) return undefined;
    const id = attributeText(value);
    const named =
      this.#context.resolver.namedResource(from, value, "aws_network_interface", ...SERVERS) ??
      (id === undefined ? undefined : this.#primaries().get(id));
    return this.first(named?.address ?? "") ?? named;
  }

  #primaries(): ReadonlyMap<string, Resource> {
    this.#byPrimary ??= new Map(
      this.#context.inventory.ofType(...SERVERS).flatMap((server) => {
        const id = attributeText(server.values.primary_network_interface_id);
        return id === undefined ? [] : [[id, server] as const];
      }),
    );
    return this.#byPrimary;
  }

  /** The owners that an Elastic IP or its association names. */
  #named(eip: Resource): readonly Resource[] {
    return OWNERS.map((name) => this.owner(eip, eip.values[name])).filter((owner) => owner !== undefined);
  }

  #readElastic(eip: Resource): void {
    const allocation = this.#context.resolver.namedResource(eip, eip.values.allocation_id, "aws_eip") ?? eip;
    const known = attributeAddresses(allocation.values.public_ip) ?? NO_ADDRESS;
    for (const { address } of new Set(this.#named(eip))) {
      this.#elastic.set(address, (this.#elastic.get(address) ?? NO_ADDRESS).union(known));
      this.#owners.set(allocation.address, [...(this.#owners.get(allocation.address) ?? []), address]);
    }
  }

  #readInterfaces(): void {
    const { inventory } = this.#context;
    for (const server of inventory.ofType(...SERVERS)) {
      for (const block of attributeBlocks(server.values, "primary_network_interface").items) {
        this.#attach(server, server, block.network_interface_id, 0);
      }
      for (const block of attributeBlocks(server.values, "network_interface").items) {
        this.#attach(server, server, block.network_interface_id, attributeNumber(block.device_index) ?? 0);
      }
    }
    for (const own of inventory.ofType("aws_network_interface")) {
      for (const block of attributeBlocks(own.values, "attachment").items) {
        const server = this.#context.resolver.namedResource(own, block.instance, ...SERVERS);
        if (server !== undefined) this.#add(server, own, attributeNumber(block.device_index) ?? 1);
      }
    }
    for (const link of inventory.ofType("aws_network_interface_attachment")) {
      const server = this.#context.resolver.namedResource(link, link.values.instance_id, ...SERVERS);
      const device = attributeNumber(link.values.device_index) ?? 1;
      if (server !== undefined) this.#attach(link, server, link.values.network_interface_id, device);
    }
  }

  #attach(from: Resource, server: Resource, value: Value | undefined, device: number): void {
    const own = this.#context.resolver.namedResource(from, value, "aws_network_interface");
    if (own !== undefined) this.#add(server, own, device);
  }

  #add(server: Resource, resource: Resource, device: number): void {
    const others = this.#interfaces.get(server.address) ?? [];
    this.#interfaces.set(server.address, [...others, { device, resource }]);
  }
}

/** Returns what separate resources attach to servers and network interfaces. */
export const attachmentsOf = memoize((context: ModelContext) => new Attachments(context));

function whyAnyAmbiguous(resources: readonly Resource[], names: readonly string[]): string | undefined {
  const all = resources.flatMap((resource) => names.map((name) => whyAmbiguous(resource, name)));
  return all.find((why) => why !== undefined);
}
