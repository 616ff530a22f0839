import type { Platform } from "../../language/platform.ts";
import { canCallServices } from "../../language/reachability.ts";
import type { Statement } from "../policy.ts";

/**
 * True if a server can be managed with Systems Manager: the spec gives it a path there. Others get
 * no permission for it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export function isManagedBySystemsManager(platform: Platform, name: string): boolean {
  return canCallServices(platform, name, "ssm", "ssmmessages");
}

/**
 * The minimal permissions of Session Manager's agent. AWS's AmazonSSMManagedInstanceCore would also
 * allow reading every parameter of the account.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export const SESSION_STATEMENTS: readonly Statement[] = [
  {
    // None of these actions supports a resource that is known before the server exists.
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
