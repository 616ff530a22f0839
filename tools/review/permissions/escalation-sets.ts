/** A set of actions with which an identity gets more than it has. */
export interface EscalationSet {
  /** In lower case. */
  readonly actions: readonly string[];
  /** The effect, as a verb phrase: `gives roles any policy`. */
  readonly effect: string;
  /** The page about it. */
  readonly documentation: string;
  /** True if one resource suffices; else the actions must reach any resource. @default false */
  readonly onAnyResource?: boolean;
}

/** The pages about single paths. */
const PATHS = "https://pathfinding.cloud/paths";
/** The page for sets without a page of their own. */
const GLOSSARY = "https://cloudsplaining.readthedocs.io/en/latest/glossary/privilege-escalation/";
const PASS_ROLE = "iam:passrole";

/**
 * Escalation sets, after cloudsplaining (BSD-3-Clause, `cloudsplaining/shared/constants.py`) and
 * pathfinding.cloud, read on 2026-11-30. Sets that contain another one are left out.
 */
export const ESCALATION_SETS: readonly EscalationSet[] = [
  edits("iam:createpolicyversion", "rewrites managed policies", "iam-001"),
  edits("iam:setdefaultpolicyversion", "brings old versions of managed policies back"),
  edits("iam:createaccesskey", "makes keys for other users", "iam-002"),
  edits("iam:createloginprofile", "gives other users a password", "iam-004"),
  edits("iam:putrolepolicy", "gives roles any policy", "iam-005"),
  edits("iam:updateloginprofile", "changes the password of other users", "iam-006"),
  edits("iam:putuserpolicy", "gives users any policy", "iam-007"),
  edits("iam:attachuserpolicy", "gives users any managed policy", "iam-008"),
  edits("iam:attachrolepolicy", "gives roles any managed policy", "iam-009"),
  edits("iam:attachgrouppolicy", "gives groups any managed policy", "iam-010"),
  edits("iam:putgrouppolicy", "gives groups any policy", "iam-011"),
  edits("iam:updateassumerolepolicy", "lets anybody assume roles", "iam-012"),
  edits("iam:addusertogroup", "puts users into any group", "iam-013"),
  edits("iam:deleterolepermissionsboundary", "takes the boundary off roles"),
  edits("iam:deleteuserpermissionsboundary", "takes the boundary off users"),
  broad(["sts:assumerole"], "assumes every role that trusts the account"),
  broad(["lambda:updatefunctioncode"], "runs code with the role of any function", "lambda-003"),
  broad(
    ["cloudformation:createchangeset", "cloudformation:executechangeset"],
    "changes any stack with the stack's role",
    "cloudformation-005",
  ),
  broad(["ssm:sendcommand"], "runs commands with the role of any instance"),
  broad(["ecs:executecommand"], "runs commands with the role of any task", "ecs-006"),
  broad(["glue:updatedevendpoint"], "runs code with the role of any endpoint", "glue-002"),
  broad(
    ["ec2:modifyinstanceattribute", "ec2:stopinstances", "ec2:startinstances"],
    "runs code with the role of any instance",
    "ec2-002",
  ),
  broad(
    ["sagemaker:createpresignednotebookinstanceurl"],
    "opens any notebook with its role",
    "sagemaker-004",
  ),
  passes(["lambda:createfunction", "lambda:invokefunction"], "lambda-001"),
  passes(["lambda:createfunction", "lambda:createeventsourcemapping"], "lambda-002"),
  passes(["lambda:createfunction", "lambda:addpermission"], "lambda-006"),
  passes(["ec2:runinstances"], "ec2-001"),
  passes(["ec2:requestspotinstances"], "ec2-003"),
  passes(["ecs:registertaskdefinition", "ecs:createservice"], "ecs-003"),
  passes(["ecs:registertaskdefinition", "ecs:runtask"], "ecs-004"),
  passes(["ecs:registertaskdefinition", "ecs:starttask"], "ecs-005"),
  passes(["cloudformation:createstack"], "cloudformation-001"),
  passes(["cloudformation:createstackset", "cloudformation:createstackinstances"], "cloudformation-003"),
  passes(["cloudformation:updatestackset"], "cloudformation-004"),
  passes(["codebuild:createproject", "codebuild:startbuild"], "codebuild-001"),
  passes(["codebuild:createproject", "codebuild:startbuildbatch"], "codebuild-004"),
  passes(["glue:createdevendpoint"], "glue-001"),
  passes(["glue:createjob", "glue:startjobrun"], "glue-003"),
  passes(["glue:createjob", "glue:createtrigger"], "glue-004"),
  passes(["glue:updatejob", "glue:startjobrun"], "glue-005"),
  passes(["glue:updatejob", "glue:createtrigger"], "glue-006"),
  passes(["datapipeline:createpipeline"], "datapipeline-001"),
  passes(["apprunner:createservice"], "apprunner-001"),
  passes(["sagemaker:createnotebookinstance"], "sagemaker-001"),
  passes(["sagemaker:createtrainingjob"], "sagemaker-002"),
  passes(["sagemaker:createprocessingjob"], "sagemaker-003"),
];

function pageOf(path: string | undefined): string {
  return path === undefined ? GLOSSARY : `${PATHS}/${path}`;
}

function edits(action: string, effect: string, path?: string): EscalationSet {
  return { actions: [action], effect, documentation: pageOf(path), onAnyResource: true };
}

function broad(actions: readonly string[], effect: string, path?: string): EscalationSet {
  return { actions, effect, documentation: pageOf(path) };
}

function passes(actions: readonly string[], path: string): EscalationSet {
  return {
    actions: [PASS_ROLE, ...actions],
    effect: "runs code with any role that the service may assume",
    documentation: pageOf(path),
  };
}
