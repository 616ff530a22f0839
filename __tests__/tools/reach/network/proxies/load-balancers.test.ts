import { formatProxy, proxiesOf, SUBNETS, WEB } from "../../support/endpoints.ts";
import type { StackJson, WrittenMap } from "../../support/stacks.ts";
import { NOT_EVALUATED } from "../../support/stacks.ts";

const SERVER = { subnet_id: SUBNETS[0], vpc_security_group_ids: WEB };
const ALB = { aws_lb: { alb: { subnets: SUBNETS, security_groups: WEB } } };
const NLB = { aws_lb: { nlb: { subnets: SUBNETS, load_balancer_type: "network" } } };
const GROUP = { name: "web", vpc_id: "${aws_vpc.main.id}", port: 8000, protocol: "HTTP" };
const TO_WEB = [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }];
const LISTENER = {
  load_balancer_arn: "${aws_lb.alb.arn}",
  port: 443,
  protocol: "HTTPS",
  default_action: TO_WEB,
};
const ATTACHED = {
  aws_instance: { web: SERVER },
  aws_lb_target_group_attachment: {
    web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "${aws_instance.web.id}" },
  },
};
const COMPLETE = {
  ...ALB,
  ...ATTACHED,
  aws_lb_target_group: { web: GROUP },
  aws_lb_listener: { https: LISTENER },
};

function formatProxies(json: StackJson): readonly unknown[] {
  return proxiesOf(json).map(formatProxy);
}

describe("a listener", () => {
  it("forwards to the targets of its target group", () => {
    expect(formatProxies(COMPLETE)).toEqual([
      {
        proxy: "aws_lb.alb takes tcp 443 by aws_lb_listener.https",
        targets: [
          "aws_lb.alb opens aws_instance.web tcp 8000 (checks tcp 8000) by listener 443 → default action → target group web",
        ],
      },
    ]);
  });

  it.each<[string, WrittenMap]>([
    ["a redirect", { type: "redirect", redirect: [{ port: "443", status_code: "HTTP_301" }] }],
    ["a fixed response", { type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] }],
  ])("forwards to no target by %s", (_, action) => {
    expect(
      formatProxies({ ...COMPLETE, aws_lb_listener: { https: { ...LISTENER, default_action: [action] } } }),
    ).toEqual([{ proxy: "aws_lb.alb takes tcp 443 by aws_lb_listener.https", targets: [] }]);
  });

  it("forwards to every target group whose weight is not zero", () => {
    const weighted = (arn: string, weight: number) => ({ arn, weight });
    const forward = [
      {
        target_group: [
          weighted("${aws_lb_target_group.web.arn}", 90),
          weighted("${aws_lb_target_group.new.arn}", 10),
          weighted("${aws_lb_target_group.old.arn}", 0),
        ],
      },
    ];
    const attach = (name: string) => ({
      target_group_arn: `\${aws_lb_target_group.${name}.arn}`,
      target_id: "${aws_instance.web.id}",
    });
    const proxies = proxiesOf({
      ...COMPLETE,
      aws_lb_target_group: {
        web: GROUP,
        new: { ...GROUP, name: "new", port: 9000 },
        old: { ...GROUP, name: "old", port: 7000 },
      },
      aws_lb_target_group_attachment: { web: attach("web"), new: attach("new"), old: attach("old") },
      aws_lb_listener: { https: { ...LISTENER, default_action: [{ type: "forward", forward }] } },
    });
    expect(proxies[0]?.targets.map(({ transport }) => transport.format())).toEqual(["tcp 8000", "tcp 9000"]);
  });

  it("lists its rules in order of priority, with their conditions", () => {
    const rule = (priority: number | undefined, ...condition: readonly WrittenMap[]) => ({
      listener_arn: "${aws_lb_listener.https.arn}",
      ...(priority !== undefined && { priority }),
      action: TO_WEB,
      condition,
    });
    const proxies = proxiesOf({
      ...COMPLETE,
      aws_lb_listener: { https: { ...LISTENER, default_action: [{ type: "fixed-response" }] } },
      aws_lb_listener_rule: {
        last: rule(undefined, { path_pattern: [{ values: ["/last"] }] }),
        second: rule(200, { host_header: [{ values: ["a.example.com", "b.example.com"] }] }),
        first: rule(
          100,
          { path_pattern: [{ values: ["/api/*"] }] },
          { http_header: [{ http_header_name: "X-Key", values: ["1"] }] },
          { query_string: [{ key: "v", value: "2" }] },
        ),
      },
    });
    expect(proxies[0]?.targets.map(({ via }) => via[1])).toEqual([
      "rule 100 (path /api/*, header X-Key=1, query v=2)",
      "rule 200 (host a.example.com or b.example.com)",
      "rule net/aws_lb_listener_rule.last (path /last)",
    ]);
  });

  it.each<[string, StackJson, string]>([
    [
      "a target group outside the files",
      {
        aws_lb_listener: {
          https: { ...LISTENER, default_action: [{ type: "forward", target_group_arn: "arn:x" }] },
        },
      },
      "a target group is unknown: arn:x is not in these files",
    ],
    [
      "a target group without registered targets",
      { aws_lb_target_group_attachment: {} },
      "nothing in these files is registered with net/aws_lb_target_group.web",
    ],
    [
      "an unknown target",
      {
        aws_lb_target_group_attachment: {
          web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "10.9.9.9" },
        },
      },
      "a target is unknown: 10.9.9.9 is not in these files",
    ],
    [
      "an unknown port",
      { aws_lb_listener: { https: { ...LISTENER, port: NOT_EVALUATED } } },
      "its port or protocol is unknown",
    ],
  ])("has unknown targets with %s", (_, json, unknown) => {
    const [proxy] = proxiesOf({ ...COMPLETE, ...json });
    expect(proxy?.unknown).toBe(unknown);
    expect(proxy?.targets).toEqual([]);
  });
});

describe("a target group", () => {
  const target = (group: WrittenMap, json: StackJson = ATTACHED) =>
    formatProxies({
      ...ALB,
      aws_lb_target_group: { web: { ...GROUP, ...group } },
      aws_lb_listener: { https: LISTENER },
      ...json,
    });
  const expectedTarget = (transport: string, endpoint = "aws_instance.web") => ({
    targets: [expect.stringMatching(`^aws_lb.alb opens ${endpoint.replace(".", "\\.")} ${transport} by `)],
  });

  it("has its health check port", () => {
    expect(target({ health_check: [{ port: "9999" }] })).toMatchObject([
      expectedTarget("tcp 8000 \\(checks tcp 9999\\)"),
    ]);
    expect(target({ health_check: [{ port: "traffic-port" }] })).toMatchObject([
      expectedTarget("tcp 8000 \\(checks tcp 8000\\)"),
    ]);
  });

  it("has no target in a VPC if its targets are Lambda functions", () => {
    expect(target({ target_type: "lambda" })).toEqual([
      { proxy: "aws_lb.alb takes tcp 443 by aws_lb_listener.https", targets: [] },
    ]);
  });

  it("uses an attachment's port instead of its own", () => {
    const web = { ...ATTACHED.aws_lb_target_group_attachment.web, port: 8443 };
    expect(target({}, { ...ATTACHED, aws_lb_target_group_attachment: { web } })).toMatchObject([
      expectedTarget("tcp 8443 \\(checks tcp 8443\\)"),
    ]);
  });

  it("finds targets by address only in its own VPC", () => {
    const twin = {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, other: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" },
        b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.2.0/24" },
        twin: { vpc_id: "${aws_vpc.other.id}", cidr_block: "10.0.1.0/24" },
      },
      aws_instance: {
        web: { ...SERVER, private_ip: "10.0.1.50" },
        twin: { subnet_id: "${aws_subnet.twin.id}", private_ip: "10.0.1.50" },
      },
      aws_lb_target_group_attachment: {
        web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "10.0.1.50" },
      },
    };
    expect(target({ target_type: "ip" }, twin)).toMatchObject([
      expectedTarget("tcp 8000 \\(checks tcp 8000\\)"),
    ]);
  });

  it.each<[string, StackJson]>([
    [
      "target_group_arns",
      { aws_autoscaling_group: { web: { target_group_arns: ["${aws_lb_target_group.web.arn}"] } } },
    ],
    [
      "a traffic source",
      {
        aws_autoscaling_group: {
          web: { traffic_source: [{ identifier: "${aws_lb_target_group.web.arn}", type: "elbv2" }] },
        },
      },
    ],
    [
      "an attachment",
      {
        aws_autoscaling_group: { web: {} },
        aws_autoscaling_attachment: {
          web: {
            autoscaling_group_name: "${aws_autoscaling_group.web.name}",
            lb_target_group_arn: "${aws_lb_target_group.web.arn}",
          },
        },
      },
    ],
    [
      "an attachment of a traffic source",
      {
        aws_autoscaling_group: { web: {} },
        aws_autoscaling_traffic_source_attachment: {
          web: {
            autoscaling_group_name: "${aws_autoscaling_group.web.name}",
            traffic_source: [{ identifier: "${aws_lb_target_group.web.arn}", type: "elbv2" }],
          },
        },
      },
    ],
  ])("has the instances of an Auto Scaling group, by %s", (_, json) => {
    expect(target({}, json)).toMatchObject([
      expectedTarget("tcp 8000 \\(checks tcp 8000\\)", "aws_autoscaling_group.web"),
    ]);
  });

  const SERVICE = {
    task_definition: "${aws_ecs_task_definition.app.arn}",
    load_balancer: [
      { target_group_arn: "${aws_lb_target_group.web.arn}", container_name: "app", container_port: 3000 },
    ],
  };
  const task = (mode: string, hostPort: number) => ({
    app: {
      network_mode: mode,
      container_definitions: JSON.stringify([
        { name: "app", portMappings: [{ containerPort: 3000, hostPort }] },
      ]),
    },
  });

  it("has ECS tasks on their container port, or on the host port to which it is mapped", () => {
    const own = { ...SERVICE, network_configuration: { subnets: SUBNETS, security_groups: WEB } };
    const json = (service: WrittenMap, mode: string, port: number) => ({
      aws_ecs_task_definition: task(mode, port),
      aws_ecs_service: { app: service },
    });
    const app = "aws_ecs_service.app";
    expect(target({}, json(own, "awsvpc", 3000))).toMatchObject([
      expectedTarget("tcp 3000 \\(checks tcp 3000\\)", app),
    ]);
    expect(target({}, json(SERVICE, "bridge", 8080))).toMatchObject([
      expectedTarget("tcp 8080 \\(checks tcp 8080\\)", app),
    ]);
    const dynamic = "tcp 32768-65535 \\(checks tcp 32768-65535\\)";
    expect(target({}, json(SERVICE, "bridge", 0))).toMatchObject([expectedTarget(dynamic, app)]);
  });
});

describe("a Network Load Balancer", () => {
  const proxy = (group: WrittenMap, protocol = "TCP", json: StackJson = ATTACHED) =>
    proxiesOf({
      ...NLB,
      ...json,
      aws_lb_target_group: { web: { ...GROUP, protocol, ...group } },
      aws_lb_listener: {
        l: { load_balancer_arn: "${aws_lb.nlb.arn}", port: 53, protocol, default_action: TO_WEB },
      },
    })[0];

  it.each<[string, string, WrittenMap, boolean]>([
    ["instances", "TCP", { target_type: "instance" }, true],
    ["the default target type", "TCP", {}, true],
    ["instances, disabled", "TCP", { preserve_client_ip: "false" }, false],
    ["IP addresses over TCP", "TCP", { target_type: "ip" }, false],
    ["IP addresses over TLS", "TLS", { target_type: "ip" }, false],
    ["IP addresses over TCP, enabled", "TCP", { target_type: "ip", preserve_client_ip: "true" }, true],
    ["IP addresses over UDP", "UDP", { target_type: "ip" }, true],
  ])(
    "preserves the client's address according to target type, protocol and setting: %s",
    (_, protocol, group, keeps) => {
      expect(proxy(group, protocol)?.keepsClientAddress).toBe(keeps);
    },
  );

  it("forwards TCP and UDP with TCP_UDP, and checks health over TCP", () => {
    const found = proxy({ target_type: "instance" }, "TCP_UDP");
    expect(found?.frontend.format()).toBe("tcp 53, udp 53");
    expect(found?.targets[0]?.transport.format()).toBe("tcp 8000, udp 8000");
    expect(found?.targets[0]?.healthCheck?.format()).toBe("tcp 8000");
  });

  it("forwards to an Application Load Balancer", () => {
    const alb = { subnets: SUBNETS, security_groups: WEB, internal: true };
    const attachment = { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "${aws_lb.alb.arn}" };
    const json = { aws_lb: { ...NLB.aws_lb, alb }, aws_lb_target_group_attachment: { web: attachment } };
    const found = proxy({ target_type: "alb", port: 443 }, "TCP", json);
    expect(found?.targets.map(({ endpoint, transport }) => `${endpoint} ${transport.format()}`)).toEqual([
      "net/aws_lb.alb tcp 443",
    ]);
  });
});

describe("a Classic Load Balancer", () => {
  it("forwards to its instances from each listener", () => {
    const listener = (port: number, to: number) => ({
      lb_port: port,
      lb_protocol: "tcp",
      instance_port: to,
      instance_protocol: "tcp",
    });
    const proxies = formatProxies({
      aws_instance: { web: SERVER, more: SERVER },
      aws_elb: {
        old: {
          subnets: SUBNETS,
          security_groups: WEB,
          listener: [listener(80, 8000), listener(25, 2525)],
          instances: ["${aws_instance.web.id}"],
          health_check: [{ target: "HTTP:9000/health" }],
        },
      },
      aws_elb_attachment: { more: { elb: "${aws_elb.old.id}", instance: "${aws_instance.more.id}" } },
    });
    expect(proxies).toEqual(
      [
        [80, 8000],
        [25, 2525],
      ].map(([port, to]) => ({
        proxy: `aws_elb.old takes tcp ${port} by aws_elb.old#listener-${port}`,
        targets: ["web", "more"].map(
          (name) => `aws_elb.old opens aws_instance.${name} tcp ${to} (checks tcp 9000) by listener ${port}`,
        ),
      })),
    );
  });
});
