import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { policy, type ResourcePatch } from "./review-pair.ts";

const balancer = (name: string, settings: JsonObject): JsonObject => ({
  name,
  internal: true,
  load_balancer_type: "application",
  subnets: PRIVATE_SUBNETS,
  security_groups: ["${aws_security_group.data.id}"],
  ...settings,
});

const targets = (name: string, settings: JsonObject = {}): JsonObject => ({
  name,
  port: 8080,
  protocol: "HTTP",
  vpc_id: "${aws_vpc.main.id}",
  target_type: "ip",
  health_check: { path: "/health", interval: 30 },
  ...settings,
});

const target = (address: string): JsonObject => ({
  target_group_arn: "${aws_lb_target_group.static.arn}",
  target_id: address,
  port: 8080,
});

/** An action that forwards to a target group. */
export const forward = (name: string) => ({
  type: "forward",
  target_group_arn: `\${aws_lb_target_group.${name}.arn}`,
});

/** An action that signs people in. */
export const signIn = (timeout: number) => ({
  type: "authenticate-oidc",
  authenticate_oidc: {
    authorization_endpoint: "https://login.example.com/authorize",
    client_id: "console",
    client_secret: "initial-secret-1",
    issuer: "https://login.example.com",
    token_endpoint: "https://login.example.com/token",
    user_info_endpoint: "https://login.example.com/user",
    session_timeout: timeout,
  },
});

/** Load balancers, guarded and plain, with listeners, rules and targets. */
export const BALANCER_BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_subnet.c": {
    vpc_id: "${aws_vpc.main.id}",
    cidr_block: "10.0.2.0/24",
    availability_zone: "us-east-1c",
  },
  "aws_s3_bucket.logs": { bucket: "pairs-balancer-logs" },
  "aws_s3_bucket_policy.logs": {
    bucket: "${aws_s3_bucket.logs.id}",
    policy: policy({
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::pairs-balancer-logs/*",
    }),
  },
  "aws_acm_certificate.main": { domain_name: "www.example.com", validation_method: "DNS" },
  "aws_route53_zone.main": { name: "example.com" },
  "aws_route53_record.validation": {
    zone_id: "${aws_route53_zone.main.zone_id}",
    name: "${one(aws_acm_certificate.main.domain_validation_options).resource_record_name}",
    type: "${one(aws_acm_certificate.main.domain_validation_options).resource_record_type}",
    records: ["${one(aws_acm_certificate.main.domain_validation_options).resource_record_value}"],
    ttl: 60,
  },
  "aws_acm_certificate_validation.main": {
    certificate_arn: "${aws_acm_certificate.main.arn}",
    validation_record_fqdns: ["${aws_route53_record.validation.fqdn}"],
  },
  "aws_lb.main": balancer("main", {
    subnets: [...PRIVATE_SUBNETS, "${aws_subnet.c.id}"],
    access_logs: { bucket: "${aws_s3_bucket.logs.bucket}", enabled: true },
    depends_on: ["aws_s3_bucket_policy.logs"],
  }),
  "aws_lb.guarded": balancer("guarded", { enable_deletion_protection: true }),
  "aws_lb_target_group.web": targets("web"),
  "aws_lb_target_group.api": targets("api"),
  "aws_lb_target_group.static": targets("static"),
  "aws_lb_target_group_attachment.one": target("10.0.0.10"),
  "aws_lb_target_group_attachment.two": target("10.0.1.10"),
  "aws_lb_listener.https": {
    load_balancer_arn: "${aws_lb.main.arn}",
    port: 443,
    protocol: "HTTPS",
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificate_arn: "${aws_acm_certificate_validation.main.certificate_arn}",
    default_action: [forward("web")],
  },
  "aws_lb_listener.http": {
    load_balancer_arn: "${aws_lb.main.arn}",
    port: 80,
    protocol: "HTTP",
    default_action: [forward("static")],
  },
  "aws_lb_listener_rule.api": {
    listener_arn: "${aws_lb_listener.https.arn}",
    priority: 10,
    condition: [{ path_pattern: { values: ["/api/*"] } }],
    action: [forward("api")],
  },
  "aws_lb_listener_rule.console": {
    listener_arn: "${aws_lb_listener.https.arn}",
    priority: 20,
    condition: [{ path_pattern: { values: ["/console/*"] } }],
    action: [signIn(3600), forward("web")],
  },
};
