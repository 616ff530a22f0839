import type { Platform } from "../../language/platform.ts";
import { canCallServices } from "../../language/reachability.ts";
import type { Statement } from "../policy.ts";

/**
 * Whether a server can be managed through Systems Manager: the spec gives it a way there. One without a way gets no
 * permission for it either.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export function isManagedBySystemsManager(platform: Platform, name: string): boolean {
  return canCallServices(platform, name, "ssm", "ssmmessages");
}

/**
 * What Session Manager's agent needs: no more than that. AWS's own policy AmazonSSMManagedInstanceCore would
 * let it read every parameter of the account too.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export const SESSION_STATEMENTS: readonly Statement[] = [
  {
    // None of these takes a resource that is known before the server is.
    sid: "OpenSessions",
    actions: [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    resources: ["*"],
  },
];
