import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { renderPolicy, type Statement } from "../policy.ts";

/** What a server's role may do. */
export interface InstanceProfileProps {
  /** The role's and the profile's name: `cqube-prod-cqube`. */
  readonly name: string;
  /** At least one: a server that may do nothing needs no profile. */
  readonly statements: readonly Statement[];
}

/**
 * The role that a server's programs act by, and the profile that hands it to the server.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
export class InstanceProfile extends Construct {
  /** The profile's name, once its role's policy holds. */
  readonly name: string;

  constructor(scope: Construct, id: string, { name, statements }: InstanceProfileProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name,
      // EC2 takes a role on for its own instances only; its trust policies know no source account.
      assumeRolePolicy: renderPolicy({
        sid: "AssumeByService",
        principal: { service: "ec2.amazonaws.com" },
        actions: ["sts:AssumeRole"],
      }),
    });
    const policy = new IamRolePolicy(this, "policy", {
      role: role.name,
      name: "server",
      policy: renderPolicy(...statements),
    });
    this.name = new IamInstanceProfile(this, "profile", { name, role: policy.role }).name;
  }
}
