import type { NetworkSettings } from "../../language/network.ts";
import type { Statement } from "../policy.ts";

/** The scope of a network's sessions: its servers, its document and its key. */
export interface SessionScope {
  /** The document's and the role's name: `roboshop-prod-main-session`. */
  readonly name: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** The network's region. */
  readonly region: string;
  /** ARN of the key that encrypts sessions and their log. */
  readonly keyArn: string;
  /** Tags that every server of the platform has. */
  readonly serverTags: Readonly<Record<string, string>>;
}

/**
 * The session document: sessions are encrypted with the key, and written to the log as they happen.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export function sessionDocument(
  { keyArn }: Pick<SessionScope, "keyArn">,
  logGroupName: string,
  { idleMinutes }: Pick<NonNullable<NetworkSettings["sessionManager"]>, "idleMinutes">,
): Readonly<Record<string, unknown>> {
  return {
    schemaVersion: "1.0",
    description: "Encrypted shell sessions with a log",
    sessionType: "Standard_Stream",
    inputs: {
      cloudWatchLogGroupName: logGroupName,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: keyArn,
      idleSessionTimeout: `${idleMinutes}`,
      runAsEnabled: false,
    },
  };
}

/** A person's own sessions. IAM resolves the variable, so Terraform must not. */
const OWN_SESSIONS = "session/$${aws:userid}-*";

/**
 * The permissions of the people: sessions on this platform's servers by this document alone, which
 * encrypts and logs them. Without the access check, the account's default document would do, too.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-specify-session-document.html
 */
export function sessionStatements(scope: SessionScope): readonly Statement[] {
  const { name, account, region, keyArn, serverTags } = scope;
  const tags = Object.entries(serverTags).map(([key, value]) => [`ssm:resourceTag/${key}`, value]);
  const checked = { "ssm:SessionDocumentAccessCheck": "true" };
  return [
    {
      sid: "StartSessions",
      actions: ["ssm:StartSession"],
      resources: [`arn:aws:ec2:${region}:${account}:instance/*`],
      conditions: { StringEquals: Object.fromEntries(tags), BoolIfExists: checked },
    },
    {
      sid: "UseDocument",
      actions: ["ssm:StartSession"],
      resources: [`arn:aws:ssm:${region}:${account}:document/${name}`],
    },
    {
      sid: "OwnSessions",
      actions: ["ssm:ResumeSession", "ssm:TerminateSession", "ssmmessages:OpenDataChannel"],
      resources: [`arn:aws:ssm:${region}:${account}:${OWN_SESSIONS}`],
    },
    { sid: "EncryptSessions", actions: ["kms:GenerateDataKey"], resources: [keyArn] },
    {
      // These actions support no restriction to a platform's servers.
      sid: "FindServers",
      actions: ["ec2:DescribeInstances", "ssm:DescribeInstanceInformation", "ssm:GetConnectionStatus"],
      resources: ["*"],
    },
  ];
}
