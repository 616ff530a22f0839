import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { renderGithubTrustPolicy } from "../github-trust.ts";
import { renderPolicy, type Statement } from "../policy.ts";

/** Inputs of {@link DeliveryRole}. */
export interface DeliveryRoleProps {
  /** The role's name: `cybershield-prod-app-delivery`. */
  readonly name: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** The region of cluster and service. */
  readonly region: string;
  /** The `sub` of the jobs' tokens: `repo:acme/app:environment:cybershield-prod`. */
  readonly subject: string;
  /** ARN of the repository that images are pushed to. */
  readonly repositoryArn: string;
  /** The task definition family that is registered. */
  readonly family: string;
  /** The ECS cluster's name. */
  readonly clusterName: string;
  /** The ECS service's name. */
  readonly serviceName: string;
  /** ARNs of the task's two roles, the only ones that it may pass on. */
  readonly taskRoleArns: readonly string[];
}

/**
 * The role of an application's pipeline: it pushes images to one repository, registers revisions of
 * one task definition, and updates one service. The jobs of one GitHub environment of one
 * repository assume it, without keys.
 */
export class DeliveryRole extends Construct {
  /** The role's ARN. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeliveryRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      description: `GitHub Actions, delivery of ${props.serviceName}`,
      assumeRolePolicy: renderGithubTrustPolicy(props.account, props.subject),
    });
    new IamRolePolicy(this, "policy", {
      role: role.name,
      name: "delivery",
      policy: renderPolicy(...pushStatements(props), ...rolloutStatements(props)),
    });
    this.arn = role.arn;
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
function pushStatements({ repositoryArn }: DeliveryRoleProps): Statement[] {
  return [
    // It supports no resource restriction; the token alone grants nothing.
    { sid: "LogInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      sid: "PushImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [repositoryArn],
    },
  ];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
function rolloutStatements(props: DeliveryRoleProps): Statement[] {
  const { account, region, family, clusterName, serviceName, taskRoleArns } = props;
  const prefix = `arn:aws:ecs:${region}:${account}`;
  return [
    // It supports no resource restriction.
    { sid: "ReadTaskDefinitions", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] },
    {
      sid: "RegisterTaskDefinition",
      actions: ["ecs:RegisterTaskDefinition"],
      resources: [`${prefix}:task-definition/${family}:*`],
    },
    {
      sid: "RollOut",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: [`${prefix}:service/${clusterName}/${serviceName}`],
    },
    {
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      resources: taskRoleArns,
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}
