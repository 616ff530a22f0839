import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document/index.js";
import { Construct } from "constructs";
import type { NetworkSettings } from "../../language/network.ts";
import { LogGroup } from "../observe/log-group.ts";
import { renderPolicy } from "../policy.ts";
import { loginTrustStatements } from "./login-trust.ts";
import { type SessionScope, sessionDocument, sessionStatements } from "./session-manager-plan.ts";

/** Inputs of {@link SessionManager}. */
export interface SessionManagerProps extends SessionScope {
  /** The log group's name: `/roboshop-prod/main-session`. */
  readonly logGroupName: string;
  /** The network's settings: the people, and the log's retention. */
  readonly settings: NonNullable<NetworkSettings["sessionManager"]>;
}

/**
 * The session document of a network's servers, the log of their sessions, and the role by which
 * named people start one. The servers' own permissions are in `compute/management-plan.ts`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
 */
export class SessionManager extends Construct {
  constructor(scope: Construct, id: string, props: SessionManagerProps) {
    super(scope, id);
    const { name, settings } = props;
    const log = new LogGroup(this, "log", {
      name: props.logGroupName,
      retentionDays: settings.logRetentionDays,
      keyArn: props.keyArn,
    });
    const document = new SsmDocument(this, "document", {
      name,
      documentType: "Session",
      documentFormat: "JSON",
      content: JSON.stringify(sessionDocument(props, log.name, settings)),
    });
    const role = new IamRole(this, "role", {
      name,
      description: `Sessions on the servers of ${name.replace(/-session$/, "")}`,
      assumeRolePolicy: renderPolicy(...loginTrustStatements(props.account, settings)),
    });
    new IamRolePolicy(this, "policy", {
      role: role.name,
      name: "open-sessions",
      policy: renderPolicy(...sessionStatements({ ...props, name: document.name })),
    });
  }
}
