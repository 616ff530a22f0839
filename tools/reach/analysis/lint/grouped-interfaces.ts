import { memoize } from "../../../../language/memoize.ts";
import type { NetworkModel } from "../../network/network-model.ts";
import { type Addresses, EVERY_ADDRESS } from "../../packets/addresses.ts";

/** An interface with its security groups. */
export interface GroupedInterface {
  /** The address of the endpoint or the client VPN. */
  readonly address: string;
  /** Its private addresses: exactly these if `isExact`, otherwise the candidates. */
  readonly addresses: Addresses;
  /** True if it has exactly these addresses; otherwise it has some of them. */
  readonly isExact: boolean;
  /** The addresses of its known security groups. */
  readonly groups: readonly string[];
  /** True if it may have further groups. */
  readonly mayHaveMore: boolean;
}

/** Returns all interfaces that have or may have security groups. */
export const groupedInterfaces = memoize((model: NetworkModel): readonly GroupedInterface[] => {
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
});
