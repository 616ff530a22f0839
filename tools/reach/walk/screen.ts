import type { Fabric, GroupRule } from "../model/fabric.ts";
import { type Addresses, NO_ADDRESS } from "../packets/addresses.ts";
import type { Direction } from "./groups.ts";
import type { Side } from "./side.ts";

/** Whom the rules of some groups speak of, one way. */
interface Peers {
  readonly groups: ReadonlySet<string>;
  readonly addresses: Addresses;
  /** Whether they may speak of anybody. */
  readonly isOpen: boolean;
}

const ANYBODY: Peers = { groups: new Set(), addresses: NO_ADDRESS, isOpen: true };

/**
 * Tells apart, quickly, pairs between which security groups let nothing through for certain: most of a large
 * network's. It looks at who is spoken of, not on which ports.
 */
export class Screen {
  readonly #fabric: Fabric;
  readonly #peers = new Map<string, Peers>();
  /** Where routes from a subnet may hand packets to something that puts its own address on them. */
  readonly #translated = new Map<string, Addresses>();
  readonly #transitTranslates: boolean;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
    const attached = [...fabric.transitGateways.values()]
      .flatMap(({ attachments }) => attachments)
      .flatMap(({ end }) => (end.kind === "vpc" ? end.subnets : []));
    this.#transitTranslates = attached.some((address) =>
      fabric.subnets
        .get(address)
        ?.table.routes.some(({ target }) => target.kind === "nat-gateway" || target.kind === "endpoint"),
    );
  }

  /** False only where nothing can get through. */
  mayPass(from: Side, to: Side): boolean {
    return (
      speaksOf(this.#peersOf(from, "egress"), to) &&
      (this.#mayBeTranslated(from, to) || speaksOf(this.#peersOf(to, "ingress"), from))
    );
  }

  #mayBeTranslated({ subnet, outside }: Side, to: Side): boolean {
    // Of what nobody knows where it stands, nobody knows what its routes lead to.
    if (subnet === undefined) return outside === undefined || outside.kind === "vpn-clients";
    let translated = this.#translated.get(subnet.address);
    if (translated === undefined) {
      const kinds = ["nat-gateway", "endpoint", ...(this.#transitTranslates ? ["transit-gateway"] : [])];
      translated = subnet.table.routes
        .filter(({ target }) => kinds.includes(target.kind))
        .reduce((sum, { destination }) => sum.union(destination), NO_ADDRESS);
      this.#translated.set(subnet.address, translated);
    }
    return !translated.isEmpty && (to.addresses.isEmpty || translated.overlaps(to.addresses));
  }

  #peersOf({ groups, unknownGroups }: Side, direction: Direction): Peers {
    if (groups === undefined || unknownGroups !== undefined) return ANYBODY;
    const key = `${direction} ${groups.join()}`;
    let peers = this.#peers.get(key);
    if (peers === undefined) {
      const own = groups.map((address) => this.#fabric.groups.get(address)!);
      const isOpen = own.some(({ unknown }) => unknown !== undefined);
      peers = isOpen ? ANYBODY : peersOf(own.flatMap((group) => group[direction]));
      this.#peers.set(key, peers);
    }
    return peers;
  }
}

function peersOf(rules: readonly GroupRule[]): Peers {
  const groups = new Set<string>();
  let addresses = NO_ADDRESS;
  for (const { peer } of rules) {
    if (peer.kind === "unknown") return ANYBODY;
    if (peer.kind === "group") groups.add(peer.group);
    else addresses = addresses.union(peer.addresses);
  }
  return { groups, addresses, isOpen: false };
}

function speaksOf({ groups, addresses, isOpen }: Peers, side: Side): boolean {
  if (isOpen || side.unknownGroups !== undefined) return true;
  if (side.groups?.some((group) => groups.has(group)) === true) return true;
  // Without an address that is known it may have any.
  return side.addresses.isEmpty ? !addresses.isEmpty : addresses.overlaps(side.addresses);
}
