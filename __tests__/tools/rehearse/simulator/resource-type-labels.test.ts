import { resourceTypeLabel } from "../../../../tools/rehearse/simulator/resource-type-labels.ts";

describe("the names in an error", () => {
  it.each([
    ["aws_subnet", "EC2", "EC2 Subnet"],
    ["aws_vpc_security_group_ingress_rule", "EC2", "EC2 VPC Security Group Ingress Rule"],
    ["aws_lb", "Elastic Load Balancing v2", "ELBv2 Load Balancer"],
    ["aws_lb_target_group", "Elastic Load Balancing v2", "ELBv2 Load Balancer Target Group"],
    ["aws_db_instance", "RDS", "RDS Instance"],
    ["aws_cloudwatch_log_group", "CloudWatch Logs", "CloudWatch Logs Group"],
    ["aws_cloudwatch_metric_alarm", "CloudWatch", "CloudWatch Metric Alarm"],
    ["aws_pricing_product", "Pricing", "Pricing Product"],
  ])("of %s are %s and %s", (type, service, noun) => {
    expect(resourceTypeLabel(type)).toEqual({ sdkServiceId: service, displayName: noun });
  });
});
