import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { App, S3Backend, TerraformStack } from "cdktf";

/**
 * Synthesizes a stack of another project, with a VPC (10.1.0.0/16) and a subnet.
 *
 * @param mistake an argument of the subnet that its type does not have
 */
export function synthesizeForeignStack(folder: string, subnetCidr: string, mistake?: string): void {
  const app = new App({ outdir: folder, stackTraces: false });
  const stack = new TerraformStack(app, "foreign");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  new S3Backend(stack, { bucket: "their-bucket", key: "foreign.tfstate", region: "eu-west-1" });
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.1.0.0/16" });
  const subnet = new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: subnetCidr });
  if (mistake !== undefined) subnet.addOverride(mistake, true);
  // Foreign projects do not use this project's provider version.
  stack.addOverride("terraform.required_providers.aws.version", ">= 5.0.0");
  app.synth();
}
