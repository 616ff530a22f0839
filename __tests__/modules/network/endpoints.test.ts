import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { TerraformOutput } from "cdktf";
import { networkSchema } from "../../../language/network.ts";
import { GatewayEndpoints, InterfaceEndpoints } from "../../../modules/network/endpoints.ts";
import { Vpc } from "../../../modules/network/vpc.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { parseEmbeddedJson } from "../../support/policies.ts";
import { resourcesOfType } from "../../support/synth.ts";

const NETWORK = networkSchema.parse({
  cidr: "10.0.0.0/16",
  zones: ["us-east-1a", "us-east-1b"],
  tiers: { private: { access: "private" }, database: { access: "isolated" } },
  endpoints: { gateway: ["s3", "dynamodb"], interface: ["ecr.api"] },
});
const VPC_ID = expect.stringMatching(/^\$\{aws_vpc\.main_vpc_\w+\.id\}$/);
const OWN_ACCOUNT = {
  Sid: "OwnAccount",
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": "111111111111" } },
};

/** Synthesizes the endpoints of a VPC, and parses their policy statements by service name. */
function synthesize() {
  const synthesized = synthesizeConstruct((stack) => {
    const vpc = new Vpc(stack, "main", { name: "shop-main", network: NETWORK, fixedAddresses: [] });
    const props = { name: "shop-main", network: NETWORK, region: "eu-west-1", account: "111111111111", vpc };
    const gateways = new GatewayEndpoints(stack, "gateways", { ...props, gatewayTiers: ["private"] });
    new TerraformOutput(stack, "prefix_list", { staticId: true, value: gateways.prefixListId("s3") });
    new InterfaceEndpoints(stack, "interfaces", {
      ...props,
      gatewayTiers: [],
      tier: "private",
      groupId: "sg-endpoints",
    });
  });
  const policies = resourcesOfType(synthesized.json, "aws_vpc_endpoint").map(
    ({ service_name, policy }) =>
      [service_name, (parseEmbeddedJson(policy) as { Statement: unknown }).Statement] as const,
  );
  return { ...synthesized, policies: Object.fromEntries(policies) };
}

describe("VPC endpoints", () => {
  const { text, json, policies } = synthesize();

  it("for S3 and DynamoDB are gateway endpoints in the route tables of the given tiers", () => {
    for (const service of ["s3", "dynamodb"]) {
      expect(text).toHaveResourceWithProperties(VpcEndpoint, {
        vpc_id: VPC_ID,
        vpc_endpoint_type: "Gateway",
        service_name: `com.amazonaws.eu-west-1.${service}`,
        route_table_ids: [
          expect.stringMatching(/^\$\{aws_route_table\.main_route-table-private-us-east-1a_\w+\.id\}$/),
          expect.stringMatching(/^\$\{aws_route_table\.main_route-table-private-us-east-1b_\w+\.id\}$/),
        ],
        tags: { Name: `shop-main-${service}` },
      });
    }
    expect(json.output!.prefix_list!.value).toMatch(
      /^\$\{aws_vpc_endpoint\.gateways_s3_\w+\.prefix_list_id\}$/,
    );
  });

  it("for other services are interface endpoints in each zone, with a security group and private DNS", () => {
    expect(text).toHaveResourceWithProperties(VpcEndpoint, {
      vpc_id: VPC_ID,
      vpc_endpoint_type: "Interface",
      service_name: "com.amazonaws.eu-west-1.ecr.api",
      subnet_ids: [
        expect.stringContaining("subnet-private-us-east-1a"),
        expect.stringContaining("subnet-private-us-east-1b"),
      ],
      security_group_ids: ["sg-endpoints"],
      private_dns_enabled: true,
      tags: { Name: "shop-main-ecr.api" },
    });
    expect(Object.keys(json.resource!.aws_vpc_endpoint!)).toContainEqual(
      expect.stringMatching(/^interfaces_ecr-api_/),
    );
  });

  it("allow only principals of this account", () => {
    expect(policies["com.amazonaws.eu-west-1.dynamodb"]).toEqual([OWN_ACCOUNT]);
    expect(policies["com.amazonaws.eu-west-1.ecr.api"]).toEqual([OWN_ACCOUNT]);
  });

  it("for S3 allow everyone to read ECR image layers and Amazon Linux packages", () => {
    expect(policies["com.amazonaws.eu-west-1.s3"]).toEqual([
      OWN_ACCOUNT,
      {
        Sid: "ImageLayersAndPackages",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: [
          "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
          "arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*",
        ],
      },
    ]);
  });
});
