import { callContextWith, computedAfterCreate, existingResource } from "../../computed-values/support.ts";

const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));
describe("the computed values of instances", () => {
  it("an instance is in its subnet, with a public address if requested", () => {
    const subnet = existingResource("aws_subnet", "subnet-0a", {
      vpc_id: "vpc-0a",
      cidr_block: "10.0.1.0/24",
      availability_zone: "us-east-1b",
      map_public_ip_on_launch: true,
    });
    const requestedNames = ["id", "private_ip", "private_dns", "public_ip", "availability_zone"];
    const open = computedAfterCreate(
      "aws_instance",
      { subnet_id: "subnet-0a" },
      requestedNames,
      callContextWith(subnet),
    );
    expect(open).toMatchObject({
      private_ip: like("10\\.0\\.1\\.\\d+"),
      availability_zone: "us-east-1b",
      private_dns: like("ip-10-0-1-\\d+\\.ec2\\.internal"),
    });
    expect(open.public_ip).not.toBe("");
    expect(
      computedAfterCreate(
        "aws_instance",
        { subnet_id: "subnet-0a", associate_public_ip_address: false },
        requestedNames,
        callContextWith(subnet),
      ).public_ip,
    ).toBe("");
  });
});
