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

interface Given {
  readonly profileName?: string;
  readonly secretTags?: Readonly<Record<string, string>>;
  readonly holdsInterface?: boolean;
  readonly protected?: boolean;
}

/** A server of the spec's defaults, some of them changed. */
function synthesize(values: object = {}, given: Given = {}) {
  let made: Ec2Server | undefined;
  const synthesized = synthesizeConstruct((stack) => {
    made = new Ec2Server(stack, "web", {
      name: "shop-prod-web",
      server: serverSchema.parse({ kind: "server", tier: "private", ...values }),
      subnetId: "subnet-1",
      securityGroupId: "sg-1",
      dataKeyArn: KEY,
      profileName: given.profileName,
      secretTags: given.secretTags ?? {},
      hasStandaloneInterface: given.holdsInterface ?? false,
      protected: given.protected ?? true,
    });
    new TerraformOutput(stack, "id", { value: made.id });
    new TerraformOutput(stack, "address", { value: made.privateAddress });
  });
  const [instance] = resourcesOfType(synthesized.json, "aws_instance");
  return { ...synthesized, server: made!, instance: instance! };
}

describe("a server", () => {
  it("stands in its subnet with its one security group, and no key pair", () => {
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

  it("gives its metadata to programs on it alone, by token", () => {
    expect(synthesize().instance.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
      instance_metadata_tags: "disabled",
    });
  });

  it("is told where its logins are by tags in its metadata, which is open to nobody else for it", () => {
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

  it("has a disk of the spec's size, encrypted with the platform's key", () => {
    expect(synthesize({ diskGiB: 1024 }).instance.root_block_device).toEqual({
      volume_type: "gp3",
      volume_size: 1024,
      encrypted: true,
      kms_key_id: KEY,
      tags: { Name: "shop-prod-web" },
    });
  });

  it("starts from the newest Amazon Linux 2023, and stays when a newer one comes", () => {
    const { text, instance } = synthesize();
    expect(text).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    });
    expect(instance.ami).toMatch(/^\$\{data\.aws_ssm_parameter\.web_image_\w+\.insecure_value\}$/);
    expect(instance.lifecycle).toMatchObject({ ignore_changes: ["ami"] });
  });

  it("runs its start-up, and stays when that changes", () => {
    const { instance } = synthesize({ packages: ["nginx"], units: ["nginx"], setup: ["echo $${HOME}"] });
    expect(instance).toMatchObject({
      user_data: `#!/bin/bash\nset -euo pipefail\ndnf install -y nginx\nsystemctl enable --now nginx\necho $$\{HOME}\n`,
      user_data_replace_on_change: false,
    });
    expect(synthesize().instance).not.toHaveProperty("user_data");
  });

  it("reports each five minutes, or each minute where the spec says so", () => {
    expect(synthesize().instance.monitoring).toBe(false);
    expect(synthesize({ detailedMonitoring: true }).instance.monitoring).toBe(true);
  });

  it("acts in AWS by its profile only", () => {
    expect(synthesize().instance).not.toHaveProperty("iam_instance_profile");
    expect(synthesize({}, { profileName: "shop-prod-web" }).instance.iam_instance_profile).toBe(
      "shop-prod-web",
    );
  });

  it("has an address of its own where the spec says so: one that outlives it", () => {
    const { text, json } = synthesize({ publicAddress: true });
    expect(text).toHaveResourceWithProperties(Eip, { domain: "vpc", tags: { Name: "shop-prod-web" } });
    expect(text).toHaveResourceWithProperties(EipAssociation, {
      allocation_id: expect.stringMatching(/^\$\{aws_eip\.web_address_\w+\.id\}$/),
      instance_id: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.id\}$/),
    });
    expect(resourcesOfType(json, "aws_eip")).toHaveLength(1);
    expect(resourcesOfType(synthesize().json, "aws_eip")).toEqual([]);
  });

  it("has that address on its own interface where it holds another", () => {
    const { json } = synthesize({ publicAddress: true }, { holdsInterface: true });
    const [association] = resourcesOfType(json, "aws_eip_association");
    expect(association).not.toHaveProperty("instance_id");
    expect(association!.network_interface_id).toMatch(
      /^\$\{aws_instance\.web_instance_\w+\.primary_network_interface_id\}$/,
    );
  });

  it("refuses to be destroyed only where it keeps data and the platform is protected", () => {
    const refuses = (keepsData: boolean, isProtected: boolean) => {
      const { instance } = synthesize({ keepsData }, { protected: isProtected });
      const { prevent_destroy } = instance.lifecycle as { readonly prevent_destroy: boolean };
      expect(instance.disable_api_termination).toBe(prevent_destroy);
      return prevent_destroy;
    };
    expect(refuses(true, true)).toBe(true);
    expect(refuses(true, false)).toBe(false);
    expect(refuses(false, true)).toBe(false);
  });

  it("tells its id and its private address", () => {
    const { json } = synthesize();
    expect(json.output).toMatchObject({
      id: { value: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.id\}$/) },
      address: { value: expect.stringMatching(/^\$\{aws_instance\.web_instance_\w+\.private_ip\}$/) },
    });
  });
});
