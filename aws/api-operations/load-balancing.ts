import type { TypeOperations } from "./type-operations.ts";

/** The API operations of Elastic Load Balancing. */
export const loadBalancingOperations: Readonly<Record<string, TypeOperations>> = {
  aws_lb: [
    "CreateLoadBalancer",
    "DescribeLoadBalancers",
    "ModifyLoadBalancerAttributes",
    "DeleteLoadBalancer",
  ],
  aws_elb: [
    "CreateLoadBalancer",
    "DescribeLoadBalancers",
    "ModifyLoadBalancerAttributes",
    "DeleteLoadBalancer",
  ],
  aws_lb_listener: ["CreateListener", "DescribeListeners", "ModifyListener", "DeleteListener"],
  aws_lb_listener_certificate: [
    "AddListenerCertificates",
    "DescribeListenerCertificates",
    null,
    "RemoveListenerCertificates",
  ],
  aws_lb_listener_rule: ["CreateRule", "DescribeRules", "ModifyRule", "DeleteRule"],
  aws_lb_target_group: [
    "CreateTargetGroup",
    "DescribeTargetGroups",
    "ModifyTargetGroup",
    "DeleteTargetGroup",
  ],
  aws_lb_target_group_attachment: ["RegisterTargets", "DescribeTargetHealth", null, "DeregisterTargets"],
};
