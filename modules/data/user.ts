import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy/index.js";
import { Construct } from "constructs";
import { renderPolicy } from "../policy.ts";
import { type BucketGrant, bucketStatements } from "./bucket-access.ts";

/** Who a system outside AWS is, and which buckets it may use. */
export interface BucketUserProps {
  readonly name: string;
  readonly grants: readonly BucketGrant[];
  readonly region: string;
  readonly dataKeyArn: string;
  /** Whether Terraform refuses to destroy it. Only without can a user with access keys be destroyed. */
  readonly protected: boolean;
}

/** An IAM user that can use some buckets and nothing else. Its access key is made by hand, not here. */
export class BucketUser extends Construct {
  constructor(scope: Construct, id: string, props: BucketUserProps) {
    super(scope, id);
    const user = new IamUser(this, "user", {
      name: props.name,
      forceDestroy: !props.protected,
      lifecycle: { preventDestroy: props.protected },
    });
    new IamUserPolicy(this, "buckets", {
      user: user.name,
      name: "buckets",
      policy: renderPolicy(...bucketStatements(props.grants, props.region, props.dataKeyArn)),
    });
  }
}
