import { TransitPeering } from "../../../modules/network/transit-peering.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

describe("a peering of transit gateways", () => {
  it("requests a peering in the other region, and ignores options, whose change would replace it", () => {
    const { json } = synthesizeConstruct(
      (stack) =>
        new TransitPeering(stack, "peering", {
          name: "net-transit-eu",
          gatewayId: "tgw-here",
          peerGatewayId: "tgw-there",
          peerRegion: "eu-west-1",
          account: "111111111111",
        }),
    );
    expect(resourcesOfType(json, "aws_ec2_transit_gateway_peering_attachment")).toEqual([
      {
        transit_gateway_id: "tgw-here",
        peer_transit_gateway_id: "tgw-there",
        peer_region: "eu-west-1",
        peer_account_id: "111111111111",
        tags: { Name: "net-transit-eu" },
        lifecycle: { ignore_changes: ["options"] },
      },
    ]);
  });
});
