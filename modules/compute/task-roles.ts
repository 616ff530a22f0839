import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { secretStatements } from "../data/secret-access.ts";
import { renderPolicy, renderTrustPolicy, type Statement } from "../policy.ts";

/** The resources that a task's two roles may access. */
export interface TaskRolesProps {
  /** Prefix of the roles' names: `cybershield-prod-app`. */
  readonly name: string;
  /** The 12-digit account ID, in whose name alone ECS may assume the roles. */
  readonly account: string;
  /** The region whose Secrets Manager may decrypt with the key. */
  readonly region: string;
  /** The repository to pull images from; undefined for an image that needs no permission. */
  readonly repositoryArn: string | undefined;
  /** The log group of the containers. */
  readonly logGroupArn: string;
  /** Secrets that ECS injects into the containers' environment. */
  readonly secretArns: readonly string[];
  /** ARN of the KMS key for the secrets. */
  readonly dataKeyArn: string;
  /** The app's own permissions, besides execute-command. */
  readonly appStatements: readonly Statement[];
  /** Log group of execute-command sessions; undefined if these are not allowed. */
  readonly execLogArn: string | undefined;
}

/**
 * A task's roles. ECS uses the execution role to pull the image, read the secrets and write logs.
 * The task role is the app's own, with no permissions except those in the spec.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html
 */
export class TaskRoles extends Construct {
  /** The execution role's ARN, available once its policy is attached. */
  readonly executionRoleArn: string;
  /** The task role's ARN, available once its policy is attached. */
  readonly taskRoleArn: string;

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    this.executionRoleArn = this.#createRole("execution", props, executionStatements(props));
    this.taskRoleArn = this.#createRole("task", props, [...props.appStatements, ...execStatements(props)]);
  }

  #createRole(kind: string, props: TaskRolesProps, statements: readonly Statement[]): string {
    const role = new IamRole(this, `${kind}-role`, {
      name: `${props.name}-${kind}`,
      assumeRolePolicy: renderTrustPolicy(props.account, "ecs-tasks.amazonaws.com"),
    });
    if (statements.length === 0) return role.arn;
    const policy = new IamRolePolicy(this, `${kind}-policy`, {
      role: role.name,
      name: kind,
      policy: renderPolicy(...statements),
    });
    return `arn:aws:iam::${props.account}:role/${policy.role}`;
  }
}

function executionStatements(props: TaskRolesProps): Statement[] {
  return [
    ...pullStatements(props.repositoryArn),
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${props.logGroupArn}:*`],
    },
    ...secretStatements(props.secretArns, props.region, props.dataKeyArn),
  ];
}

function pullStatements(repositoryArn: string | undefined): Statement[] {
  if (repositoryArn === undefined) return [];
  return [
    {
      // The one action without resource restrictions; the token alone grants nothing.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
      sid: "LogInToRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
    },
    {
      sid: "PullImages",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repositoryArn],
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
function execStatements({ execLogArn, region, account }: TaskRolesProps): Statement[] {
  if (execLogArn === undefined) return [];
  return [
    {
      // These support no resource restriction: a channel belongs to the task that opens it.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html
      sid: "OpenCommandChannels",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: ["*"],
    },
    {
      sid: "FindCommandLog",
      actions: ["logs:DescribeLogGroups"],
      resources: [`arn:aws:logs:${region}:${account}:log-group:*`],
    },
    {
      sid: "RecordCommands",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${execLogArn}:*`],
    },
  ];
}
