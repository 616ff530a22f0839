import {
  formatInterface,
  NETWORK,
  readEndpoints,
  readProxies,
  SUBNETS,
  WEB,
} from "../../support/endpoints.ts";
import {
  inventoryOf,
  NOT_EVALUATED,
  type StackJson,
  UNCOUNTED_WHY,
  withUncounted,
} from "../../support/stacks.ts";

const WHY = UNCOUNTED_WHY;
const OPEN = NOT_EVALUATED;
const SERVER = { subnet_id: SUBNETS[0], vpc_security_group_ids: WEB };
const ALB = { alb: { subnets: SUBNETS, security_groups: WEB } };
const FORWARD = [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }];
const BALANCED = {
  aws_instance: { web: SERVER },
  aws_lb: ALB,
  aws_lb_target_group: { web: { name: "web", port: 80, protocol: "HTTP" } },
  aws_lb_target_group_attachment: {
    web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "${aws_instance.web.id}" },
  },
  aws_lb_listener: {
    http: { load_balancer_arn: "${aws_lb.alb.arn}", port: 80, default_action: FORWARD },
  },
};

/** Reads JSON, with one more resource whose count is unknown. */
function read(json: StackJson, uncounted?: string) {
  const net: StackJson = { ...NETWORK, ...json };
  const inventory = inventoryOf({ net: uncounted === undefined ? net : withUncounted(net, uncounted) });
  return { endpoints: readEndpoints(inventory), proxies: readProxies(inventory) };
}

function server(json: StackJson, uncounted?: string): readonly string[] {
  const { endpoints } = read({ aws_instance: { web: SERVER }, ...json }, uncounted);
  return endpoints.get("net/aws_instance.web")!.interfaces.map(formatInterface);
}

describe("resources that may exist, or whose references are unknown", () => {
  it("are unknown endpoints if they have interfaces", () => {
    const found = read({}, "aws_instance.more").endpoints.get("net/aws_instance.more");
    expect(found).toMatchObject({ interfaces: [], unknown: `the number of instances is unknown: ${WHY}` });
    expect(read({}, "data.aws_instance.more").endpoints.size).toBe(0);
    expect(read({}, "aws_route.more").endpoints.size).toBe(0);
  });

  it("make any instance possibly public if they are Elastic IP addresses", () => {
    expect(server({}, "aws_eip.more")).toEqual(["a, perhaps public, groups web"]);
    expect(server({ aws_eip: { more: { instance: OPEN } } })).toEqual(["a, perhaps public, groups web"]);
    expect(server({ aws_eip: { nat: {} } })).toEqual(["a, groups web"]);
  });

  it("may add security groups to any instance if they are group attachments", () => {
    expect(server({}, "aws_network_interface_sg_attachment.more")).toEqual([
      `a, groups web, more groups: net/aws_network_interface_sg_attachment.more: ${WHY}`,
    ]);
    const attachment = { more: { network_interface_id: OPEN, security_group_id: WEB[0] } };
    expect(server({ aws_network_interface_sg_attachment: attachment })[0]).toMatch(
      /more groups: .*not supported/,
    );
  });

  it.each([
    ["aws_lb_listener_rule.more", `net/aws_lb_listener_rule.more: ${WHY}`],
    ["aws_lb_target_group_attachment.more", `net/aws_lb_target_group_attachment.more: ${WHY}`],
    ["aws_autoscaling_attachment.more", `net/aws_autoscaling_attachment.more: ${WHY}`],
  ])("may add targets to a listener: %s", (uncounted, unknown) => {
    const [proxy, ...others] = read(BALANCED, uncounted).proxies;
    expect(proxy?.targets).toHaveLength(1);
    expect(proxy?.unknown).toBe(unknown);
    expect(others).toEqual([]);
  });

  it("may add listening ports to a load balancer if they are listeners", () => {
    const { endpoints, proxies } = read(BALANCED, "aws_lb_listener.more");
    expect(endpoints.get("net/aws_lb.alb")?.listening?.format()).toBe("tcp 80");
    expect(endpoints.get("net/aws_lb.alb")?.unknownListening).toBe(`net/aws_lb_listener.more: ${WHY}`);
    expect(proxies.map(({ address, unknown }) => [address, unknown])).toEqual([
      ["net/aws_lb_listener.http", undefined],
      ["net/aws_lb.alb", `it may have more listeners: net/aws_lb_listener.more: ${WHY}`],
    ]);
  });

  it("make a listener's targets unknown if a rule's listener or a target group is unknown", () => {
    const rule = { more: { listener_arn: OPEN, action: FORWARD } };
    expect(read({ ...BALANCED, aws_lb_listener_rule: rule }).proxies[0]?.unknown).toMatch(
      /listener_arn of .*not supported/,
    );
    const more = { target_group_arn: OPEN, target_id: "${aws_instance.web.id}" };
    const attachments = { ...BALANCED.aws_lb_target_group_attachment, more };
    expect(read({ ...BALANCED, aws_lb_target_group_attachment: attachments }).proxies[0]?.unknown).toMatch(
      /a target group of .*not supported/,
    );
  });

  it("leave nothing unknown if there are none", () => {
    expect(read(BALANCED).proxies.map(({ unknown }) => unknown)).toEqual([undefined]);
  });
});

describe("resource types whose interfaces are unknown are unknown endpoints", () => {
  it.each(["aws_elastic_beanstalk_environment", "aws_ec2_fleet", "aws_spot_fleet_request"])("%s", (type) => {
    expect(read({ [type]: { it: {} } }).endpoints.get(`net/${type}.it`)?.unknown).toBe(
      `resources of type ${type} are not modelled`,
    );
  });
});
