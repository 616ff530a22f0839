import type { NetworkModel } from "../../network/network-model.ts";
import { type Addresses, EVERY_ADDRESS } from "../../packets/addresses.ts";

/** An interface with its security groups. */
export interface GroupedInterface {
  /** The endpoint's, or the client VPN's. */
  readonly address: string;
  readonly addresses: Addresses;
  /** Whether these are exactly its addresses; else it has some of them. */
  readonly isExact: boolean;
  readonly groups: readonly string[];
  /** Whether it may have more groups than these. */
  readonly mayHaveMore: boolean;
}

/** Everything that has, or could have, security groups. */
export function groupedInterfaces(model: NetworkModel): GroupedInterface[] {
  const inside = [...model.endpoints.values()].flatMap(({ address, interfaces }) =>
    interfaces.map(({ addresses, isExact, groups, unknownGroups }) => ({
      address,
      addresses: addresses.isEmpty ? EVERY_ADDRESS : addresses,
      isExact,
      groups,
      mayHaveMore: unknownGroups !== undefined,
    })),
  );
  const clients = [...model.clientVpns.values()].flatMap((vpn) =>
    vpn.subnets.flatMap((name) => {
      const addresses = model.subnets.get(name)?.blocks;
      const { address, groups, unknown } = vpn;
      return addresses === undefined
        ? []
        : [{ address, addresses, isExact: false, groups, mayHaveMore: unknown !== undefined }];
    }),
  );
  return [...inside, ...clients];
}
