import "../support/reach-matchers.ts";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { resolve } from "../../language/resolve.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { iamPolicyStatements } from "../support/policies.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStacks,
  synthesize,
  withSynthesized,
} from "../support/synth.ts";

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");
const stacks = synthesize(lab, prod);
const KINDS = ["network", "data", "edge", "compute", "observe"];
const BACKENDS = ["user", "catalogue", "cart", "payment", "order", "dispatch"];
const SERVERS = ["frontend", ...BACKENDS];

/** A stack of one environment, as text for the matchers. */
function textOf(environment: string, kind: string): string {
  return stacks[`roboshop-${environment}-${kind}`]!;
}

/** Every resource of a type in a stack of one environment. */
function made(environment: string, kind: string, type: string, from: SynthesizedStacks = stacks) {
  return resourcesOfType(parseStackJson(from, `roboshop-${environment}-${kind}`), type);
}

/** The rules of a security group: `ingress 8080 from frontend`, sorted. */
function rulesOf(environment: string, name: string): string[] {
  const ways = {
    aws_vpc_security_group_ingress_rule: "ingress",
    aws_vpc_security_group_egress_rule: "egress",
  };
  return Object.entries(ways)
    .flatMap(([type, way]) =>
      made(environment, "network", type)
        .filter(({ security_group_id }) => groupOf(security_group_id) === name)
        .map(({ from_port, to_port, referenced_security_group_id, cidr_ipv4, prefix_list_id }) => {
          expect(to_port).toBe(from_port);
          const peer = groupOf(referenced_security_group_id) ?? cidr_ipv4 ?? (prefix_list_id && "s3");
          return `${way} ${from_port} ${peer}`;
        }),
    )
    .sort();
}

/** The end that a reference to a security group is of. */
function groupOf(reference: unknown): string | undefined {
  return /firewall_group-([\w-]+)_\w{8}\.id/.exec(String(reference))?.[1];
}

/** Returns the user data of a server, or of a fleet's servers. */
function userDataOf(environment: string, name: string): string {
  const said = (one: Readonly<Record<string, unknown>>) => `${JSON.stringify(one.tags)}${one.name}`;
  const type = environment === "lab" ? "aws_instance" : "aws_launch_template";
  const machine = made(environment, "compute", type).find((one) => said(one).includes(`-${name}`));
  const text = String(machine!.user_data);
  return environment === "lab" ? text : Buffer.from(text, "base64").toString();
}

describe.each([
  ["lab", lab, "frontend"],
  ["prod", prod, "internal-alb"],
] as const)("RoboShop %s, synthesized", (environment, platform, caller) => {
  const end = (name: string) => `roboshop-${environment}/${name}`;
  let network: NetworkAnalysis;

  beforeAll(async () => {
    network = await withSynthesized([platform], (folder) => NetworkAnalysis.read(folder, () => [platform]));
  });

  it("proof: exactly the declared flows are possible", async () => {
    await expect(network).toAllowExactly(expectedConnectivity(platform));
  });

  it("proof: the telnet test, and no backend calls another or the frontend", async () => {
    await expect(network).toReach("internet", end("frontend"), 80);
    await expect(network).not.toReach("internet", end("payment"), 8080);
    await expect(network).toReach(end("frontend"), end("payment"), 8080);
    await expect(network).not.toReach(end("payment"), end("frontend"));
    await expect(network).not.toReach(end("payment"), end("user"), 8080);
  });

  it("frontend: SSH is from the office address only, where there is a way", async () => {
    if (environment === "lab") await expect(network).toReach(end("office"), end("frontend"), 22);
    else await expect(network).not.toReach(end("office"), end("frontend"), 22);
    await expect(network).not.toReach("internet", end("frontend"), 22);
    for (const name of BACKENDS) await expect(network).not.toReach(end("office"), end(name), 22);
  });

  it("backends: each its own security group, 8080 from the group in front only", () => {
    for (const name of BACKENDS) {
      const ingress = rulesOf(environment, name).filter((rule) => rule.startsWith("ingress"));
      expect(ingress).toEqual([`ingress 8080 ${caller}`]);
    }
    const wearers = made(
      environment,
      "compute",
      environment === "lab" ? "aws_instance" : "aws_launch_template",
    );
    const groups = wearers.map(({ vpc_security_group_ids }) => String(vpc_security_group_ids));
    expect(new Set(groups).size).toBe(SERVERS.length);
  });

  it("backends: no inbound rule at all until one is declared", () => {
    const alone = synthesize({ ...platform, flows: [] });
    for (const way of ["ingress", "egress"]) {
      expect(made(environment, "network", `aws_vpc_security_group_${way}_rule`, alone)).toEqual([]);
    }
  });

  it("data: each store admits its own service's group only", () => {
    expect(rulesOf(environment, "user-db")).toEqual(["ingress 5432 user"]);
    expect(rulesOf(environment, "catalogue-db")).toEqual(["ingress 5432 catalogue"]);
    expect(rulesOf(environment, "order-db")).toEqual(["ingress 5432 order"]);
    expect(rulesOf(environment, "cart-cache")).toEqual(["ingress 6379 cart"]);
  });

  it("start-up: nginx is installed and started on the frontend by its user data, on Amazon Linux 2023", () => {
    expect(userDataOf(environment, "frontend")).toBe(
      "#!/bin/bash\nset -euo pipefail\ndnf install -y nginx\nsystemctl enable --now nginx\n",
    );
    expect(textOf(environment, "compute")).toContain("al2023-ami-kernel-default-x86_64");
  });

  it("start-up: each backend has its runtime, and answers its health check before its program is there", () => {
    expect(userDataOf(environment, "payment")).toContain("dnf install -y python3.12\n");
    expect(userDataOf(environment, "order")).toContain("dnf install -y java-21-amazon-corretto-headless\n");
    expect(userDataOf(environment, "cart")).toContain("dnf install -y nodejs22\n");
    for (const name of BACKENDS) {
      expect(userDataOf(environment, name)).toContain("http.server 8080");
      expect(userDataOf(environment, name)).toContain("/srv/placeholder/health");
    }
  });

  it("names: every backend has a name in the VPC's own zone", () => {
    expect(textOf(environment, "network")).toHaveResourceWithProperties(Route53Zone, {
      name: "roboshop.internal",
      vpc: [{ vpc_id: expect.stringContaining("aws_vpc.main_vpc_") }],
    });
    const names = made(environment, "compute", "aws_route53_record").map(({ name }) => name);
    for (const name of BACKENDS) expect(names).toContain(`${name}.roboshop.internal`);
  });

  it("data: a service with a database may read that database's login, and nothing else in AWS", () => {
    const compute = parseStackJson(stacks, `roboshop-${environment}-compute`);
    const outputs = "${data.terraform_remote_state.data.outputs";
    const secretOf = (name: string) => `${outputs}.database_secret_arns['${name}-db']}`;
    const may = iamPolicyStatements(compute).map(
      ({ address, Action, Resource }) => `${address.split("-")[0]}: ${Action} on ${Resource}`,
    );
    expect(may).toEqual(
      ["catalogue", "order", "user"].flatMap((name) => [
        `${name}: secretsmanager:GetSecretValue on ${secretOf(name)}`,
        `${name}: kms:Decrypt on ${outputs}.data_key_arn}`,
      ]),
    );
    const profiles = made(environment, "compute", "aws_iam_instance_profile").map(({ name }) => name);
    const wearers = ["user", "catalogue", "order"].map((name) => `roboshop-${environment}-${name}`);
    expect(profiles.sort()).toEqual(wearers.sort());
  });

  it("data: its servers find the secret by a tag, in their metadata", () => {
    const servers = made(environment, "compute", "aws_instance").map(({ tags, metadata_options }) => ({
      tags,
      metadata_options,
    }));
    const templates = made(environment, "compute", "aws_launch_template").map((template) => ({
      tags: (template.tag_specifications as { resource_type: string; tags: object }[]).find(
        ({ resource_type }) => resource_type === "instance",
      )?.tags,
      metadata_options: template.metadata_options,
    }));
    const told = [...servers, ...templates].flatMap(({ tags, metadata_options }) => {
      const found = Object.entries(tags ?? {}).filter(([key]) => key.endsWith("-secret-arn"));
      const shown = found.length === 0 ? "disabled" : "enabled";
      expect(metadata_options).toMatchObject({ instance_metadata_tags: shown, http_tokens: "required" });
      return found;
    });
    const outputs = "${data.terraform_remote_state.data.outputs";
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(
        ["user-db", "catalogue-db", "order-db"].map((name) => [
          `${name}-secret-arn`,
          `${outputs}.database_secret_arns["${name}"]}`,
        ]),
      ),
    );
  });

  it("data: Secrets Manager is reached by its endpoint: no server has a way to the internet", async () => {
    for (const name of ["user", "catalogue", "order"]) {
      await expect(network).toReach(end(name), end("main-endpoints"), 443);
      await expect(network).not.toReach(end(name), "internet", 443);
    }
    const services = made(environment, "network", "aws_vpc_endpoint").map(({ service_name }) => service_name);
    expect(services.sort()).toEqual(["com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.secretsmanager"]);
  });

  it("region us-east-1, and its own account only", () => {
    for (const kind of KINDS) {
      const { provider } = parseStackJson(stacks, `roboshop-${environment}-${kind}`);
      expect(provider.aws![0]).toMatchObject({
        region: "us-east-1",
        allowed_account_ids: [platform.account],
      });
    }
  });
});

describe("RoboShop lab, synthesized", () => {
  it("is one t3.micro for each server: seven servers, as AWS is asked for them", () => {
    const servers = made("lab", "compute", "aws_instance");
    const isFrontend = ({ tags }: (typeof servers)[number]) => JSON.stringify(tags).includes("-frontend");
    expect(servers.map(({ instance_type }) => instance_type)).toEqual(SERVERS.map(() => "t3.micro"));
    for (const server of servers) {
      const tier = isFrontend(server) ? "public" : "private";
      expect(server.subnet_id).toContain(`subnet_ids["main/${tier}"], 0)`);
    }
  });

  it("frontend: has the one public address", () => {
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(Eip, {
      tags: { Name: "roboshop-lab-frontend" },
    });
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(EipAssociation, {
      instance_id: expect.stringContaining("aws_instance.frontend-server_"),
    });
    expect(made("lab", "compute", "aws_eip")).toHaveLength(1);
  });

  it("names: payment.roboshop.internal is the server's private address", () => {
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(Route53Record, {
      name: "payment.roboshop.internal",
      type: "A",
      records: [expect.stringMatching(/^\$\{aws_instance\.payment-server_instance_\w+\.private_ip\}$/)],
    });
  });

  it("can be taken away at any time", () => {
    for (const kind of KINDS) {
      expect(textOf("lab", kind)).not.toContain('"prevent_destroy": true');
    }
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(Instance, {
      disable_api_termination: false,
    });
  });
});

describe("RoboShop prod, synthesized", () => {
  it("is a launch template and an Auto Scaling group for each service, over both zones' private subnets", () => {
    for (const name of SERVERS) {
      expect(textOf("prod", "compute")).toHaveResourceWithProperties(AutoscalingGroup, {
        name: `roboshop-prod-${name}`,
        min_size: 2,
        vpc_zone_identifier: expect.stringContaining('subnet_ids["main/private"]'),
        health_check_type: "ELB",
      });
    }
    expect(made("prod", "compute", "aws_launch_template")).toHaveLength(SERVERS.length);
    expect(made("prod", "compute", "aws_autoscaling_policy")).toHaveLength(SERVERS.length);
  });

  it("has load balancers that lead to the fleets: by name behind the internal one", () => {
    const balancers = made("prod", "edge", "aws_lb").map(({ name, internal }) => [name, internal]);
    expect(Object.fromEntries(balancers)).toEqual({
      "roboshop-prod-public-alb": false,
      "roboshop-prod-internal-alb": true,
    });
    for (const name of BACKENDS) {
      expect(textOf("prod", "compute")).toHaveResourceWithProperties(LbListenerRule, {
        listener_arn: expect.stringContaining("internal-alb/8080"),
        condition: [{ host_header: { values: [`${name}.roboshop.internal`] } }],
      });
    }
    expect(textOf("prod", "compute")).toHaveResourceWithProperties(LbListenerRule, {
      listener_arn: expect.stringContaining("public-alb/80"),
      condition: [{ path_pattern: { values: ["/*"] } }],
    });
  });

  it("names: payment.roboshop.internal is the internal load balancer, as all backends are", () => {
    const names = made("prod", "compute", "aws_route53_record");
    expect(names).toHaveLength(BACKENDS.length);
    for (const { alias } of names) {
      expect(alias).toMatchObject({
        name: expect.stringContaining('load_balancer_dns_names["internal-alb"]'),
        zone_id: expect.stringContaining('load_balancer_zone_ids["internal-alb"]'),
      });
    }
  });

  it("lets Auto Scaling open the disks' key, without which no server would start", () => {
    const policies = (from: string) => made(from, "data", "aws_kms_key").map(({ policy }) => String(policy));
    expect(policies("prod").join()).toContain("AWSServiceRoleForAutoScaling");
    expect(policies("lab").join()).not.toContain("AWSServiceRoleForAutoScaling");
  });

  it("a sale that scales the catalogue changes the catalogue's fleet alone", () => {
    const catalogue = {
      ...prod.workloads.catalogue!,
      min: 8,
      max: 30,
    } as typeof prod.workloads.catalogue & {};
    const sale = synthesize({ ...prod, workloads: { ...prod.workloads, catalogue } });
    const before = made("prod", "compute", "aws_autoscaling_group");
    const after = made("prod", "compute", "aws_autoscaling_group", sale);
    const changed = after.filter((group, index) => JSON.stringify(group) !== JSON.stringify(before[index]));
    expect(changed).toEqual([
      expect.objectContaining({ name: "roboshop-prod-catalogue", min_size: 8, max_size: 30 }),
    ]);
  });
});
