import { networkSchema } from "../../../language/network.ts";
import { InterfaceEndpoints } from "../../../modules/network/endpoints.ts";
import { Nat } from "../../../modules/network/nat.ts";
import { planSubnets } from "../../../modules/network/subnet-plan.ts";
import { Vpc } from "../../../modules/network/vpc.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

/**
 * The dependencies of the resources of a type, in a VPC with one zone and a fixed address in every
 * subnet.
 */
function dependenciesOf(type: string, nat: object) {
  const network = networkSchema.parse({
    cidr: "10.0.0.0/16",
    zones: ["us-east-1a"],
    tiers: {
      public: { access: "public" },
      private: { access: "private" },
      routable: { access: "isolated", slot: 6 },
    },
    endpoints: { interface: ["ecr.api"] },
    nat,
  });
  const { json } = synthesizeConstruct((stack) => {
    const fixedAddresses = planSubnets(network).map(({ cidr }) => cidr.replace(/\.0\/\d+$/, ".10"));
    const vpc = new Vpc(stack, "main", { name: "shop", network, fixedAddresses });
    new Nat(stack, "nat", { name: "shop", network, vpc, instanceGroupId: "sg-nat", privateRoutes: [] });
    const props = { name: "shop", network, region: "us-east-1", account: "111111111111", vpc };
    new InterfaceEndpoints(stack, "endpoints", {
      ...props,
      gatewayTiers: [],
      tier: "private",
      groupId: "sg",
    });
  });
  return resourcesOfType(json, type).map(({ depends_on }) => depends_on);
}

const RESERVED = (subnet: number) =>
  expect.stringMatching(`^aws_ec2_subnet_cidr_reservation\\.main_reserved-10-0-${subnet}-10_`);
const GATEWAY = expect.stringMatching(/^aws_internet_gateway\./);

// Third octets by slot: public 0, private 32, routable 192.
describe("fixed addresses are reserved before AWS assigns an address in their subnet", () => {
  it.each([
    ["an interface endpoint", "aws_vpc_endpoint", { kind: "none" }, [RESERVED(32)]],
    ["a NAT gateway", "aws_nat_gateway", { kind: "gateway", placement: "per-zone" }, [GATEWAY, RESERVED(0)]],
    [
      "a private NAT gateway",
      "aws_nat_gateway",
      { kind: "private-gateway", tier: "routable" },
      [RESERVED(192)],
    ],
    ["a NAT instance", "aws_instance", { kind: "instance", instanceType: "t4g.nano" }, [RESERVED(0)]],
  ])("to %s", (_name, type, nat, dependencies) => {
    expect(dependenciesOf(type, nat)).toEqual([dependencies]);
  });
});
