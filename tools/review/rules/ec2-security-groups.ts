import { toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import { holdersAtDeletion, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";
import { deletionRule, pagedRule } from "./traffic-builders.ts";

const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

/** The types whose network interfaces hold a security group, or whose rules reference it. */
const GROUP_USERS = [
  "aws_apprunner_vpc_connector",
  "aws_batch_compute_environment",
  "aws_db_instance",
  "aws_docdb_cluster",
  "aws_dms_replication_instance",
  "aws_ec2_client_vpn_endpoint",
  "aws_ecs_service",
  "aws_efs_mount_target",
  "aws_eks_cluster",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_elb",
  "aws_instance",
  "aws_lambda_function",
  "aws_lb",
  "aws_msk_cluster",
  "aws_mq_broker",
  "aws_neptune_cluster",
  "aws_network_interface",
  "aws_opensearch_domain",
  "aws_rds_cluster",
  "aws_redshift_cluster",
  "aws_route53_resolver_endpoint",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

/** The types of single rules, by the attribute with a group's inline rules of that direction. */
const RULE_TYPES = {
  ingress: ["aws_vpc_security_group_ingress_rule", "aws_security_group_rule"],
  egress: ["aws_vpc_security_group_egress_rule", "aws_security_group_rule"],
} as const;

/** Rules on security groups, and on what only the proof of reachability can judge. */
export const ec2SecurityGroupRules: readonly ReviewRule[] = [
  pagedRule({
    id: "security-group-removed",
    types: ["aws_security_group"],
    finds: "a security group that is deleted first while its interfaces hold it",
    pages: [`${API}/API_DeleteSecurityGroup.html`],
    judge: (change, context) => (change.isDestroyed ? groupRisks(change, context) : []),
  }),
  pagedRule({
    id: "inline-rules-remove-others",
    types: ["aws_security_group", "aws_default_security_group"],
    finds: "inline rules of a group that also has rule resources: the inline ones remove the others",
    pages: [
      "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule",
    ],
    judge: (change, context) => {
      if (!change.isUpdated) return [];
      const directions = (["ingress", "egress"] as const).filter(
        (direction) => change.changes(direction) && hasRuleResources(change, direction, context),
      );
      const text = `The group's inline ${directions.join(" and ")} rules change, and it has rule resources too: the inline ones remove them.`;
      return directions.length === 0 ? [] : [riskOf("cut", text)];
    },
  }),
  deletionRule({
    id: "path-rule-removed",
    types: [
      "aws_vpc_security_group_ingress_rule",
      "aws_vpc_security_group_egress_rule",
      "aws_security_group_rule",
      "aws_vpc_security_group_vpc_association",
      "aws_network_acl",
      "aws_network_acl_rule",
      "aws_network_acl_association",
      "aws_default_network_acl",
      "aws_default_security_group",
      "aws_route",
      "aws_route_table",
      "aws_default_route_table",
      "aws_route_table_association",
      "aws_main_route_table_association",
      "aws_vpn_gateway_route_propagation",
      "aws_ec2_managed_prefix_list",
      "aws_ec2_managed_prefix_list_entry",
    ],
    finds: "a rule, route or association that is removed: reachability is proven, not guessed",
    pages: ["https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html"],
    consequences: [["cut", "the proof of reachability lists the paths that it closes", "note"]],
  }),
];

function groupRisks(change: PlannedResourceChange, context: RuleContext): readonly Risk[] {
  const text = replacementText(change);
  if (change.action === "replace-create-first" || change.deposed !== undefined) {
    return [riskOf("later", `${text}: its interfaces get the new group before it goes.`)];
  }
  const holders = holdersAtDeletion(change, change.was("id"), context, GROUP_USERS);
  const fix = change.isReplaced ? " Fix: create_before_destroy, and a name_prefix." : "";
  if (holders.length > 0) {
    const cause = `${namesOf(holders)} still has it (DependencyViolation).${fix}`;
    return [riskOf("refused", `${text}, and AWS refuses it: ${cause}`, "block")];
  }
  if (change.action === "delete") return [riskOf("cut", `${text}: nothing in these plans has it.`, "note")];
  return [
    riskOf("refused", `${text}: AWS refuses it while an interface has it (DependencyViolation).${fix}`),
  ];
}

function hasRuleResources(
  group: PlannedResourceChange,
  direction: keyof typeof RULE_TYPES,
  context: RuleContext,
): boolean {
  const id = group.was("id");
  return context.ofType(...RULE_TYPES[direction]).some((rule) => {
    if (!rule.isPresentAfter || id === undefined || rule.becomes("security_group_id") !== id) return false;
    const kind = rule.becomes("type");
    return kind === undefined || toList(kind).includes(direction);
  });
}
