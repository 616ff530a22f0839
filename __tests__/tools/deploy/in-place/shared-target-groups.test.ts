import { sharedTargetGroups } from "../../../../tools/deploy/in-place/shared-target-groups.ts";

const key = (name: string) => ({ backend: { s3: { key: `${name}/terraform.tfstate` } } });
const GROUP = "${aws_lb_target_group.web.arn}";

/** A service's target group behind a load balancer of the edge stack: by a rule, or a listener. */
function forms(balancer: string, kind: "rule" | "listener", group = "web") {
  const read = (output: string) => `\${data.terraform_remote_state.edge.outputs.${output}["${balancer}"]}`;
  const forward = [{ type: "forward", target_group_arn: GROUP.replace("web", group) }];
  const holder =
    kind === "rule"
      ? { aws_lb_listener_rule: { it: { listener_arn: read("listeners"), action: forward } } }
      : { aws_lb_listener: { it: { load_balancer_arn: read("balancers"), default_action: forward } } };
  return [
    {
      name: "edge",
      json: {
        terraform: key("edge"),
        resource: {
          aws_lb: { [balancer]: { name: balancer } },
          aws_lb_listener: { [balancer]: { load_balancer_arn: `\${aws_lb.${balancer}.arn}` } },
        },
        output: {
          balancers: { value: { [balancer]: `\${aws_lb.${balancer}.arn}` } },
          listeners: { value: { [balancer]: `\${aws_lb_listener.${balancer}.arn}` } },
        },
      },
    },
    {
      name: "compute",
      json: {
        terraform: key("compute"),
        data: { terraform_remote_state: { edge: { config: { key: "edge/terraform.tfstate" } } } },
        resource: {
          aws_lb_target_group: {
            [group]: { name: group, "//": { metadata: { path: `compute/${group}-targets/group` } } },
          },
          ...holder,
        },
      },
    },
  ];
}

describe("target groups behind two load balancers at a time", () => {
  it.each(["rule", "listener"] as const)("are a problem, behind a %s", (kind) => {
    expect(sharedTargetGroups(forms("old", kind), forms("new", kind))).toEqual([
      "compute: aws_lb_target_group.web would be behind two load balancers while both are there, and AWS allows one. Instead: rename web in the same change, so that it gets a target group of its own.",
    ]);
  });

  it("are none if the load balancer stays, or the group is another", () => {
    expect(sharedTargetGroups(forms("old", "rule"), forms("old", "rule"))).toEqual([]);
    expect(sharedTargetGroups(forms("old", "rule"), forms("new", "rule", "www"))).toEqual([]);
    expect(sharedTargetGroups([], forms("new", "rule"))).toEqual([]);
  });
});
