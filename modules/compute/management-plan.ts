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

/** The log and the key of a network's sessions. */
export interface SessionLog {
  /** ARN of the log group, without the `:*` of its log streams. */
  readonly logGroupArn: string;
  /** ARN of the key that encrypts the sessions. */
  readonly keyArn: string;
}

/**
 * The permissions of Session Manager's agent in a network with `sessionManager`: to decrypt
 * sessions, and to write their log.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export function sessionLogStatements({ logGroupArn, keyArn }: SessionLog): readonly Statement[] {
  return [
    {
      sid: "WriteSessions",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [logGroupArn, `${logGroupArn}:*`],
    },
    // The agent looks for the log group, and checks that it is encrypted.
    { sid: "FindSessionLog", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
    { sid: "DecryptSessions", actions: ["kms:Decrypt"], resources: [keyArn] },
  ];
}
