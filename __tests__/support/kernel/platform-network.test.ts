import fc from "fast-check";
import { tinyNetwork } from "./arbitrary.ts";
import { CORNERS } from "./examples.ts";
import { platformNetwork } from "./platform-network.ts";
import { TerraformFolder } from "./terraform-folder.ts";
import { terraformJson } from "./terraform-json.ts";
import type { TinyNetwork } from "./tiny-network.ts";

/** The network in Terraform JSON, by its resources' names. */
function readBack(network: TinyNetwork): unknown {
  const text = JSON.stringify(terraformJson(network));
  const read = platformNetwork(new TerraformFolder(new Map([["net", JSON.parse(text)]])));
  return comparable(JSON.parse(JSON.stringify(read).replaceAll(/"net\/aws_\w+\./g, '"')));
}

/**
 * Removes what Terraform JSON does not contain: public addresses that AWS assigns, and external
 * hosts.
 */
function comparable({ internetHosts: _, ...network }: TinyNetwork): unknown {
  const blind = <T extends { readonly publicAddress?: string }>({ publicAddress, ...one }: T) => ({
    ...one,
    isPublic: publicAddress !== undefined,
  });
  const vpcs = network.vpcs.map((vpc) => ({ egressOnlyGateway: false, ...vpc }));
  const subnets = network.subnets.map((subnet) => ({ ...subnet, zone: "eu-central-1a" }));
  const [hosts, natGateways] = [network.hosts.map(blind), network.natGateways.map(blind)];
  return { vpnGateways: [], lines: [], ...network, vpcs, subnets, hosts, natGateways };
}

describe("a network that is read from Terraform JSON", () => {
  it("is the one that was written, on networks that are easily got wrong", () => {
    for (const network of CORNERS) expect(readBack(network)).toEqual(comparable(network));
  });

  it("is the one that was written, whatever it is", () => {
    fc.assert(
      fc.property(tinyNetwork, (network) => {
        expect(readBack(network)).toEqual(comparable(network));
      }),
    );
  });

  it("is refused where it has what is not translated", () => {
    const stack = { resource: { aws_networkfirewall_firewall: { edge: {} } } };
    expect(() => platformNetwork(new TerraformFolder(new Map([["net", stack]])))).toThrow(
      "net/aws_networkfirewall_firewall.edge is not translated",
    );
  });
});
