import fc from "fast-check";
import { tinyNetwork } from "./arbitrary.ts";
import { EDGE_CASES } from "./examples.ts";
import { platformNetwork } from "./platform-network.ts";
import { TerraformFolder } from "./terraform-folder.ts";
import { terraformJson } from "./terraform-json.ts";
import type { TinyNetwork } from "./tiny-network.ts";

/** Writes a network as Terraform JSON and translates it back, with the original names. */
function roundTrip(network: TinyNetwork): unknown {
  const text = JSON.stringify(terraformJson(network));
  const read = platformNetwork(new TerraformFolder(new Map([["net", JSON.parse(text)]])));
  return comparable(JSON.parse(JSON.stringify(read).replaceAll(/"net\/aws_\w+\./g, '"')));
}

/**
 * Removes what Terraform JSON does not contain: public addresses that AWS assigns, and external
 * hosts.
 */
function comparable({ internetHosts: _, ...network }: TinyNetwork): unknown {
  const withoutAddress = <T extends { readonly publicAddress?: string }>({ publicAddress, ...one }: T) => ({
    ...one,
    isPublic: publicAddress !== undefined,
  });
  const vpcs = network.vpcs.map((vpc) => ({ egressOnlyGateway: false, ...vpc }));
  const subnets = network.subnets.map((subnet) => ({ ...subnet, zone: "eu-central-1a" }));
  const [hosts, natGateways] = [network.hosts.map(withoutAddress), network.natGateways.map(withoutAddress)];
  return { vpnGateways: [], connections: [], tunnels: [], ...network, vpcs, subnets, hosts, natGateways };
}

describe("platformNetwork", () => {
  it("reads back the networks of the edge cases from their Terraform JSON", () => {
    for (const network of EDGE_CASES) expect(roundTrip(network)).toEqual(comparable(network));
  });

  it("reads back any random network from its Terraform JSON", () => {
    fc.assert(
      fc.property(tinyNetwork, (network) => {
        expect(roundTrip(network)).toEqual(comparable(network));
      }),
    );
  });

  it("throws for a resource that it does not translate", () => {
    const stack = { resource: { aws_networkfirewall_firewall: { edge: {} } } };
    expect(() => platformNetwork(new TerraformFolder(new Map([["net", stack]])))).toThrow(
      "net/aws_networkfirewall_firewall.edge is not translated",
    );
  });
});
