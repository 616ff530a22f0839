import "../support/reach-matchers.ts";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { resolve } from "../../language/resolve.ts";
import { planPrivateNames } from "../../modules/network/private-name-plan.ts";
import { backendProgram, PYTHON } from "../../platforms/backend-program.ts";
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
function userDataOf(environment: string, name: string, from: SynthesizedStacks = stacks): string {
  const nameOf = (one: Readonly<Record<string, unknown>>) => `${JSON.stringify(one.tags)}${one.name}`;
  const type = environment === "lab" ? "aws_instance" : "aws_launch_template";
  const resource = resourcesIn(environment, "compute", type, from).find((one) =>
    nameOf(one).includes(`-${name}`),
  );
  const text = String(resource!.user_data);
  // What Terraform fills in stands inside a call of base64encode.
  const inside = /^\$\{base64encode\("(.*)"\)\}$/s.exec(text)?.[1];
  if (inside !== undefined) return inside.replaceAll("\\n", "\n").replaceAll(/\\(["\\])/g, "$1");
  return environment === "lab" ? text : Buffer.from(text, "base64").toString();
}

/** Returns the routes of nginx: path, `Host` header, name and port. */
function nginxRoutesOf(userData: string): string[] {
  const location =
    /location (\S+) \{ set \$backend (\S+); rewrite \^(\S+)\(\.\*\)\$ \/\$1 break; proxy_pass http:\/\/\$backend:(\d+); proxy_set_header Host (\S+);/g;
  return [...userData.matchAll(location)].map(([, path, name, rewritten, port, host]) => {
    expect(rewritten).toBe(path);
    return `${path} ${host} ${name}:${port}`;
  });
}

/** Returns the addresses of resources that two versions of a stack do not have alike. */
function changedAddresses(before: string, after: string): string[] {
  const flat = (text: string) =>
    Object.fromEntries(
      Object.entries((JSON.parse(text) as { resource?: object }).resource ?? {}).flatMap(([type, named]) =>
        Object.entries(named as object).map(([name, values]) => [`${type}.${name}`, JSON.stringify(values)]),
      ),
    );
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => old[key] !== now[key]);
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
      const ssh = environment === "lab" && name === "payment" ? ["ingress 22 frontend"] : [];
      expect(ingress).toEqual([...ssh, "ingress 22 main-login", `ingress 8080 ${caller}`]);
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
    const { instanceConnect: _, ...main } = platform.networks.main!;
    const alone = synthesize({ ...platform, networks: { main }, flows: [] });
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
    const userData = userDataOf(environment, "frontend");
    expect(userData).toContain(
      "#!/bin/bash\nset -euo pipefail\ndnf install -y nginx\nsystemctl enable --now nginx\n",
    );
    expect(userData).toMatch(/> \/etc\/nginx\/nginx\.conf\nnginx -t\nsystemctl restart nginx\n$/);
    expect(textOf(environment, "compute")).toContain("al2023-ami-kernel-default-x86_64");
  });

  it("routes: nginx forwards /api/<service>/ to each backend's private name, where reach finds a path", async () => {
    expect(nginxRoutesOf(userDataOf(environment, "frontend"))).toEqual(
      BACKENDS.map((name) => {
        const host = `${name}.roboshop.internal`;
        return `/api/${name}/ ${host} ${host}:8080`;
      }),
    );
    // The name's target: the server, or the internal load balancer that chooses it by that host.
    for (const plan of planPrivateNames(platform).filter(({ endpoint: end }) => end !== "frontend")) {
      const { target } = plan;
      const at = target.kind === "load-balancer" ? target.loadBalancer : plan.endpoint;
      await expect(network).toReach(endpoint("frontend"), endpoint(at), 8080);
      if (target.kind !== "load-balancer") continue;
      expect(textOf(environment, "compute")).toHaveResourceWithProperties(LbListenerRule, {
        listener_arn: expect.stringContaining(`${at}/8080`),
        condition: [{ host_header: { values: [plan.name] } }],
      });
    }
  });

  it("languages: installs each backend's runtime, and a placeholder in it until the first release", () => {
    expect(userDataOf(environment, "payment")).toContain("dnf install -y python3.12\n");
    expect(userDataOf(environment, "user")).toContain("dnf install -y java-21-amazon-corretto-headless\n");
    expect(userDataOf(environment, "catalogue")).toContain("dnf install -y nodejs22\n");
    for (const name of BACKENDS) {
      expect(userDataOf(environment, name)).toContain("> /opt/app/start\n");
      expect(userDataOf(environment, name)).toMatch(/\nsystemctl enable --now app\n$/);
    }
  });

  it("data names: has a name for every store in the private zone, which its service gets with port and login", () => {
    const records = resourcesIn(environment, "data", "aws_route53_record").map(
      ({ name, type, records, zone_id }) => {
        expect(String(zone_id)).toContain("private_zone_ids.main}");
        return `${name} ${type} ${records}`;
      },
    );
    const outputs = "${data.terraform_remote_state.data.outputs";
    const stores = ["user-db", "catalogue-db", "payment-db", "order-db", "cart-cache"];
    expect(records.map((text) => text.split(" $")[0])).toEqual(
      [...stores].sort().map((store) => `${store}.roboshop.internal CNAME`),
    );
    for (const store of stores) {
      const [name = ""] = store.split("-");
      const prefix = store.toUpperCase().replace("-", "_");
      const lines = userDataOf(environment, name).split("\n");
      expect(lines).toContain(`${prefix}_HOST='${store}.roboshop.internal'`);
      expect(lines).toContain(`${prefix}_PORT='${store === "cart-cache" ? 6379 : 5432}'`);
      expect(lines).toContain(`${prefix}_TLS_NAME='${outputs}.addresses["${store}"]}'`);
      if (store === "cart-cache") continue;
      expect(lines).toContain(`${prefix}_SECRET_ARN='${outputs}.database_secret_arns["${store}"]}'`);
    }
  });

  it("way in: has an Instance Connect Endpoint to every server, which only named people may use", async () => {
    for (const name of SERVERS) await expect(network).toReach(endpoint("main-login"), endpoint(name), 22);
    await expect(network).not.toReach(endpoint("main-login"), endpoint("payment"), 8080);
    await expect(network).not.toReach("internet", endpoint("main-login"));
    const [role] = resourcesIn(environment, "network", "aws_iam_role").filter(({ name }) =>
      String(name).endsWith("-login"),
    );
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumeByPeople",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${platform.account}:role/shop-operators` },
        Action: "sts:AssumeRole",
      },
    ]);
    const may = iamPolicyStatements(parseStackJson(stacks, `roboshop-${environment}-network`)).filter(
      ({ address }) => address.startsWith("main-login"),
    );
    expect(may.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
      {
        Action: "ec2-instance-connect:OpenTunnel",
        Condition: { NumericEquals: { "ec2-instance-connect:remotePort": "22" } },
      },
      {
        Action: "ec2-instance-connect:SendSSHPublicKey",
        Condition: {
          StringEquals: {
            "ec2:osuser": "ec2-user",
            "aws:ResourceTag/Platform": "roboshop",
            "aws:ResourceTag/Environment": environment,
          },
        },
      },
      { Action: ["ec2:DescribeInstances", "ec2:DescribeInstanceConnectEndpoints"], Condition: undefined },
    ]);
  });

  it("release: changes the resources of that backend only", () => {
    const payment = platform.workloads.payment as Extract<
      (typeof platform.workloads)[string],
      { kind: "server" }
    >;
    const setup = backendProgram(PYTHON, "1.4.2");
    const released = synthesize({
      ...platform,
      workloads: { ...platform.workloads, payment: { ...payment, setup } },
    });
    const changed = Object.keys(stacks)
      .filter((stack) => stack.startsWith(`roboshop-${environment}-`))
      .flatMap((stack) => changedAddresses(stacks[stack]!, released[stack]!));
    expect(changed.map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
      environment === "lab"
        ? "aws_instance.payment-server_instance"
        : "aws_launch_template.payment-fleet_template",
    ]);
    const line = "systemctl enable app && release 1.4.2";
    expect(userDataOf(environment, "payment", released)).toContain(line);
    expect(userDataOf(environment, "payment")).not.toContain(line);
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
    const secrets = may.filter((line) => !/ s3:|kms:/.test(line));
    expect(secrets).toEqual(
      ["catalogue", "order", "payment", "user"].flatMap((name) => [
        `${name}: secretsmanager:GetSecretValue on ${secretOf(name)}`,
      ]),
    );
    const profiles = resourcesIn(environment, "compute", "aws_iam_instance_profile").map(({ name }) => name);
    // For releases, from their bucket; the frontend needs nothing.
    expect(profiles.sort()).toEqual(BACKENDS.map((name) => `roboshop-${environment}-${name}`).sort());
  });

  it("releases: lets a backend list and read its own releases only", () => {
    const compute = parseStackJson(stacks, `roboshop-${environment}-compute`);
    const bucket = "${data.terraform_remote_state.data.outputs.bucket_arns.releases}";
    const may = iamPolicyStatements(compute)
      .filter(({ Sid }) => /Releases$/.test(String(Sid)))
      .map(
        ({ address, Action, Resource, Condition }) =>
          `${address.split("-")[0]}: ${Action} on ${Resource} ${JSON.stringify(Condition ?? {})}`,
      );
    expect(may.sort()).toEqual(
      BACKENDS.flatMap((name) => [
        `${name}: s3:GetBucketLocation on ${bucket} {}`,
        `${name}: s3:GetObject,s3:GetObjectVersion on ${bucket}/${name}/* {}`,
        `${name}: s3:ListBucket on ${bucket} {"StringLike":{"s3:prefix":"${name}/*"}}`,
      ]).sort(),
    );
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
        ["user-db", "catalogue-db", "payment-db", "order-db"].map((name) => [
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
