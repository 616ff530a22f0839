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
 * time. Compared on 2026-11-30 with their published documents: those of AdministratorAccess (v1)
 * and PowerUserAccess (v12) on AWS's pages, the others, of 2026-08-22, in
 * https://github.com/iann0036/iam-dataset/tree/main/aws/managedpolicies
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
            "account:GetGovCloudAccountInformation",
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
  [
    "IAMFullAccess",
    whole([
      "iam:*",
      "organizations:DescribeAccount",
      "organizations:DescribeOrganization",
      "organizations:DescribeOrganizationalUnit",
      "organizations:DescribePolicy",
      "organizations:ListChildren",
      "organizations:ListParents",
      "organizations:ListPoliciesForTarget",
      "organizations:ListRoots",
      "organizations:ListPolicies",
      "organizations:ListTargetsForPolicy",
    ]),
  ],
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
  [
    "AmazonEC2FullAccess",
    withStatements(whole(["ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"]), {
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: "*",
      Condition: {
        StringEquals: {
          "iam:AWSServiceName": [
            "autoscaling.amazonaws.com",
            "ec2scheduled.amazonaws.com",
            "elasticloadbalancing.amazonaws.com",
            "spot.amazonaws.com",
            "spotfleet.amazonaws.com",
            "transitgateway.amazonaws.com",
          ],
        },
      },
    }),
  ],
  [
    "AWSLambda_FullAccess",
    withStatements(
      whole([
        "cloudformation:DescribeStacks",
        "cloudformation:ListStackResources",
        "cloudwatch:ListMetrics",
        "cloudwatch:GetMetricData",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "kms:DescribeKey",
        "kms:ListAliases",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
        "iam:ListRoles",
        "lambda:*",
        "logs:DescribeLogGroups",
        "states:DescribeStateMachine",
        "states:ListStateMachines",
        "tag:GetResources",
        "xray:GetTraceSummaries",
        "xray:BatchGetTraces",
      ]),
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      },
      {
        Effect: "Allow",
        Action: [
          "logs:DescribeLogStreams",
          "logs:GetLogEvents",
          "logs:FilterLogEvents",
          "logs:StartLiveTail",
          "logs:StopLiveTail",
        ],
        Resource: "arn:aws:logs:*:*:log-group:/aws/lambda/*",
      },
      {
        Effect: "Allow",
        Action: "iam:CreateServiceLinkedRole",
        Resource: "arn:aws:iam::*:role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda",
        Condition: { StringEquals: { "iam:AWSServiceName": "lambda.amazonaws.com" } },
      },
    ),
  ],
  [
    "CloudWatchLogsFullAccess",
    whole([
      "logs:*",
      "cloudwatch:GenerateQuery",
      "cloudwatch:GenerateQueryResultsSummary",
      "observabilityadmin:GetS3TableIntegration",
      "observabilityadmin:ListS3TableIntegrations",
      "observabilityadmin:ListTelemetryPipelines",
    ]),
  ],
  [
    "CloudWatchAgentServerPolicy",
    withStatements(
      whole([
        "cloudwatch:PutMetricData",
        "ec2:DescribeVolumes",
        "ec2:DescribeTags",
        "logs:PutLogEvents",
        "logs:PutRetentionPolicy",
        "logs:DescribeLogStreams",
        "logs:DescribeLogGroups",
        "logs:CreateLogStream",
        "logs:CreateLogGroup",
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:GetSamplingStatisticSummaries",
      ]),
      {
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*",
      },
    ),
  ],
  [
    "AWSXRayDaemonWriteAccess",
    whole([
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:GetSamplingStatisticSummaries",
    ]),
  ],
  [
    "service-role/AWSLambdaVPCAccessExecutionRole",
    whole([
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ]),
  ],
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

function withStatements(policy: AwsManagedPolicy, ...more: readonly JsonObject[]): AwsManagedPolicy {
  return { ...policy, statements: [...policy.statements, ...more] };
}

function part(actions: readonly string[]): AwsManagedPolicy {
  return { ...whole(actions), isWhole: false };
}
