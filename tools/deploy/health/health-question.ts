import type { StateResource } from "../../terraform/state-file.ts";

/** Something that must be healthy before what it replaces is deleted. */
export type HealthQuestion =
  /** An Amazon ECS service whose latest deployment must be complete, with this task definition. */
  | {
      /** A service. */
      readonly kind: "service";
      /** The region of its cluster. */
      readonly region: string;
      /** The service's name in its cluster. */
      readonly name: string;
      /** The cluster's name or ARN. */
      readonly cluster: string;
      /** The ARN of the revision that its tasks must run. */
      readonly taskDefinition: string;
    }
  /** An Auto Scaling group whose latest instance refresh must be done, and whose servers run. */
  | { readonly kind: "fleet"; readonly region: string; readonly name: string }
  /** A target group that must have targets, all of them healthy. */
  | { readonly kind: "targets"; readonly region: string; readonly name: string; readonly arn: string };

/** The result of an up pass for one stack. */
export interface UppedStack {
  /** The stack's state afterwards. */
  readonly resources: readonly StateResource[];
  /** The addresses that it changed. */
  readonly updated: ReadonlySet<string>;
  /** The addresses that it created. */
  readonly created: ReadonlySet<string>;
  /** True if something leaves that has traffic. */
  readonly movesTraffic: boolean;
}

/**
 * Lists the questions about one stack after its up pass. Changed services and fleets must be
 * healthy, since the down pass closes what only their earlier revision needs. New ones must be only
 * if traffic moves in their stack: a service whose first image is not pushed yet starts later.
 */
export function healthQuestions({
  resources,
  updated,
  created,
  movesTraffic,
}: UppedStack): readonly HealthQuestion[] {
  const questions = resources.flatMap((resource) => {
    const { address, type } = resource;
    const isAsked = created.has(address)
      ? movesTraffic
      : updated.has(address) && type !== "aws_lb_target_group";
    return isAsked ? questionOf(resource) : [];
  });
  // A target group is asked about once, however many targets are new in it.
  return [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
}

function questionOf({ type, attributes }: StateResource): HealthQuestion[] {
  const text = (name: string) => String(attributes[name] ?? "");
  const name = text("name");
  if (type === "aws_ecs_service") {
    const region = regionOfArn(text("id"));
    const taskDefinition = text("task_definition");
    return [{ kind: "service", region, name, cluster: text("cluster"), taskDefinition }];
  }
  if (type === "aws_autoscaling_group") return [{ kind: "fleet", region: regionOfArn(text("arn")), name }];
  if (type === "aws_lb_target_group") return [targetsQuestion(text("arn"))];
  if (type === "aws_lb_target_group_attachment") return [targetsQuestion(text("target_group_arn"))];
  return [];
}

/** `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-web/73e2d6bc24d8a067`. */
function targetsQuestion(arn: string): HealthQuestion {
  return { kind: "targets", region: regionOfArn(arn), name: arn.split("/")[1] ?? "", arn };
}

/** The region in an ARN: `arn:aws:ecs:us-east-1:…`. */
function regionOfArn(arn: string): string {
  return arn.split(":")[3] ?? "";
}
