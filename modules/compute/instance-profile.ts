import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { renderPolicy, type Statement } from "../policy.ts";

/** Inputs of {@link InstanceProfile}. */
export interface InstanceProfileProps {
  /** Name of the role and the profile: `cqube-prod-cqube`. */
  readonly name: string;
  /** At least one statement: a server without permissions needs no profile. */
  readonly statements: readonly Statement[];
}

/**
 * A role for a server's programs, and the instance profile that assigns it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
export class InstanceProfile extends Construct {
  /** The profile's name, available once the role's policy is attached. */
  readonly name: string;

  constructor(scope: Construct, id: string, { name, statements }: InstanceProfileProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name,
      // EC2 assumes a role only for its own instances; trust policies support no source account
      // here.
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
