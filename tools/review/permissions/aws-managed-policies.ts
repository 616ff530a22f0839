import type { JsonObject } from "../../reach/terraform/configuration/json.ts";

/** The known statements of an AWS managed policy. */
export interface AwsManagedPolicy {
  /** Statements that it has. */
  readonly statements: readonly JsonObject[];
  /** False if it allows much more than these statements. */
  readonly isWhole: boolean;
}

/**
 * AWS managed policies that are attached often, by the end of their ARN. AWS extends them over
 * time. Written down on 2026-11-30 without AWS's pages at hand: compare them before relying on one.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_MANAGED_POLICIES: ReadonlyMap<string, AwsManagedPolicy> = new Map([
  ["AdministratorAccess", whole(["*"])],
  [
    "PowerUserAccess",
    {
      isWhole: true,
      statements: [
        { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
        {
          Effect: "Allow",
          Action: [
            "account:GetAccountInformation",
            "account:GetPrimaryEmail",
            "account:ListRegions",
            "iam:CreateServiceLinkedRole",
            "iam:DeleteServiceLinkedRole",
            "iam:ListRoles",
            "organizations:DescribeEffectivePolicy",
            "organizations:DescribeOrganization",
          ],
          Resource: "*",
        },
      ],
    },
  ],
  ["IAMFullAccess", part(["iam:*"])],
  [
    "ReadOnlyAccess",
    part(["s3:Get*", "s3:List*", "ec2:Describe*", "iam:Get*", "iam:List*", "rds:Describe*"]),
  ],
  ["job-function/ViewOnlyAccess", part(["s3:ListAllMyBuckets", "ec2:DescribeInstances", "iam:ListRoles"])],
  [
    "SecurityAudit",
    part(["s3:GetBucketPolicy", "ec2:DescribeInstances", "iam:GetRolePolicy", "iam:ListRoles"]),
  ],
  ["AmazonS3FullAccess", whole(["s3:*", "s3-object-lambda:*"])],
  [
    "AmazonS3ReadOnlyAccess",
    whole(["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"]),
  ],
  ["AmazonEC2FullAccess", part(["ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"])],
  ["AWSLambda_FullAccess", part(["lambda:*", "iam:PassRole"])],
  ["CloudWatchLogsFullAccess", part(["logs:*"])],
  [
    "service-role/AWSLambdaBasicExecutionRole",
    whole(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]),
  ],
  [
    "service-role/AmazonECSTaskExecutionRolePolicy",
    whole([
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]),
  ],
  [
    "AmazonEC2ContainerRegistryReadOnly",
    whole([
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:GetRepositoryPolicy",
      "ecr:DescribeRepositories",
      "ecr:ListImages",
      "ecr:DescribeImages",
      "ecr:BatchGetImage",
      "ecr:GetLifecyclePolicy",
      "ecr:GetLifecyclePolicyPreview",
      "ecr:ListTagsForResource",
      "ecr:DescribeImageScanFindings",
    ]),
  ],
  [
    "AmazonSSMManagedInstanceCore",
    whole([
      "ssm:DescribeAssociation",
      "ssm:GetDeployablePatchSnapshotForInstance",
      "ssm:GetDocument",
      "ssm:DescribeDocument",
      "ssm:GetManifest",
      "ssm:GetParameter",
      "ssm:GetParameters",
      "ssm:ListAssociations",
      "ssm:ListInstanceAssociations",
      "ssm:PutInventory",
      "ssm:PutComplianceItems",
      "ssm:PutConfigurePackageResult",
      "ssm:UpdateAssociationStatus",
      "ssm:UpdateInstanceAssociationStatus",
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
    ]),
  ],
]);

function whole(actions: readonly string[]): AwsManagedPolicy {
  return { isWhole: true, statements: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
}

function part(actions: readonly string[]): AwsManagedPolicy {
  return { ...whole(actions), isWhole: false };
}
