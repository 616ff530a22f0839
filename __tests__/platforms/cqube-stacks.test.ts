import "../support/reach-matchers.ts";
import { spawnSync } from "node:child_process";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Cidr } from "../../aws/cidr.ts";
import { USER_DATA_BYTES } from "../../aws/service-quotas.ts";
import { resolve } from "../../language/resolve.ts";
import { planSubnets, tierCidrs } from "../../modules/network/subnet-plan.ts";
import { cqube, VPN } from "../../platforms/cqube.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { iamPolicyStatements, toArray } from "../support/policies.ts";
import {
  parseStackJson,
  resourcesOfType,
  subnetReferences,
  synthesize,
  withSynthesized,
} from "../support/synth.ts";

const prod = resolve(cqube, "prod");
const stacks = synthesize(prod);
const compute = stacks["cqube-prod-compute"]!;
const instances = resourcesOfType(parseStackJson(stacks, "cqube-prod-compute"), "aws_instance");

/** The `aws_instance` of a server. */
function serverNamed(name: string): Readonly<Record<string, unknown>> {
  const tags = { Name: `cqube-prod-${name}` };
  return instances.find((instance) => JSON.stringify(instance.tags) === JSON.stringify(tags))!;
}

describe("cQube prod, synthesized", () => {
  let network: NetworkAnalysis;

  beforeAll(async () => {
    network = await withSynthesized([prod], (folder) => NetworkAnalysis.read(folder, () => [prod]));
  });

  it("firewall: permits exactly the declared flows", async () => {
    await expect(network).toAllowExactly(expectedConnectivity(prod));
  });

  it("firewall: admits ports 80 and 443 of nginx from the load balancer only", async () => {
    for (const port of [80, 443]) {
      await expect(network).toReach("cqube-prod/alb", "cqube-prod/nginx", port);
      await expect(network).not.toReach("cqube-prod/openvpn", "cqube-prod/nginx", port);
    }
  });

  it("firewall: admits separate ports of the server from nginx and from the developers", async () => {
    await expect(network).toReach("cqube-prod/nginx", "cqube-prod/cqube", 4200);
    await expect(network).not.toReach("cqube-prod/nginx", "cqube-prod/cqube", 22);
    await expect(network).toReach("cqube-prod/openvpn", "cqube-prod/cqube", 22);
    await expect(network).not.toReach("cqube-prod/openvpn", "cqube-prod/cqube", 4200);
    await expect(network).not.toReach("internet", "cqube-prod/cqube");
  });

  it("OpenVPN: admits its port from the internet, on the only public address", async () => {
    await expect(network).toReach("internet", "cqube-prod/openvpn", 1194, "udp");
    await expect(network).not.toReach("internet", "cqube-prod/openvpn", 22);
    const eips = resourcesOfType(parseStackJson(stacks, "cqube-prod-compute"), "aws_eip");
    expect(eips.map(({ tags }) => tags)).toEqual([{ Name: "cqube-prod-openvpn" }]);
  });

  it("cQube server: is an m7i.2xlarge in a private subnet, with an encrypted root disk", () => {
    expect(serverNamed("cqube")).toMatchObject({
      instance_type: "m7i.2xlarge",
      subnet_id: subnetReferences("main/private", ["ap-south-1a"])[0],
      root_block_device: expect.objectContaining({ encrypted: true }),
    });
  });

  it("cQube server: has 1 TB on a volume of its own, encrypted and protected, in the server's zone", () => {
    const json = parseStackJson(stacks, "cqube-prod-compute");
    expect(resourcesOfType(json, "aws_ebs_volume")).toEqual([
      expect.objectContaining({
        availability_zone: "ap-south-1a",
        size: 1024,
        encrypted: true,
        kms_key_id: "${data.terraform_remote_state.data.outputs.data_key_arn}",
        lifecycle: { prevent_destroy: true },
      }),
    ]);
    expect(resourcesOfType(json, "aws_volume_attachment")).toEqual([
      expect.objectContaining({
        volume_id: expect.stringContaining("aws_ebs_volume.cqube-data-disk_volume_"),
        instance_id: expect.stringContaining("aws_instance.cqube-server_"),
        stop_instance_before_detaching: true,
      }),
    ]);
  });

  it("cQube server: has its data volume in whatever zone the server is: a spec cannot part them", () => {
    const moved = synthesize(
      resolve(
        {
          ...cqube,
          workloads: { ...cqube.workloads, cqube: { ...cqube.workloads!.cqube!, zone: "ap-south-1b" } },
        } as typeof cqube,
        "prod",
      ),
    );
    const json = parseStackJson(moved, "cqube-prod-compute");
    expect(resourcesOfType(json, "aws_ebs_volume")).toMatchObject([{ availability_zone: "ap-south-1b" }]);
    const [subnet] = subnetReferences("main/private", ["ap-south-1b"]);
    expect(resourcesOfType(json, "aws_instance")).toContainEqual(
      expect.objectContaining({ subnet_id: subnet, instance_type: "m7i.2xlarge" }),
    );
  });

  it("cQube server: has prevent_destroy and termination protection, unlike the other two", () => {
    const protectionOf = (name: string) => {
      const { disable_api_termination, lifecycle } = serverNamed(name);
      return [disable_api_termination, (lifecycle as { prevent_destroy: boolean }).prevent_destroy];
    };
    expect(protectionOf("cqube")).toEqual([true, true]);
    expect(protectionOf("nginx")).toEqual([false, false]);
    expect(protectionOf("openvpn")).toEqual([false, false]);
  });

  it("cQube server: is backed up nightly by AWS Backup, for 35 days", () => {
    const data = parseStackJson(stacks, "cqube-prod-data");
    const [plan] = resourcesOfType(data, "aws_backup_plan");
    expect(plan!.rule).toMatchObject([{ schedule: "cron(0 20 * * ? *)", lifecycle: { delete_after: 35 } }]);
    const outputs = "${data.terraform_remote_state.data.outputs";
    expect(resourcesOfType(parseStackJson(stacks, "cqube-prod-compute"), "aws_backup_selection")).toEqual([
      {
        name: "servers",
        plan_id: `${outputs}.backup_plan_id}`,
        iam_role_arn: `${outputs}.backup_role_arn}`,
        resources: [expect.stringMatching(/^\$\{aws_instance\.cqube-server_instance_\w+\.arn\}$/)],
      },
    ]);
    expect(data.output!.backup_plan_id!.value).toMatch(/^\$\{aws_backup_plan\.backup_plan_\w+\.id\}$/);
    expect(data.output!.backup_role_arn!.value).toMatch(/^\$\{aws_iam_role\.backup_role_\w+\.arn\}$/);
  });

  it("nginx: is an instance with 2 vCPUs in the public subnet, which also listens with TLS", () => {
    expect(compute).toHaveResourceWithProperties(Instance, {
      instance_type: "c7i.large",
      subnet_id: subnetReferences("main/public", ["ap-south-1a"])[0],
      user_data: expect.stringContaining("listen 443 ssl default_server;"),
    });
  });

  it.each(["cqube", "nginx", "openvpn"])("%s: has user data that bash parses and EC2 accepts", (name) => {
    // Terraform's escapes and references, as they are for the shell.
    const text = String(serverNamed(name).user_data)
      .replaceAll("$${", "${")
      .replace(/\$\{data\.[^}]*\}/g, "value");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_BYTES - 1024);
  });

  it("OpenVPN: pushes a route to exactly the private subnets, from addresses outside the VPC", () => {
    const { destination, clients } = VPN;
    const block = Cidr.parseKnown(destination);
    const subnets = planSubnets(prod.networks.main!);
    const inside = subnets.filter(({ cidr }) => block.contains(Cidr.parseKnown(cidr)));
    expect(inside.map(({ id }) => id)).toEqual(["private-ap-south-1a", "private-ap-south-1b"]);
    expect(tierCidrs(prod.networks.main!, "private")).toEqual([destination]);
    expect(Cidr.parseKnown("10.30.0.0/16").overlaps(Cidr.parseKnown(clients))).toBe(false);
    const text = String(serverNamed("openvpn").user_data);
    expect(text).toContain("'server 10.31.0.0 255.255.255.0'");
    expect(text).toContain("'push \"route 10.30.32.0 255.255.224.0\"'");
  });

  it("OpenVPN: has no key in user data, and a bucket of its own for its keys", () => {
    const { user_data: userData, iam_instance_profile: profile } = serverNamed("openvpn");
    expect(userData).not.toMatch(/PRIVATE KEY|BEGIN/);
    expect(profile).toContain("aws_iam_instance_profile.openvpn-profile_");
    const statements = iamPolicyStatements(parseStackJson(stacks, "cqube-prod-compute"));
    const users = statements.filter(({ Resource }) =>
      toArray(Resource).some((one) => one.includes("bucket_arns.vpn")),
    );
    expect(new Set(users.map(({ address }) => address.split("_")[0]))).toEqual(new Set(["openvpn-profile"]));
  });

  it("load balancer: forwards to nginx on 80 and 443, by a target group and a rule each", () => {
    for (const [name, suffix, port, protocol] of [
      ["nginx", "-80", 80, "HTTP"],
      ["nginx-443", "-443-https", 443, "HTTPS"],
    ] as const) {
      expect(compute).toHaveResourceWithProperties(LbTargetGroup, {
        name: `cqube-prod-${name}${suffix}`,
        target_type: "instance",
        port,
        protocol,
        health_check: expect.objectContaining({ protocol, path: "/nginx-health" }),
      });
      expect(compute).toHaveResourceWithProperties(LbTargetGroupAttachment, {
        target_group_arn: expect.stringContaining(`.${name}-targets_group${suffix}_`),
        target_id: expect.stringContaining("aws_instance.nginx-server_"),
      });
      expect(compute).toHaveResourceWithProperties(LbListenerRule, {
        listener_arn: expect.stringContaining(`"alb/${port}"`),
        condition: [{ host_header: { values: ["cqube.example.org"] } }],
      });
    }
  });

  it("domain and SSL: has an alias record for the load balancer, and a certificate on its listener", () => {
    const edge = stacks["cqube-prod-edge"]!;
    expect(edge).toHaveResourceWithProperties(AcmCertificate, { domain_name: "cqube.example.org" });
    expect(edge).toHaveResourceWithProperties(Route53Record, {
      name: "cqube.example.org",
      alias: expect.objectContaining({ name: expect.stringContaining("aws_lb.alb_balancer_") }),
    });
    const listeners = resourcesOfType(parseStackJson(stacks, "cqube-prod-edge"), "aws_lb_listener");
    const https = listeners.find(({ port }) => port === 443);
    expect(https!.certificate_arn).toContain("aws_acm_certificate");
  });

  it("people who upload: counts bodies over 8 KB in the load balancer's web ACL", () => {
    const [acl] = resourcesOfType(parseStackJson(stacks, "cqube-prod-edge"), "aws_wafv2_web_acl");
    const overridden = JSON.stringify(acl).match(/"rule_action_override":\[[^\]]*\]/g);
    expect(acl!.scope).toBe("REGIONAL");
    expect(overridden).toEqual([
      '"rule_action_override":[{"action_to_use":{"count":{}},"name":"SizeRestrictions_BODY"}]',
    ]);
  });

  it("S3: allows the server's role and the user to access only the three buckets", () => {
    const all = ["compute", "data"].flatMap((kind) =>
      iamPolicyStatements(parseStackJson(stacks, `cqube-prod-${kind}`)),
    );
    const s3 = all.filter(
      ({ Action, address }) =>
        toArray(Action).some((action) => action.startsWith("s3:")) && !address.startsWith("openvpn-"),
    );
    expect(new Set(s3.map(({ address }) => address.split("_")[0]))).toEqual(
      new Set(["cqube-profile", "s3-user"]),
    );
    const buckets = s3.flatMap(({ Resource }) => toArray(Resource));
    // Two statements for each of three buckets, for role and user.
    const names = ["emission", "input", "output"];
    expect(buckets.sort()).toEqual([
      ...names.flatMap((name) =>
        ["", "/*"].map((end) => `\${data.terraform_remote_state.data.outputs.bucket_arns.${name}}${end}`),
      ),
      ...names.flatMap((name) =>
        ["", "/\\*"].map((end) =>
          expect.stringMatching(
            new RegExp(
              `^arn:aws:s3:::\\$\\{aws_s3_bucket_policy\\.${name}-bucket_policy_\\w+\\.bucket\\}${end}$`,
            ),
          ),
        ),
      ),
    ]);
    expect(JSON.stringify(stacks)).not.toContain("aws_iam_access_key");
  });

  it("egress: lets all three servers be managed through Systems Manager, with roles that only open sessions", () => {
    for (const name of ["cqube", "nginx", "openvpn"]) {
      expect(serverNamed(name).iam_instance_profile).toContain(`aws_iam_instance_profile.${name}-profile_`);
    }
    const statements = iamPolicyStatements(parseStackJson(stacks, "cqube-prod-compute"));
    const wide = statements.filter(({ Resource }) => toArray(Resource).includes("*"));
    expect(wide.map(({ Sid }) => Sid)).toEqual(["OpenSessions", "OpenSessions", "OpenSessions"]);
  });
});
