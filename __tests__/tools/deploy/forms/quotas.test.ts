import { CLOUDFRONT_ORIGIN_FACING } from "../../../../aws/prefix-lists.ts";
import { formQuotaProblems } from "../../../../tools/deploy/forms/quotas.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

function numbered<T>(count: number, make: (index: number) => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, make(index)]));
}

const GROUP = { security_group_id: "${aws_security_group.app.id}" };
const ingress = (count: number, more: object = {}): TerraformJson => ({
  resource: {
    aws_vpc_security_group_ingress_rule: numbered(count, (port) => ({ ...GROUP, from_port: port, ...more })),
  },
});
const acl = (count: number, egress: boolean): TerraformJson => ({
  resource: {
    aws_network_acl_rule: numbered(count, () => ({
      network_acl_id: "${aws_network_acl.private.id}",
      egress,
    })),
  },
});
const forCloudFront = (others: number): TerraformJson => ({
  data: { aws_ec2_managed_prefix_list: { cloudfront: { name: CLOUDFRONT_ORIGIN_FACING } } },
  resource: {
    aws_vpc_security_group_ingress_rule: {
      ...ingress(others).resource?.aws_vpc_security_group_ingress_rule,
      cdn: { ...GROUP, prefix_list_id: "${data.aws_ec2_managed_prefix_list.cloudfront.id}" },
    },
  },
});

describe("the quotas of a form", () => {
  it.each<[string, TerraformJson, string]>([
    ["rules of a group", ingress(61), "aws_security_group.app inbound IPv4: 61 rules"],
    ["rules for IPv6", ingress(61, { cidr_ipv6: "::/0" }), "aws_security_group.app inbound IPv6: 61 rules"],
    ["CloudFront's list", forCloudFront(6), "aws_security_group.app inbound IPv4: 61 rules"],
    ["entries of an ACL", acl(20, false), "aws_network_acl.private inbound IPv4: 20 rules"],
    ["entries out of an ACL", acl(20, true), "aws_network_acl.private outbound IPv4: 20 rules"],
  ])("are exceeded by %s", (_what, form, problem) => {
    expect(formQuotaProblems(form)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([ingress(60), forCloudFront(5), acl(19, true), acl(19, false), {}])("hold for %#", (form) => {
    expect(formQuotaProblems(form)).toEqual([]);
  });
});
