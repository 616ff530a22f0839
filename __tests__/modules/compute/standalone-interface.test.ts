import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import { StandaloneInterface } from "../../../modules/compute/standalone-interface.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

function synthesize(server?: string, isProtected = true) {
  return synthesizeConstruct((stack) => {
    const networkInterface = new StandaloneInterface(stack, "licence", {
      name: "company-prod-licence",
      subnetId: "subnet-1",
      securityGroupId: "sg-1",
      address: "10.0.32.20",
      secondaryAddresses: ["10.0.32.11"],
      protected: isProtected,
    });
    if (server !== undefined) networkInterface.attachTo(server);
  });
}

describe("a standalone interface", () => {
  it("has its fixed addresses in order, its own security group, and prevent_destroy", () => {
    const { text, json } = synthesize();
    expect(text).toHaveResourceWithProperties(NetworkInterface, {
      subnet_id: "subnet-1",
      security_groups: ["sg-1"],
      private_ip_list_enabled: true,
      private_ip_list: ["10.0.32.20", "10.0.32.11"],
      tags: { Name: "company-prod-licence" },
      lifecycle: { prevent_destroy: true },
    });
    expect(resourcesOfType(json, "aws_network_interface_attachment")).toEqual([]);
  });

  it("moves to another server by its attachment alone, without a change to the interface", () => {
    const [first, second] = [synthesize("i-1"), synthesize("i-2")];
    expect(resourcesOfType(first.json, "aws_network_interface_attachment")).toEqual([
      {
        instance_id: "i-1",
        network_interface_id: expect.stringMatching(/^\$\{aws_network_interface\..*\.id\}$/),
        device_index: 1,
      },
    ]);
    expect(resourcesOfType(second.json, "aws_network_interface_attachment")[0]!.instance_id).toBe("i-2");
    expect(second.json.resource!.aws_network_interface).toEqual(first.json.resource!.aws_network_interface);
  });

  it("can be destroyed on an unprotected platform", () => {
    expect(resourcesOfType(synthesize(undefined, false).json, "aws_network_interface")[0]!.lifecycle).toEqual(
      {
        prevent_destroy: false,
      },
    );
  });
});
