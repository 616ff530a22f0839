import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { TerraformOutput } from "cdktf";
import { serverSchema } from "../../../language/workloads.ts";
import { Ec2Server } from "../../../modules/compute/server.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const KEY = "arn:aws:kms:us-east-1:111111111111:key/1";

interface ServerOptions {
  readonly profileName?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secretTags?: Readonly<Record<string, string>>;
  readonly holdsInterface?: boolean;
  readonly protected?: boolean;
}

/** Synthesizes a server with the spec's defaults and changes. */
function synthesize(values: object = {}, options: ServerOptions = {}) {
  const synthesized = synthesizeConstruct((stack) => {
    const server = new Ec2Server(stack, "web", {
      name: "shop-prod-web",
      server: serverSchema.parse({ kind: "server", tier: "private", ...values }),
      subnetId: "subnet-1",
      securityGroupId: "sg-1",
      dataKeyArn: KEY,
      profileName: options.profileName,
      environment: options.environment ?? {},
      secretTags: options.secretTags ?? {},
      hasStandaloneInterface: options.holdsInterface ?? false,
      protected: options.protected ?? true,
    });
    for (const attribute of ["id", "arn", "privateAddress"] as const) {
      new TerraformOutput(stack, attribute, { staticId: true, value: server[attribute] });
    }
  });
  const [instance] = resourcesOfType(synthesized.json, "aws_instance");
  return { ...synthesized, instance: instance! };
}

describe("a server", () => {
  it("has a subnet, one security group, and no key pair", () => {
    const { text, instance } = synthesize();
    expect(text).toHaveResourceWithProperties(Instance, {
      subnet_id: "subnet-1",
      vpc_security_group_ids: ["sg-1"],
      instance_type: "t3.micro",
      tags: { Name: "shop-prod-web" },
    });
    expect(instance).not.toHaveProperty("key_name");
    expect(instance).not.toHaveProperty("associate_public_ip_address");
  });

  it("requires IMDSv2, with a hop limit of 1", () => {
    expect(synthesize().instance.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
      instance_metadata_tags: "disabled",
    });
  });

  it("reads the secrets' ARNs from tags in its metadata, still with IMDSv2 and a hop limit of 1", () => {
    const { instance } = synthesize({}, { secretTags: { "books-secret-arn": "arn:books" } });
    expect(instance).toMatchObject({
      tags: { Name: "shop-prod-web", "books-secret-arn": "arn:books" },
      metadata_options: {
        http_tokens: "required",
        http_put_response_hop_limit: 1,
        instance_metadata_tags: "enabled",
      },
    });
  });

  it("has a root disk of the spec's size, encrypted with the platform's key", () => {
    expect(synthesize({ diskGiB: 1024 }).instance.root_block_device).toEqual({
      volume_type: "gp3",
      volume_size: 1024,
      encrypted: true,
      kms_key_id: KEY,
      tags: { Name: "shop-prod-web" },
    });
  });

  it("launches from the latest Amazon Linux 2023, and is not replaced for a newer image", () => {
    const { text, instance } = synthesize();
    expect(text).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    });
    expect(instance.ami).toMatch(/^\$\{data\.aws_ssm_parameter\.web_image_\w+\.insecure_value\}$/);
    expect(instance.lifecycle).toMatchObject({ ignore_changes: ["ami"] });
  });

  it("runs its setup as user data, and is not replaced when that changes", () => {
    const { instance } = synthesize({ packages: ["nginx"], units: ["nginx"], setup: ["echo $${HOME}"] });
    expect(instance).toMatchObject({
      user_data: `#!/bin/bash\nset -euo pipefail\ndnf install -y nginx\nsystemctl enable --now nginx\necho $$\{HOME}\n`,
      user_data_replace_on_change: false,
    });
    expect(synthesize().instance).not.toHaveProperty("user_data");
  });

  it("has detailed monitoring only if configured", () => {
    expect(synthesize().instance.monitoring).toBe(false);
    expect(synthesize({ detailedMonitoring: true }).instance.monitoring).toBe(true);
  });

  it("has an instance profile only if one is given", () => {
    expect(synthesize().instance).not.toHaveProperty("iam_instance_profile");
    expect(synthesize({}, { profileName: "shop-prod-web" }).instance.iam_instance_profile).toBe(
      "shop-prod-web",
    );
  });

  it("has an Elastic IP if configured, which survives the instance", () => {
    const { text, json } = synthesize({ publicAddress: true });
    expect(text).toHaveResourceWithProperties(Eip, { domain: "vpc", tags: { Name: "shop-prod-web" } });
    expect(text).toHaveResourceWithProperties(EipAssociation, {
      allocation_id: expect.stringMatching(/^\$\{aws_eip\.web_address_\w+\.id\}$/),
      instance_id: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.id\}$/),
    });
    expect(resourcesOfType(json, "aws_eip")).toHaveLength(1);
    expect(resourcesOfType(synthesize().json, "aws_eip")).toEqual([]);
  });

  it("has the Elastic IP on its primary interface if a standalone interface is attached", () => {
    const { json } = synthesize({ publicAddress: true }, { holdsInterface: true });
    const [association] = resourcesOfType(json, "aws_eip_association");
    expect(association).not.toHaveProperty("instance_id");
    expect(association!.network_interface_id).toMatch(
      /^\$\{aws_instance\.web_instance_\w+\.primary_network_interface_id\}$/,
    );
  });

  it("has prevent_destroy and termination protection only if it keeps data on a protected platform", () => {
    const isProtectedServer = (keepsData: boolean, isProtected: boolean) => {
      const { instance } = synthesize({ keepsData }, { protected: isProtected });
      const { prevent_destroy } = instance.lifecycle as { readonly prevent_destroy: boolean };
      expect(instance.disable_api_termination).toBe(prevent_destroy);
      return prevent_destroy;
    };
    expect(isProtectedServer(true, true)).toBe(true);
    expect(isProtectedServer(true, false)).toBe(false);
    expect(isProtectedServer(false, true)).toBe(false);
  });

  it("exposes its ID, its ARN and its private address", () => {
    const { output } = synthesize().json;
    expect(output).toEqual({
      id: { value: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.id\}$/) },
      arn: { value: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.arn\}$/) },
      privateAddress: { value: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.private_ip\}$/) },
    });
  });
});
