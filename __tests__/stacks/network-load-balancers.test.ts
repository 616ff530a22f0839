import "../support/reach-matchers.ts";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import type { EnvironmentOverride, Platform } from "../../language/platform.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { harbourWith } from "../support/harbour.ts";
import { parseEmbeddedJson } from "../support/policies.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  subnetReferences,
  synthesize,
  withSynthesized,
} from "../support/synth.ts";

const harbour = harbourWith();
const stacks = synthesize(harbour);
const edge = parseStackJson(stacks, "harbour-prod-edge");
const compute = parseStackJson(stacks, "harbour-prod-compute");

/** The platform with the licence's interface attached to another server, or to none. */
function withLicenceAttachedTo(attachTo: string | undefined): Platform {
  const { attachTo: _, ...licence } = harbour.interfaces.licence!;
  const moved = attachTo === undefined ? licence : { ...licence, attachTo };
  return { ...harbour, interfaces: { ...harbour.interfaces, licence: moved } };
}

function targetGroup(name: string, stack: SynthesizedStackJson = compute): Readonly<Record<string, unknown>> {
  return resourcesOfType(stack, "aws_lb_target_group").find(
    (group) => group.name === `harbour-prod-${name}`,
  )!;
}

/** Matches a target group's ARN: `${aws_lb_target_group.terminal-targets_group-8443_….arn}`. */
function arnOf(targets: string, suffix = "") {
  return expect.stringMatching(
    new RegExp(`^\\$\\{aws_lb_target_group\\.${targets}-targets_group${suffix}_[0-9A-F]{8}\\.arn\\}$`),
  );
}

describe("a network load balancer in the edge stack", () => {
  it("has a security group, balances across zones, and has deletion protection if protected", () => {
    const expectBalancer = (text: string, isProtected: boolean) =>
      expect(text).toHaveResourceWithProperties(Lb, {
        name: "harbour-prod-inner-nlb",
        load_balancer_type: "network",
        internal: true,
        security_groups: ['${data.terraform_remote_state.network.outputs.security_group_ids["inner-nlb"]}'],
        enable_cross_zone_load_balancing: true,
        enable_deletion_protection: isProtected,
      });
    expectBalancer(stacks["harbour-prod-edge"]!, false);
    expectBalancer(synthesize({ ...harbour, protected: true })["harbour-prod-edge"]!, true);
  });

  it("has no listeners, since target groups create them", () => {
    const balancers = resourcesOfType(edge, "aws_lb_listener").map(
      ({ load_balancer_arn }) => load_balancer_arn,
    );
    expect(balancers).toEqual([
      expect.stringContaining("aws_lb.alb_balancer_"),
      expect.stringContaining("aws_lb.alb_balancer_"),
    ]);
  });

  it("writes access logs with a TLS listener, the only protocol that AWS logs", () => {
    const logs = Object.fromEntries(
      resourcesOfType(edge, "aws_lb").map(({ name, access_logs }) => [name, access_logs]),
    );
    expect(logs["harbour-prod-fixed-nlb"]).toMatchObject({ prefix: "fixed-nlb", enabled: true });
    expect(logs["harbour-prod-inner-nlb"]).toBeUndefined();
  });

  it("publishes its fixed addresses in the order of the zones", () => {
    expect(edge.output!.fixed_addresses!.value).toEqual({
      "fixed-nlb": ["us-east-1a", "us-east-1b"].map((zone) =>
        expect.stringMatching(new RegExp(`^\\$\\{aws_eip\\.fixed-nlb_address-${zone}_\\w+\\.public_ip\\}$`)),
      ),
    });
  });
});

describe("the targets of network load balancers in the compute stack", () => {
  it("have a listener for each target group", () => {
    const listeners = resourcesOfType(compute, "aws_lb_listener").map(
      ({ protocol, port, default_action }) => [
        protocol,
        port,
        (default_action as readonly { readonly target_group_arn: string }[])[0]!.target_group_arn,
      ],
    );
    expect(listeners.sort()).toEqual(
      [
        ["TLS", 443, arnOf("web-443", "-tcp")],
        ["TCP", 8443, arnOf("terminal", "-8443-tcp")],
        ["UDP", 53, arnOf("resolver", "-53-udp")],
        ["UDP", 514, arnOf("resolver-514", "-5514-udp")],
        ["TCP", 7000, arnOf("ledger", "-7000-tcp")],
        ["TCP", 27_000, arnOf("licence", "-27000-tcp")],
      ].sort(),
    );
  });

  it("are servers, fleets, containers and addresses", () => {
    expect(targetGroup("terminal-8443-tcp")).toMatchObject({ target_type: "instance", port: 8443 });
    expect(targetGroup("resolver-syslog")).toMatchObject({
      target_type: "instance",
      port: 5514,
      protocol: "UDP",
    });
    expect(targetGroup("web-443-tcp")).toMatchObject({ target_type: "ip", port: 9090, protocol: "TCP" });
    expect(targetGroup("licence-27000-tcp")).toMatchObject({ target_type: "ip", port: 27_000 });
    const attached = resourcesOfType(compute, "aws_lb_target_group_attachment");
    const ofInterface = /^\$\{aws_network_interface\.licence-interface_\w+\.private_ip\}$/;
    expect(attached).toHaveLength(2);
    expect(attached).toEqual(
      expect.arrayContaining([
        {
          target_group_arn: arnOf("terminal", "-8443-tcp"),
          target_id: expect.stringMatching(/^\$\{aws_instance\.terminal-server_instance_\w+\.id\}$/),
        },
        { target_group_arn: arnOf("licence", "-27000-tcp"), target_id: expect.stringMatching(ofInterface) },
      ]),
    );
  });

  it("are checked by the spec's protocol, or by TCP", () => {
    expect(targetGroup("ledger-7000-tcp").health_check).toMatchObject({ protocol: "HTTPS", path: "/health" });
    expect(targetGroup("terminal-8443-tcp").health_check).toMatchObject({ protocol: "TCP" });
    expect(targetGroup("resolver-53-udp").health_check).toMatchObject({ protocol: "TCP" });
  });

  it("end in what AWS cannot change in a group; only a service's group ignores its port", () => {
    const groups = resourcesOfType(compute, "aws_lb_target_group").map(({ name, lifecycle }) => [
      name,
      (lifecycle as { readonly ignore_changes?: unknown }).ignore_changes,
    ]);
    expect(Object.fromEntries(groups)).toEqual({
      "harbour-prod-web": ["port"],
      "harbour-prod-web-443-tcp": ["port"],
      "harbour-prod-terminal-8443-tcp": undefined,
      "harbour-prod-resolver-53-udp": undefined,
      "harbour-prod-resolver-syslog": undefined,
      "harbour-prod-ledger-7000-tcp": undefined,
      "harbour-prod-licence-27000-tcp": undefined,
    });
  });

  it("have source IP stickiness if configured", () => {
    expect(targetGroup("terminal-8443-tcp").stickiness).toEqual({ enabled: true, type: "source_ip" });
  });

  it("include a fleet in each of its target groups, created after their listeners", () => {
    const resolver = resourcesOfType(compute, "aws_autoscaling_group").find(
      ({ name }) => name === "harbour-prod-resolver",
    )!;
    expect(resolver.target_group_arns).toEqual([
      arnOf("resolver", "-53-udp"),
      arnOf("resolver-514", "-5514-udp"),
    ]);
    expect(resolver.depends_on).toEqual([
      "aws_lb_listener.fixed-nlb-53-listener",
      "aws_lb_listener.inner-nlb-514-listener",
    ]);
    expect(resolver.health_check_type).toBe("ELB");
  });

  it("include a service in two target groups, on different ports", () => {
    const [service] = resourcesOfType(compute, "aws_ecs_service");
    expect(service!.load_balancer).toEqual([
      { target_group_arn: arnOf("web"), container_name: "web", container_port: 8080 },
      { target_group_arn: arnOf("web-443", "-tcp"), container_name: "web", container_port: 9090 },
    ]);
    expect(service!.depends_on).toEqual([
      expect.stringMatching(/^aws_lb_listener_rule\.alb-443-rule-[0-9a-f]{8}$/),
      "aws_lb_listener.fixed-nlb-443-listener",
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

  it("publish the metric suffix of every target group", () => {
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

/** The addresses of resources of some types in the compute stack of a changed harbour, sorted. */
function addressesIn(workloads: EnvironmentOverride["workloads"], ...types: readonly string[]): string[] {
  const changed = parseStackJson(synthesize(harbourWith({ workloads })), "harbour-prod-compute");
  return types.flatMap((type) => Object.keys(changed.resource![type]!).map((id) => `${type}.${id}`)).sort();
}

describe("the addresses of what forwards to a workload", () => {
  const NETWORK_LISTENERS = [
    "aws_lb_listener.fixed-nlb-443-listener",
    "aws_lb_listener.fixed-nlb-53-listener",
    "aws_lb_listener.fixed-nlb-8443-listener",
    "aws_lb_listener.inner-nlb-27000-listener",
    "aws_lb_listener.inner-nlb-514-listener",
    "aws_lb_listener.inner-nlb-7000-listener",
  ];

  it("are the load balancer and the port for a network listener", () => {
    expect(addressesIn({}, "aws_lb_listener")).toEqual(NETWORK_LISTENERS);
  });

  it("stay for a network listener when the workload behind it is renamed; its group is another", () => {
    const { terminal, ...others } = harbour.workloads;
    const interfaces = {
      ...harbour.interfaces,
      licence: { ...harbour.interfaces.licence!, attachTo: "console" },
    };
    const flows = harbour.flows.map((flow) => (flow.to === "terminal" ? { ...flow, to: "console" } : flow));
    const renamed = { ...harbour, flows, interfaces, workloads: { ...others, console: terminal! } };
    const stack = parseStackJson(synthesize(renamed), "harbour-prod-compute");
    const addresses = Object.keys(stack.resource!.aws_lb_listener!).map((id) => `aws_lb_listener.${id}`);
    expect(addresses.sort()).toEqual(NETWORK_LISTENERS);
    const listener = resourcesOfType(stack, "aws_lb_listener").find(({ port }) => port === 8443)!;
    expect(listener.default_action).toEqual([
      { type: "forward", target_group_arn: arnOf("console", "-8443-tcp") },
    ]);
  });

  it("differ for the group of a workload that moves to a network load balancer", () => {
    const moved = { loadBalancer: "fixed-nlb", listenerPort: 8443 };
    const without = { publish: { loadBalancer: "alb", paths: ["/t"], algorithm: "round-robin" as const } };
    const ofWeb = (workloads: EnvironmentOverride["workloads"]) =>
      addressesIn(workloads, "aws_lb_target_group").filter((address) => /\.web-targets_/.test(address));
    const before = ofWeb({});
    const after = ofWeb({ terminal: without, web: { publish: moved } });
    expect(before).toEqual([expect.stringMatching(/\.web-targets_group_[0-9A-F]{8}$/)]);
    expect(after).toEqual([expect.stringMatching(/\.web-targets_group-tcp_[0-9A-F]{8}$/)]);
  });
});

describe("standalone interfaces in the compute stack", () => {
  it("are in their zone's subnet with their own security group", () => {
    const [licence, spare] = resourcesOfType(compute, "aws_network_interface");
    const subnets = subnetReferences("main/private");
    expect(licence).toMatchObject({
      subnet_id: subnets[0],
      private_ip_list: ["10.70.32.10", "10.70.32.11"],
      security_groups: ["${data.terraform_remote_state.network.outputs.security_group_ids.licence}"],
    });
    expect(spare).toMatchObject({
      subnet_id: subnets[1],
      private_ip_list: ["10.70.36.10"],
    });
  });

  it("move to another server without any other change", () => {
    const elsewhere = {
      ...withLicenceAttachedTo("second"),
      workloads: { ...harbour.workloads, second: harbour.workloads.terminal! },
    };
    const both = { ...harbour, workloads: elsewhere.workloads };
    const [before, after] = [both, elsewhere].map((platform) => {
      // The second server must not share the listener of the first.
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

  it("exist without a server, and are still targets", () => {
    const detached = parseStackJson(synthesize(withLicenceAttachedTo(undefined)), "harbour-prod-compute");
    expect(resourcesOfType(detached, "aws_network_interface_attachment")).toEqual([]);
    expect(resourcesOfType(detached, "aws_network_interface")).toHaveLength(2);
    expect(resourcesOfType(detached, "aws_lb_target_group_attachment")).toHaveLength(2);
  });
});

describe("the connectivity over network load balancers", () => {
  it("is exactly as declared, including UDP with client addresses", async () => {
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

  it("is as declared with an interface that is not attached", async () => {
    const detached = withLicenceAttachedTo(undefined);
    await withSynthesized([detached], async (folder) => {
      const network = await NetworkAnalysis.read(folder, () => [detached]);
      await expect(network).toAllowExactly(expectedConnectivity(detached));
    });
  });
});
