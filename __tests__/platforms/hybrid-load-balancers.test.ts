import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { flow, tcp } from "../../language/language.ts";
import { resolve } from "../../language/resolve.ts";
import { planAcls } from "../../modules/network/acl-plan.ts";
import { planFirewall } from "../../modules/network/firewall-plan.ts";
import { planHops } from "../../modules/network/hops.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { parseStackJson, resourcesOfType, subnetReferences, synthesize } from "../support/synth.ts";
import { platformAfter, problemsAfter } from "./support.ts";

const prod = resolve(hybrid, "prod");
const stacks = synthesize(prod);
const network = parseStackJson(stacks, "hybrid-prod-network");
const edge = parseStackJson(stacks, "hybrid-prod-edge");
const compute = parseStackJson(stacks, "hybrid-prod-compute");
const observe = parseStackJson(stacks, "hybrid-prod-observe");

type Block = Readonly<Record<string, unknown>>;

function targetGroupOf(name: string): Block {
  return resourcesOfType(compute, "aws_lb_target_group").find(
    (group) => group.name === `hybrid-prod-${name}`,
  )!;
}

/** The only listener on a port. */
function listener(port: number): Block {
  const [found, ...others] = resourcesOfType(compute, "aws_lb_listener").filter((each) => each.port === port);
  expect(others).toEqual([]);
  return found!;
}

/** The peers that a security group admits on a port. */
function admitted(group: string, protocol: string, port: number): unknown[] {
  return planFirewall(prod)
    .rules.filter((rule) => rule.group === group && rule.direction === "ingress")
    .filter(({ ports }) => ports.protocol === protocol && ports.from === port)
    .map(({ peer }) => (peer.kind === "group" ? peer.group : peer));
}

describe("Hybrid prod: load balancer", () => {
  it("includes public network load balancers with fixed addresses, and internal ones", () => {
    const balancers = resourcesOfType(edge, "aws_lb").filter((each) => each.load_balancer_type === "network");
    expect(balancers.map(({ name, internal }) => [name, internal])).toEqual([
      ["hybrid-prod-depot-nlb", true],
      ["hybrid-prod-fixed-nlb", false],
      ["hybrid-prod-ledger-nlb", true],
      ["hybrid-prod-shared-nlb", true],
    ]);
    const fixed = balancers[1]!.subnet_mapping as readonly Block[];
    expect(fixed.map(({ allocation_id }) => allocation_id)).toEqual([
      expect.stringMatching(/aws_eip\.fixed-nlb_address-us-east-1a_/),
      expect.stringMatching(/aws_eip\.fixed-nlb_address-us-east-1b_/),
    ]);
    expect(balancers.map((each) => each.subnets === undefined)).toEqual([false, true, false, false]);
  });

  it("has listeners with TCP and UDP", () => {
    expect([8443, 53, 27_000, 7000].map((port) => listener(port).protocol)).toEqual([
      "TCP",
      "UDP",
      "TCP",
      "TCP",
    ]);
  });

  it("has target groups of instances, addresses and containers", () => {
    expect([
      targetGroupOf("terminal-8443-tcp"),
      targetGroupOf("resolver-53-udp"),
      targetGroupOf("licence-27000-tcp"),
      targetGroupOf("web"),
    ]).toMatchObject([
      { target_type: "instance", protocol: "TCP" },
      { target_type: "instance", protocol: "UDP" },
      { target_type: "ip", protocol: "TCP" },
      { target_type: "ip", protocol: "HTTP" },
    ]);
  });

  it("supports round robin, least outstanding requests and source IP hash", () => {
    expect(targetGroupOf("intranet").load_balancing_algorithm_type).toBe("round_robin");
    expect(targetGroupOf("web").load_balancing_algorithm_type).toBe("least_outstanding_requests");
    expect(targetGroupOf("terminal-8443-tcp").stickiness).toEqual({ enabled: true, type: "source_ip" });
  });

  it("has health checks by TCP and HTTP(S), and by TCP for UDP", () => {
    const check = (name: string) => targetGroupOf(name).health_check as Block;
    expect(check("terminal-8443-tcp").protocol).toBe("TCP");
    expect(check("web")).toMatchObject({ protocol: "HTTP", path: "/" });
    expect(check("ledger-7000-tcp")).toMatchObject({ protocol: "HTTPS", path: "/health" });
    expect(listener(53).protocol).toBe("UDP");
    expect(check("resolver-53-udp")).toMatchObject({ protocol: "TCP", port: "traffic-port" });
    expect(check("resolver-53-udp")).not.toHaveProperty("path");
  });

  it("has targets whose security groups admit its health checks", () => {
    expect(admitted("resolver", "tcp", 53)).toEqual(["shared-nlb"]);
    expect(admitted("resolver", "udp", 53)).toEqual(["shared-nlb"]);
    expect(admitted("terminal", "tcp", 8443)).toEqual(["fixed-nlb"]);
    expect(admitted("licence", "tcp", 27_000)).toEqual(["shared-nlb"]);
  });

  it("is called in the routable tier by the depot's office, whose private NAT hides the server behind it", () => {
    const hops = planHops(prod)
      .filter((hop) => hop.flow === "depot-office -> scanner")
      .map(({ from, to, ports }) => [from.name, to.name, `${to.network}/${to.tier}`, ports]);
    const port = [tcp(5000)];
    expect(hops).toEqual([
      ["depot-office", "depot-nlb", "depot/routable", port],
      ["depot-nlb", "scanner", "depot/private", port],
    ]);
    expect(admitted("depot-nlb", "tcp", 5000)).toEqual([{ kind: "cidr", cidr: "192.168.20.0/24" }]);
    expect(admitted("scanner", "tcp", 5000)).toEqual(["depot-nlb"]);
    const ingress = planAcls(prod, "depot")
      .filter(({ direction, ports }) => direction === "ingress" && ports.from === 5000)
      .map(({ tier, cidr }) => `${tier} ${cidr}`);
    expect(ingress.sort()).toEqual(["private 10.45.192.0/19", "routable 192.168.20.0/24"]);
    const balancer = resourcesOfType(edge, "aws_lb").find(({ name }) => name === "hybrid-prod-depot-nlb")!;
    expect(balancer.subnets).toEqual(subnetReferences("depot/routable"));
    expect(listener(5000).load_balancer_arn).toContain('load_balancer_arns["depot-nlb"]');
  });

  it("preserves client addresses for UDP, which the target's ACL admits, but not for TCP", () => {
    const shop = prod.networks.shop!.cidr.replace("0.0/16", "");
    const from = (protocol: string, port: number) =>
      planAcls(prod, "shared")
        .filter(({ tier, direction }) => tier === "private" && direction === "ingress")
        .filter(({ ports }) => ports.protocol === protocol && ports.from === port)
        .map(({ cidr }) => cidr);
    expect(from("udp", 53).some((cidr) => cidr.startsWith(shop))).toBe(true);
    // The load balancer is in the same tier, where TCP from shop reaches the listener's port only.
    expect(from("tcp", 53)).toEqual(["10.40.32.0/19"]);
    expect("10.40.32.0/19".startsWith(shop)).toBe(false);
  });

  it("balances across zones, on load balancers and target groups", () => {
    const network = resourcesOfType(edge, "aws_lb").filter((each) => each.load_balancer_type === "network");
    expect(network.map((each) => each.enable_cross_zone_load_balancing)).toEqual(Array(4).fill(true));
    const groups = resourcesOfType(compute, "aws_lb_target_group");
    expect(new Set(groups.map((each) => each.load_balancing_cross_zone_enabled))).toEqual(new Set(["true"]));
  });

  it("has an alarm for unhealthy hosts of each target group", () => {
    const names = resourcesOfType(observe, "aws_cloudwatch_metric_alarm").map(({ alarm_name }) => alarm_name);
    for (const name of ["web", "terminal", "resolver", "ledger", "intranet", "licence"]) {
      expect(names).toContain(`hybrid-prod-${name}-unhealthy-targets`);
    }
  });

  it("gives the web an address that lasts for the partner, who may not call its containers", () => {
    const hops = planHops(prod).filter((hop) => hop.flow === "partner-app -> web");
    expect(
      hops.map(({ from, to, ports }) => `${from.name} -> ${to.name} ${ports.map((each) => each.from)}`),
    ).toEqual(["partner-app -> partner-alb 80", "partner-alb -> web 8080"]);
    const direct = [
      ...hybrid.flows.filter(({ to }) => to !== "web"),
      flow("internet", "web"),
      flow("partner-app", "web", tcp(8080)),
    ];
    expect(problemsAfter(hybrid, "prod", { flows: direct }).join()).toMatch(
      /received "partner-app -> web"; allowed: a target with an address that lasts: .*Fix: omit the flow's ports: it then goes through partner-alb\./,
    );
  });

  it("reserves capacity for very many sessions if the spec does", () => {
    const platform = platformAfter(hybrid, "prod", {
      edge: { loadBalancers: { "fixed-nlb": { reservedCapacityUnits: 5500 } } },
    });
    const balancers = (from: ReturnType<typeof synthesize>) =>
      resourcesOfType(parseStackJson(from, "hybrid-prod-edge"), "aws_lb").flatMap(
        ({ name, minimum_load_balancer_capacity: capacity }) =>
          capacity === undefined ? [] : [`${name} ${JSON.stringify(capacity)}`],
      );
    expect(balancers(synthesize(platform))).toEqual(['hybrid-prod-fixed-nlb {"capacity_units":5500}']);
    expect(balancers(stacks)).toEqual([]);
  });

  it("has private DNS names", () => {
    const names = resourcesOfType(compute, "aws_route53_record").map(({ name }) => name);
    expect(names.sort()).toEqual([
      "directory.corp.internal",
      "intranet.corp.internal",
      "licence.corp.internal",
      "resolver.corp.internal",
      "terminal.shop.corp.internal",
      "web.shop.corp.internal",
    ]);
  });
});

describe("Hybrid prod: NAT", () => {
  it("provides DNAT: a port of an Elastic IP forwards to a private server", () => {
    expect(stacks["hybrid-prod-edge"]!).toHaveResourceWithProperties(Eip, {
      domain: "vpc",
      tags: { Name: "hybrid-prod-fixed-nlb-us-east-1a" },
    });
    expect(listener(8443).load_balancer_arn).toContain('load_balancer_arns["fixed-nlb"]');
    const registered = resourcesOfType(compute, "aws_lb_target_group_attachment").map(
      ({ target_id }) => target_id,
    );
    expect(registered).toContainEqual(expect.stringMatching(/^\$\{aws_instance\.terminal-server_/));
    const terminal = resourcesOfType(compute, "aws_instance").find(
      ({ tags }) => (tags as { readonly Name: string }).Name === "hybrid-prod-terminal",
    );
    expect(terminal!.subnet_id).toBe(subnetReferences("shop/private")[0]);
    expect(Object.keys(edge.output!.fixed_addresses!.value as object)).toEqual(["fixed-nlb"]);
  });
});

describe("Hybrid prod: ENI", () => {
  it("has addresses that are reserved in their subnet", () => {
    const reserved = resourcesOfType(network, "aws_ec2_subnet_cidr_reservation");
    expect(reserved.map(({ cidr_block }) => cidr_block)).toEqual(["10.40.32.10/32", "10.40.32.11/32"]);
  });

  it("is a standalone interface with fixed and secondary addresses, attached to a server", () => {
    const [licence, ...others] = resourcesOfType(compute, "aws_network_interface");
    expect(others).toEqual([]);
    expect(licence).toMatchObject({ private_ip_list: ["10.40.32.10", "10.40.32.11"] });
    expect(resourcesOfType(compute, "aws_network_interface_attachment")).toEqual([
      {
        device_index: 1,
        instance_id: expect.stringMatching(/^\$\{aws_instance\.directory-server_/),
        network_interface_id: expect.stringMatching(/^\$\{aws_network_interface\.licence-interface_/),
      },
    ]);
  });
});

describe("Hybrid prod: auto scaling", () => {
  it.each([
    ["resolver", "-53-udp", 2, 4],
    ["ledger", "-7000-tcp", 2, 6],
  ])("registers and deregisters instances of %s automatically", (name, suffix, min, max) => {
    const fleet = resourcesOfType(compute, "aws_autoscaling_group").find(
      (group) => group.name === `hybrid-prod-${name}`,
    )!;
    expect(fleet).toMatchObject({ min_size: min, max_size: max, health_check_type: "ELB" });
    expect(fleet.target_group_arns).toEqual([
      expect.stringMatching(new RegExp(`^\\$\\{aws_lb_target_group\\.${name}-targets_group${suffix}_`)),
    ]);
    // There are no explicit attachments.
    const attached = resourcesOfType(compute, "aws_lb_target_group_attachment");
    expect(attached.map(({ target_group_arn }) => target_group_arn)).not.toContainEqual(
      expect.stringContaining(`.${name}-targets_group`),
    );
  });
});

describe("Hybrid prod: anti-DDoS", () => {
  it("has a WAF rate limit, and protection by Shield Advanced if its price is accepted", () => {
    const [acl] = resourcesOfType(edge, "aws_wafv2_web_acl");
    expect(JSON.stringify(acl!.rule)).toContain('"limit":1000');
    expect(resourcesOfType(edge, "aws_shield_protection")).toEqual([]);
    const shield = { subscriptionUsdMonthly: 3000 } as const;
    const shielded = parseStackJson(
      synthesize({ ...prod, edge: { ...prod.edge, shield } }),
      "hybrid-prod-edge",
    );
    expect(resourcesOfType(shielded, "aws_shield_protection").map(({ name }) => name)).toEqual([
      "hybrid-prod-fixed-nlb-0",
      "hybrid-prod-fixed-nlb-1",
      "hybrid-prod-web-alb",
      "hybrid-prod-zone",
    ]);
  });
});
