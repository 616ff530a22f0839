import { amazonLinuxParameter } from "../../aws/instance-types.ts";
import { required } from "../../language/required.ts";
import { instanceTypeOf } from "../../language/sizing.ts";
import type { FleetSettings, ServerSettings } from "../../language/workloads.ts";
import { planUserData } from "./user-data-plan.ts";

/** The launch settings of a server, standalone or in a fleet. */
export interface InstancePlan {
  /** The smallest instance type with the requested CPU and memory: `t4g.small`. */
  readonly instanceType: string;
  /** The public parameter of the newest Amazon Linux 2023 image. */
  readonly imageParameter: string;
  /** User data for the first start; undefined: none. */
  readonly userData: string | undefined;
}

/** The root device of Amazon Linux 2023 images. */
export const ROOT_DEVICE = "/dev/xvda";

/**
 * Plans a server, whose environment has values by variable.
 *
 * @throws RangeError if no instance type is large enough, if checks were skipped.
 */
export function planInstance(
  compute: ServerSettings | FleetSettings,
  environment: Readonly<Record<string, string>> = {},
): InstancePlan {
  const { size, architecture } = compute;
  const instanceType = instanceTypeOf(size, architecture);
  if (instanceType === undefined) throw new RangeError(`no ${architecture} server is large enough`);
  return {
    instanceType,
    imageParameter: amazonLinuxParameter(architecture),
    userData: planUserData(compute, environment),
  };
}

/**
 * Tags with the ARNs of the credentials that a server may read: `user-db-secret-arn` by database.
 * An ARN is not secret, and tags change on a running server, unlike user data.
 */
export function planSecretTags(
  { secrets }: Pick<ServerSettings, "secrets">,
  databaseSecretArns: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    secrets.map((store) => [`${store}-secret-arn`, required(databaseSecretArns, store)]),
  );
}

/**
 * IMDSv2 with a hop limit of 1, so that nothing behind the server gets its role's credentials.
 * Instance tags are exposed if the server needs them.
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
