import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy/index.js";
import { Construct } from "constructs";
import { renderPolicy } from "../policy.ts";
import { type BucketGrant, bucketStatements } from "./bucket-access.ts";

/** Inputs of {@link BucketUser}. */
export interface BucketUserProps {
  /** The IAM user's name: `hybrid-prod-uploader`. */
  readonly name: string;
  /** The buckets that it may use. */
  readonly grants: readonly BucketGrant[];
  /** The buckets' region, whose S3 alone may use the key for the user. */
  readonly region: string;
  /** ARN of the KMS key that encrypts the buckets. */
  readonly dataKeyArn: string;
  /** Makes Terraform refuse to destroy it; a user with access keys is deletable only if unset. */
  readonly protected: boolean;
}

/** An IAM user with access to some buckets only. Create its access key by hand. */
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
