import "../support/reach-matchers.ts";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import type { Platform } from "../../language/platform.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { harbourWith } from "../support/harbour.ts";
import { parseEmbeddedJson } from "../support/policies.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  synthesize,
  withSynthesized,
} from "../support/synth.ts";

const harbour = harbourWith();
const stacks = synthesize(harbour);
const edge = parseStackJson(stacks, "harbour-prod-edge");
const compute = parseStackJson(stacks, "harbour-prod-compute");

/** The platform with the licence's interface in another server, or in none. */
function licenceIn(attachTo: string | undefined): Platform {
  const { attachTo: _, ...licence } = harbour.interfaces.licence!;
  const moved = attachTo === undefined ? licence : { ...licence, attachTo };
  return { ...harbour, interfaces: { ...harbour.interfaces, licence: moved } };
}

function targetGroup(name: string, stack: SynthesizedStackJson = compute): Readonly<Record<string, unknown>> {
  return resourcesOfType(stack, "aws_lb_target_group").find(
    (group) => group.name === `harbour-prod-${name}`,
  )!;
}

/** A reference to a place's target group: `${aws_lb_target_group.terminal-targets_group_….arn}`. */
function arnOf(targets: string) {
  return expect.stringMatching(
    new RegExp(`^\\$\\{aws_lb_target_group\\.${targets}-targets_group_\\w+\\.arn\\}$`),
  );
}

describe("a network load balancer in the edge stack", () => {
  it("has a security group, crosses zones, and refuses to go where the platform is protected", () => {
    const of = (text: string, isProtected: boolean) =>
      expect(text).toHaveResourceWithProperties(Lb, {
        name: "harbour-prod-inner-nlb",
        load_balancer_type: "network",
        internal: true,
        security_groups: ['${data.terraform_remote_state.network.outputs.security_group_ids["inner-nlb"]}'],
        enable_cross_zone_load_balancing: true,
        enable_deletion_protection: isProtected,
      });
    of(stacks["harbour-prod-edge"]!, false);
    of(synthesize({ ...harbour, protected: true })["harbour-prod-edge"]!, true);
  });

  it("brings no listener: that comes with what it leads to", () => {
    const balancers = resourcesOfType(edge, "aws_lb_listener").map(
      ({ load_balancer_arn }) => load_balancer_arn,
    );
    expect(balancers).toEqual([
      expect.stringContaining("aws_lb.alb_balancer_"),
      expect.stringContaining("aws_lb.alb_balancer_"),
    ]);
  });

  it("writes access logs for TLS, the only protocol that AWS logs", () => {
    const logs = Object.fromEntries(
      resourcesOfType(edge, "aws_lb").map(({ name, access_logs }) => [name, access_logs]),
    );
    expect(logs["harbour-prod-fixed-nlb"]).toMatchObject({ prefix: "fixed-nlb", enabled: true });
    expect(logs["harbour-prod-inner-nlb"]).toBeUndefined();
  });

  it("tells its fixed addresses, in the order of the zones", () => {
    expect(edge.output!.fixed_addresses!.value).toEqual({
      "fixed-nlb": ["us-east-1a", "us-east-1b"].map((zone) =>
        expect.stringMatching(new RegExp(`^\\$\\{aws_eip\\.fixed-nlb_address-${zone}_\\w+\\.public_ip\\}$`)),
      ),
    });
  });
});

describe("what is behind network load balancers, in the compute stack", () => {
  it("has a listener each, which leads to its targets", () => {
    const listeners = resourcesOfType(compute, "aws_lb_listener").map(
      ({ protocol, port, default_action }) => [
        protocol,
        port,
        (default_action as readonly { readonly target_group_arn: string }[])[0]!.target_group_arn,
      ],
    );
    expect(listeners.sort()).toEqual(
      [
        ["TLS", 443, arnOf("web-443")],
        ["TCP", 8443, arnOf("terminal")],
        ["UDP", 53, arnOf("resolver")],
        ["UDP", 514, arnOf("resolver-514")],
        ["TCP", 7000, arnOf("ledger")],
        ["TCP", 27_000, arnOf("licence")],
      ].sort(),
    );
  });

  it("are servers, fleets, containers and addresses", () => {
    expect(targetGroup("terminal")).toMatchObject({ target_type: "instance", port: 8443 });
    expect(targetGroup("resolver-514")).toMatchObject({
      target_type: "instance",
      port: 5514,
      protocol: "UDP",
    });
    expect(targetGroup("web-443")).toMatchObject({ target_type: "ip", port: 9090, protocol: "TCP" });
    expect(targetGroup("licence")).toMatchObject({ target_type: "ip", port: 27_000 });
    const attached = resourcesOfType(compute, "aws_lb_target_group_attachment");
    const ofInterface = /^\$\{aws_network_interface\.licence-interface_\w+\.private_ip\}$/;
    expect(attached).toHaveLength(2);
    expect(attached).toEqual(
      expect.arrayContaining([
        {
          target_group_arn: arnOf("terminal"),
          target_id: expect.stringMatching(/^\$\{aws_instance\.terminal-server_instance_\w+\.id\}$/),
        },
        { target_group_arn: arnOf("licence"), target_id: expect.stringMatching(ofInterface) },
      ]),
    );
  });

  it("is checked by the protocol of the spec: HTTPS, TCP, and TCP for UDP", () => {
    expect(targetGroup("ledger").health_check).toMatchObject({ protocol: "HTTPS", path: "/health" });
    expect(targetGroup("terminal").health_check).toMatchObject({ protocol: "TCP" });
    expect(targetGroup("resolver").health_check).toMatchObject({ protocol: "TCP" });
  });

  it("sticks to a source's address where the spec says so", () => {
    expect(targetGroup("terminal").stickiness).toEqual({ enabled: true, type: "source_ip" });
  });

  it("is found by a fleet in every place, once the listeners lead there", () => {
    const resolver = resourcesOfType(compute, "aws_autoscaling_group").find(
      ({ name }) => name === "harbour-prod-resolver",
    )!;
    expect(resolver.target_group_arns).toEqual([arnOf("resolver"), arnOf("resolver-514")]);
    expect(resolver.depends_on).toEqual([
      expect.stringMatching(/^aws_lb_listener\.resolver-targets_listener_/),
      expect.stringMatching(/^aws_lb_listener\.resolver-514-targets_listener_/),
    ]);
    expect(resolver.health_check_type).toBe("ELB");
  });

  it("has a service with two places, each on a port of its own", () => {
    const [service] = resourcesOfType(compute, "aws_ecs_service");
    expect(service!.load_balancer).toEqual([
      { target_group_arn: arnOf("web"), container_name: "web", container_port: 8080 },
      { target_group_arn: arnOf("web-443"), container_name: "web", container_port: 9090 },
    ]);
    expect(service!.depends_on).toEqual([
      expect.stringMatching(/^aws_lb_listener_rule\.web-targets_rule_/),
      expect.stringMatching(/^aws_lb_listener\.web-443-targets_listener_/),
    ]);
    const [task] = resourcesOfType(compute, "aws_ecs_task_definition");
    const [container] = parseEmbeddedJson(task!.container_definitions) as readonly {
      readonly portMappings: unknown;
    }[];
    expect(container!.portMappings).toEqual([
      { containerPort: 8080, hostPort: 8080, protocol: "tcp" },
      { containerPort: 9090, hostPort: 9090, protocol: "tcp" },
    ]);
  });

  it("publishes the metrics' names of every place, the interface's too", () => {
    expect(Object.keys(compute.output!.target_group_suffixes!.value as object).sort()).toEqual([
      "ledger",
      "licence",
      "resolver",
      "resolver-514",
      "terminal",
      "web",
      "web-443",
    ]);
  });
});

describe("standalone interfaces in the compute stack", () => {
  it("stand in their zone's subnet with a security group of their own", () => {
    const [licence, spare] = resourcesOfType(compute, "aws_network_interface");
    const subnets = 'data.terraform_remote_state.network.outputs.subnet_ids["main/private"]';
    expect(licence).toMatchObject({
      subnet_id: `\${element(${subnets}, 0)}`,
      private_ip_list: ["10.70.32.10", "10.70.32.11"],
      security_groups: ["${data.terraform_remote_state.network.outputs.security_group_ids.licence}"],
    });
    expect(spare).toMatchObject({
      subnet_id: `\${element(${subnets}, 1)}`,
      private_ip_list: ["10.70.36.10"],
    });
  });

  it("move from server to server without any other change: the interface and its target stay", () => {
    const elsewhere = {
      ...licenceIn("second"),
      workloads: { ...harbour.workloads, second: harbour.workloads.terminal! },
    };
    const both = { ...harbour, workloads: elsewhere.workloads };
    const [before, after] = [both, elsewhere].map((platform) => {
      // Two servers of one spec would be on one listener: the second is published nowhere.
      const { publish: _, ...second } = platform.workloads.second!;
      const placed = { ...platform, workloads: { ...platform.workloads, second } } as Platform;
      return parseStackJson(synthesize(placed), "harbour-prod-compute");
    });
    const moved = resourcesOfType(after!, "aws_network_interface_attachment");
    expect(moved).toEqual([
      expect.objectContaining({ instance_id: expect.stringMatching(/aws_instance\.second-server_/) }),
    ]);
    const others = ({ resource }: SynthesizedStackJson) => {
      const { aws_network_interface_attachment: _, ...rest } = resource!;
      return rest;
    };
    expect(others(after!)).toEqual(others(before!));
  });

  it("wait without a server, and are still targets", () => {
    const waiting = parseStackJson(synthesize(licenceIn(undefined)), "harbour-prod-compute");
    expect(resourcesOfType(waiting, "aws_network_interface_attachment")).toEqual([]);
    expect(resourcesOfType(waiting, "aws_network_interface")).toHaveLength(2);
    expect(resourcesOfType(waiting, "aws_lb_target_group_attachment")).toHaveLength(2);
  });
});

describe("who reaches whom by network load balancers", () => {
  it("is exactly what is declared, UDP with its clients' addresses too", async () => {
    await withSynthesized([harbour], async (folder) => {
      const network = await NetworkAnalysis.read(folder, () => [harbour]);
      await expect(network).toAllowExactly(expectedConnectivity(harbour));
      await expect(network).toReach("harbour-prod/office", "harbour-prod/resolver", 53, "udp");
      await expect(network).toReach("internet", "harbour-prod/terminal", 8443);
      await expect(network).toReach("harbour-prod/web", "harbour-prod/licence", 27_000);
      await expect(network).not.toReach("harbour-prod/jump", "harbour-prod/ledger", 7000);
      await expect(network).not.toReach("internet", "harbour-prod/ledger", 7000);
    });
  });

  it("is the same while an interface waits for a server", async () => {
    const waiting = licenceIn(undefined);
    await withSynthesized([waiting], async (folder) => {
      const network = await NetworkAnalysis.read(folder, () => [waiting]);
      await expect(network).toAllowExactly(expectedConnectivity(waiting));
    });
  });
});
