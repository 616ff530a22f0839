import { callContextWith, computedAfterCreate, existingResource } from "../../computed-values/support.ts";

const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));
const twoZones = [
  existingResource("aws_subnet", "subnet-0a", { vpc_id: "vpc-0a", availability_zone: "us-east-1a" }),
  existingResource("aws_subnet", "subnet-0b", { vpc_id: "vpc-0a", availability_zone: "us-east-1b" }),
];

describe("the computed values of load balancers", () => {
  it("load balancers have AWS's names and hosted zones", () => {
    const requestedNames = ["id", "arn", "arn_suffix", "dns_name", "zone_id", "vpc_id"];
    const alb = {
      name: "cybershield-alb",
      load_balancer_type: "application",
      internal: false,
      subnets: ["subnet-0a", "subnet-0b"],
    };
    const createdValues = computedAfterCreate("aws_lb", alb, requestedNames, callContextWith(...twoZones));
    expect(createdValues).toMatchObject({
      arn: like(
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/cybershield-alb/[0-9a-f]{16}",
      ),
      dns_name: like("cybershield-alb-\\d{10}\\.us-east-1\\.elb\\.amazonaws\\.com"),
      zone_id: "Z35SXDOTRQ7X7K",
      vpc_id: "vpc-0a",
    });
    expect(createdValues.id).toBe(createdValues.arn);
    expect(createdValues.arn).toBe(
      `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/${createdValues.arn_suffix}`,
    );
    expect(computedAfterCreate("aws_lb", { ...alb, internal: true }, requestedNames).dns_name).toMatch(
      /^internal-cybershield-alb-\d{10}\./,
    );
    expect(
      computedAfterCreate("aws_lb", { ...alb, load_balancer_type: "network" }, requestedNames),
    ).toMatchObject({
      zone_id: "Z26RNL4JYFTOTI",
      dns_name: like("cybershield-alb-[0-9a-f]{16}\\.elb\\.us-east-1\\.amazonaws\\.com"),
    });
    const listener = computedAfterCreate(
      "aws_lb_listener",
      { load_balancer_arn: createdValues.arn ?? "", port: 443 },
      ["arn"],
    );
    expect(listener.arn).toMatch(/:listener\/app\/cybershield-alb\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
    expect(
      computedAfterCreate("aws_lb_listener_rule", { listener_arn: listener.arn ?? "" }, ["arn"]).arn,
    ).toMatch(/:listener-rule\/app\/cybershield-alb\/[0-9a-f]{16}\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
  });
});
