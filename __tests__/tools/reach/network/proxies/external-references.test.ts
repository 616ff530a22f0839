import { buildNetworkModel } from "../../../../../tools/reach/network/build-network-model.ts";
import { NETWORK, SUBNETS, WEB } from "../../support/endpoints.ts";
import { contextOf, type StackJson } from "../../support/stacks.ts";

function gaps(json: StackJson): readonly string[] {
  const context = contextOf({ net: { ...NETWORK, ...json } });
  return buildNetworkModel(context).gaps.map(({ address, why }) => `${address}: ${why}`);
}

const NOT_HERE = (part: string) => `its ${part} is not in these files, so traffic through it is not analysed`;

describe("references to load balancer resources outside the files are gaps", () => {
  it.each<[string, StackJson, string]>([
    [
      "aws_lb_listener",
      { aws_lb_listener: { it: { load_balancer_arn: "arn:x", port: 80 } } },
      "load balancer",
    ],
    ["aws_lb_listener_rule", { aws_lb_listener_rule: { it: { listener_arn: "arn:x" } } }, "listener"],
    [
      "aws_lb_listener_rule",
      {
        aws_lb_listener_rule: { it: { listener_arn: "${data.aws_lb_listener.theirs.arn}" } },
        data: { aws_lb_listener: { theirs: { port: 443 } } },
      },
      "listener",
    ],
    [
      "aws_lb_target_group_attachment",
      { aws_lb_target_group_attachment: { it: { target_group_arn: "arn:x", target_id: "i-1" } } },
      "target group",
    ],
    [
      "aws_ecs_service",
      {
        aws_ecs_service: {
          it: {
            network_configuration: { subnets: SUBNETS, security_groups: WEB },
            load_balancer: [{ target_group_arn: "arn:x", container_name: "app", container_port: 80 }],
          },
        },
      },
      "target group",
    ],
  ])("%s", (type, json, what) => {
    expect(gaps(json)).toEqual([`net/${type}.it: ${NOT_HERE(what)}`]);
  });

  it("a listener of a load balancer that a data source reads is no gap: the load balancer is an endpoint", () => {
    const json = {
      data: { aws_lb: { theirs: { name: "theirs" } } },
      aws_lb_listener: { it: { load_balancer_arn: "${data.aws_lb.theirs.arn}", port: 80 } },
    };
    expect(gaps(json)).toEqual([]);
  });
});
