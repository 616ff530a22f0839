import { instanceTypeOf } from "../../language/sizing.ts";
import type { FleetSettings, ServerSettings } from "../../language/workloads.ts";
import { planUserData } from "./user-data-plan.ts";

/** What a server is, alone or in a fleet. */
export interface InstancePlan {
  readonly instanceType: string;
  /** The public parameter that names the newest image of Amazon Linux 2023. */
  readonly imageParameter: string;
  /** The script of its first start; undefined: none. */
  readonly userData: string | undefined;
}

/** https://docs.aws.amazon.com/linux/al2023/ug/ec2.html#launch-via-aws-cli */
const IMAGE_PARAMETERS: Readonly<Record<ServerSettings["architecture"], string>> = {
  ARM64: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
  X86_64: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
};

/** The root disk of Amazon Linux 2023's images. */
export const ROOT_DEVICE = "/dev/xvda";

/** Plans a server. @throws RangeError when no type is large enough: the spec's checks were left out. */
export function planInstance(compute: ServerSettings | FleetSettings): InstancePlan {
  const { size, architecture } = compute;
  const instanceType = instanceTypeOf(size, architecture);
  if (instanceType === undefined) throw new RangeError(`no ${architecture} server is large enough`);
  return { instanceType, imageParameter: IMAGE_PARAMETERS[architecture], userData: planUserData(compute) };
}

/**
 * The tags that tell a server where the logins are that it may read: `user-db-secret-arn` by database. An ARN is no
 * secret. A tag is changed in a running server, unlike its start-up, which ran before.
 */
export function planSecretTags(
  { secrets }: Pick<ServerSettings, "secrets">,
  databaseSecretArns: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(secrets.map((store) => [`${store}-secret-arn`, databaseSecretArns[store]!]));
}

/**
 * Metadata by session tokens only, for programs on the server itself: a token crosses no hop, so that nothing
 * behind the server gets its role's keys. Tags are in it where the server is told something by them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
 */
export function metadataOptions(secretTags: Readonly<Record<string, string>>) {
  const tells = Object.keys(secretTags).length > 0;
  return {
    httpEndpoint: "enabled",
    httpTokens: "required",
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: tells ? "enabled" : "disabled",
  };
}
