import "../support/reach-matchers.ts";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
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
  subnetReferences,
  synthesize,
  withSynthesized,
} from "../support/synth.ts";

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");
const stacks = synthesize(lab, prod);
const KINDS = ["network", "data", "edge", "compute", "observe"];
const BACKENDS = ["user", "catalogue", "cart", "payment", "order", "dispatch"];
const SERVERS = ["frontend", ...BACKENDS];

/** The Terraform JSON of an environment's stack, for cdktf's matchers. */
function textOf(environment: string, kind: string): string {
  return stacks[`roboshop-${environment}-${kind}`]!;
}

/** The resources of a type in an environment's stack. */
function resourcesIn(environment: string, kind: string, type: string, from: SynthesizedStacks = stacks) {
  return resourcesOfType(parseStackJson(from, `roboshop-${environment}-${kind}`), type);
}

/** Describes the rules of a security group: `ingress 8080 frontend`. */
function rulesOf(environment: string, name: string): string[] {
  const directions = {
    aws_vpc_security_group_ingress_rule: "ingress",
    aws_vpc_security_group_egress_rule: "egress",
  };
  return Object.entries(directions)
    .flatMap(([type, direction]) =>
      resourcesIn(environment, "network", type)
        .filter(({ security_group_id }) => groupOf(security_group_id) === name)
        .map(({ from_port, to_port, referenced_security_group_id, cidr_ipv4, prefix_list_id }) => {
          expect(to_port).toBe(from_port);
          const peer = groupOf(referenced_security_group_id) ?? cidr_ipv4 ?? (prefix_list_id && "s3");
          return `${direction} ${from_port} ${peer}`;
        }),
    )
    .sort();
}

/** Returns the endpoint of a security group reference. */
function groupOf(reference: unknown): string | undefined {
  return /firewall_group-([\w-]+)_\w{8}\.id/.exec(String(reference))?.[1];
}

/** Returns the user data of a server or fleet. */
function userDataOf(environment: string, name: string): string {
  const nameOf = (one: Readonly<Record<string, unknown>>) => `${JSON.stringify(one.tags)}${one.name}`;
  const type = environment === "lab" ? "aws_instance" : "aws_launch_template";
  const resource = resourcesIn(environment, "compute", type).find((one) => nameOf(one).includes(`-${name}`));
  const text = String(resource!.user_data);
  return environment === "lab" ? text : Buffer.from(text, "base64").toString();
}

describe.each([
  ["lab", lab, "frontend"],
  ["prod", prod, "internal-alb"],
] as const)("RoboShop %s, synthesized", (environment, platform, caller) => {
  const endpoint = (name: string) => `roboshop-${environment}/${name}`;
  let network: NetworkAnalysis;

  beforeAll(async () => {
    network = await withSynthesized([platform], (folder) => NetworkAnalysis.read(folder, () => [platform]));
  });

  it("proof: permits exactly the declared flows", async () => {
    await expect(network).toAllowExactly(expectedConnectivity(platform));
  });

  it("proof: passes the telnet test, and permits no traffic between backends or to the frontend", async () => {
    await expect(network).toReach("internet", endpoint("frontend"), 80);
    await expect(network).not.toReach("internet", endpoint("payment"), 8080);
    await expect(network).toReach(endpoint("frontend"), endpoint("payment"), 8080);
    await expect(network).not.toReach(endpoint("payment"), endpoint("frontend"));
    await expect(network).not.toReach(endpoint("payment"), endpoint("user"), 8080);
  });

  it("frontend: admits SSH from the office only, if there is a path", async () => {
    if (environment === "lab") await expect(network).toReach(endpoint("office"), endpoint("frontend"), 22);
    else await expect(network).not.toReach(endpoint("office"), endpoint("frontend"), 22);
    await expect(network).not.toReach("internet", endpoint("frontend"), 22);
    for (const name of BACKENDS) await expect(network).not.toReach(endpoint("office"), endpoint(name), 22);
  });

  it("backends: have their own security groups, which admit port 8080 from the caller's group only", () => {
    for (const name of BACKENDS) {
      const ingress = rulesOf(environment, name).filter((rule) => rule.startsWith("ingress"));
      expect(ingress).toEqual([`ingress 8080 ${caller}`]);
    }
    const servers = resourcesIn(
      environment,
      "compute",
      environment === "lab" ? "aws_instance" : "aws_launch_template",
    );
    const groups = servers.map(({ vpc_security_group_ids }) => String(vpc_security_group_ids));
    expect(new Set(groups).size).toBe(SERVERS.length);
  });

  it("backends: have no rules without flows", () => {
    const alone = synthesize({ ...platform, flows: [] });
    for (const direction of ["ingress", "egress"]) {
      expect(resourcesIn(environment, "network", `aws_vpc_security_group_${direction}_rule`, alone)).toEqual(
        [],
      );
    }
  });

  it("data: admits only the owner's security group at each store", () => {
    expect(rulesOf(environment, "user-db")).toEqual(["ingress 5432 user"]);
    expect(rulesOf(environment, "catalogue-db")).toEqual(["ingress 5432 catalogue"]);
    expect(rulesOf(environment, "order-db")).toEqual(["ingress 5432 order"]);
    expect(rulesOf(environment, "cart-cache")).toEqual(["ingress 6379 cart"]);
  });

  it("start-up: installs and starts nginx on the frontend by user data, on Amazon Linux 2023", () => {
    expect(userDataOf(environment, "frontend")).toBe(
      "#!/bin/bash\nset -euo pipefail\ndnf install -y nginx\nsystemctl enable --now nginx\n",
    );
    expect(textOf(environment, "compute")).toContain("al2023-ami-kernel-default-x86_64");
  });

  it("start-up: installs each backend's runtime, and a placeholder for its health check", () => {
    expect(userDataOf(environment, "payment")).toContain("dnf install -y python3.12\n");
    expect(userDataOf(environment, "order")).toContain("dnf install -y java-21-amazon-corretto-headless\n");
    expect(userDataOf(environment, "cart")).toContain("dnf install -y nodejs22\n");
    for (const name of BACKENDS) {
      expect(userDataOf(environment, name)).toContain("http.server 8080");
      expect(userDataOf(environment, name)).toContain("/srv/placeholder/health");
    }
  });

  it("names: has a name for every backend in the VPC's private zone", () => {
    expect(textOf(environment, "network")).toHaveResourceWithProperties(Route53Zone, {
      name: "roboshop.internal",
      vpc: [{ vpc_id: expect.stringContaining("aws_vpc.main_vpc_") }],
    });
    const names = resourcesIn(environment, "compute", "aws_route53_record").map(({ name }) => name);
    for (const name of BACKENDS) expect(names).toContain(`${name}.roboshop.internal`);
  });

  it("data: allows a service with a database to read that database's secret only", () => {
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
    const profiles = resourcesIn(environment, "compute", "aws_iam_instance_profile").map(({ name }) => name);
    const servers = ["user", "catalogue", "order"].map((name) => `roboshop-${environment}-${name}`);
    expect(profiles.sort()).toEqual(servers.sort());
  });

  it("data: exposes the secret's ARN to its servers by a tag in instance metadata", () => {
    const servers = resourcesIn(environment, "compute", "aws_instance").map(({ tags, metadata_options }) => ({
      tags,
      metadata_options,
    }));
    const templates = resourcesIn(environment, "compute", "aws_launch_template").map((template) => ({
      tags: (template.tag_specifications as { resource_type: string; tags: object }[]).find(
        ({ resource_type }) => resource_type === "instance",
      )?.tags,
      metadata_options: template.metadata_options,
    }));
    const secretTags = [...servers, ...templates].flatMap(({ tags, metadata_options }) => {
      const found = Object.entries(tags ?? {}).filter(([key]) => key.endsWith("-secret-arn"));
      const expected = found.length === 0 ? "disabled" : "enabled";
      expect(metadata_options).toMatchObject({ instance_metadata_tags: expected, http_tokens: "required" });
      return found;
    });
    const outputs = "${data.terraform_remote_state.data.outputs";
    expect(Object.fromEntries(secretTags)).toEqual(
      Object.fromEntries(
        ["user-db", "catalogue-db", "order-db"].map((name) => [
          `${name}-secret-arn`,
          `${outputs}.database_secret_arns["${name}"]}`,
        ]),
      ),
    );
  });

  it("data: reaches Secrets Manager by its endpoint, without internet access", async () => {
    for (const name of ["user", "catalogue", "order"]) {
      await expect(network).toReach(endpoint(name), endpoint("main-endpoints"), 443);
      await expect(network).not.toReach(endpoint(name), "internet", 443);
    }
    const services = resourcesIn(environment, "network", "aws_vpc_endpoint").map(
      ({ service_name }) => service_name,
    );
    expect(services.sort()).toEqual(["com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.secretsmanager"]);
  });

  it("region: is us-east-1, in its own account only", () => {
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
  it("has seven servers, each a t3.micro", () => {
    const servers = resourcesIn("lab", "compute", "aws_instance");
    const isFrontend = ({ tags }: (typeof servers)[number]) => JSON.stringify(tags).includes("-frontend");
    expect(servers.map(({ instance_type }) => instance_type)).toEqual(SERVERS.map(() => "t3.micro"));
    for (const server of servers) {
      const tier = isFrontend(server) ? "public" : "private";
      expect(server.subnet_id).toBe(subnetReferences(`main/${tier}`)[0]);
    }
  });

  it("frontend: has the only public address", () => {
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(Eip, {
      tags: { Name: "roboshop-lab-frontend" },
    });
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(EipAssociation, {
      instance_id: expect.stringContaining("aws_instance.frontend-server_"),
    });
    expect(resourcesIn("lab", "compute", "aws_eip")).toHaveLength(1);
  });

  it("names: resolves payment.roboshop.internal to the server's private address", () => {
    expect(textOf("lab", "compute")).toHaveResourceWithProperties(Route53Record, {
      name: "payment.roboshop.internal",
      type: "A",
      records: [expect.stringMatching(/^\$\{aws_instance\.payment-server_instance_\w+\.private_ip\}$/)],
    });
  });

  it("has no protection from destruction", () => {
    const holdsProtection = (environment: string) =>
      KINDS.filter((kind) => textOf(environment, kind).includes('"prevent_destroy": true'));
    expect(holdsProtection("lab")).toEqual([]);
    expect(holdsProtection("prod")).toEqual(["network", "data", "edge", "observe"]);
    const terminations = resourcesIn("lab", "compute", "aws_instance").map(
      ({ disable_api_termination }) => disable_api_termination,
    );
    expect(terminations).toEqual(SERVERS.map(() => false));
  });
});

describe("RoboShop prod, synthesized", () => {
  it("has a launch template and an Auto Scaling group for each service, in the private subnets", () => {
    for (const name of SERVERS) {
      expect(textOf("prod", "compute")).toHaveResourceWithProperties(AutoscalingGroup, {
        name: `roboshop-prod-${name}`,
        min_size: 2,
        vpc_zone_identifier: subnetReferences("main/private"),
        health_check_type: "ELB",
      });
    }
    expect(resourcesIn("prod", "compute", "aws_launch_template")).toHaveLength(SERVERS.length);
    expect(resourcesIn("prod", "compute", "aws_autoscaling_policy")).toHaveLength(SERVERS.length);
  });

  it("has load balancers for the fleets, with host rules on the internal one", () => {
    const balancers = resourcesIn("prod", "edge", "aws_lb").map(({ name, internal }) => [name, internal]);
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

  it("names: resolves every backend to the internal load balancer", () => {
    const names = resourcesIn("prod", "compute", "aws_route53_record");
    expect(names).toHaveLength(BACKENDS.length);
    for (const { alias } of names) {
      expect(alias).toMatchObject({
        name: expect.stringContaining('load_balancer_dns_names["internal-alb"]'),
        zone_id: expect.stringContaining('load_balancer_zone_ids["internal-alb"]'),
      });
    }
  });

  it("allows Auto Scaling to use the disks' key, unlike the lab", () => {
    const policies = (from: string) =>
      resourcesIn(from, "data", "aws_kms_key").map(({ policy }) => String(policy));
    expect(policies("prod").join()).toContain("AWSServiceRoleForAutoScaling");
    expect(policies("lab").join()).not.toContain("AWSServiceRoleForAutoScaling");
  });

  it("scales the catalogue for a sale with a change to its fleet only", () => {
    const catalogue = {
      ...prod.workloads.catalogue!,
      min: 8,
      max: 30,
    } as typeof prod.workloads.catalogue & {};
    const sale = synthesize({ ...prod, workloads: { ...prod.workloads, catalogue } });
    const before = resourcesIn("prod", "compute", "aws_autoscaling_group");
    const after = resourcesIn("prod", "compute", "aws_autoscaling_group", sale);
    const changed = after.filter((group, index) => JSON.stringify(group) !== JSON.stringify(before[index]));
    expect(changed).toEqual([
      expect.objectContaining({ name: "roboshop-prod-catalogue", min_size: 8, max_size: 30 }),
    ]);
  });
});
