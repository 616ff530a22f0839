import { isMapOrObject } from "../attribute-reader.ts";
import { generateUniqueSuffix } from "../attribute-rules/generated-names.ts";
import { deterministicNumber } from "../deterministic-values.ts";
import { vpcIdOfSubnets } from "../existing-resources.ts";
import { simulatedRegion } from "../regions.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../value-context.ts";

const LOAD_BALANCER_KINDS: Readonly<Record<string, string>> = {
  application: "app",
  network: "net",
  gateway: "gwy",
};

/** The part of the ARN after `loadbalancer/`: `app/cybershield-alb/50dc6c495c0c9188`. */
function loadBalancerSuffix(context: ValueContext): string {
  const kind = LOAD_BALANCER_KINDS[resolveString(context, "load_balancer_type")] ?? "app";
  return renderTemplate(`${kind}/{name}/{hex:16}`, context);
}

function loadBalancerDnsName(context: ValueContext): string {
  const isNetwork = resolveString(context, "load_balancer_type") === "network";
  if (isNetwork) return renderTemplate("{name}-{hex:16}.elb.{region}.amazonaws.com", context);
  const internalPrefix = context.resolve("internal") === true ? "internal-" : "";
  return renderTemplate(
    `${internalPrefix}{name}-${1_000_000_000 + deterministicNumber(context.seed, 999_999_999)}.{region}.elb.amazonaws.com`,
    context,
  );
}

const loadBalancer: ResourceDefinitions[string] = {
  id: "{arn}",
  arn: (context) =>
    `${renderTemplate("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/", context)}${loadBalancerSuffix(context)}`,
  arn_suffix: loadBalancerSuffix,
  name: (context) => `${resolveString(context, "name_prefix") || "tf-lb-"}${generateUniqueSuffix(context)}`,
  dns_name: loadBalancerDnsName,
  zone_id: (context) =>
    resolveString(context, "load_balancer_type") === "network"
      ? simulatedRegion(context.region).hostedZones.networkLoadBalancer
      : simulatedRegion(context.region).hostedZones.applicationLoadBalancer,
  vpc_id: (context) => vpcIdOfSubnets(context.account, resolveStrings(context, "subnets")) ?? "",
  internal: false,
  ip_address_type: "ipv4",
  enforce_security_group_inbound_rules_on_private_link_traffic: (context) =>
    resolveString(context, "load_balancer_type") === "network" &&
    resolveStrings(context, "security_groups").length > 0
      ? "on"
      : "",
  subnets: (context) => {
    const mapping = context.resolve("subnet_mapping");
    if (!Array.isArray(mapping)) return [];
    return mapping.flatMap((entry) =>
      isMapOrObject(entry) && typeof entry.subnet_id === "string" ? [entry.subnet_id] : [],
    );
  },
  subnet_mapping: (context) =>
    resolveStrings(context, "subnets").map((subnet_id) => ({
      subnet_id,
      allocation_id: "",
      ipv6_address: "",
      outpost_id: "",
      private_ipv4_address: "",
    })),
  "subnet_mapping.outpost_id": "",
  security_groups: [],
};

const targetGroupSuffix = (context: ValueContext) => renderTemplate("targetgroup/{name}/{hex:16}", context);

const targetGroup: ResourceDefinitions[string] = {
  id: "{arn}",
  arn: (context) =>
    `${renderTemplate("arn:{partition}:elasticloadbalancing:{region}:{account}:", context)}${targetGroupSuffix(context)}`,
  arn_suffix: targetGroupSuffix,
  name: (context) => `${resolveString(context, "name_prefix") || "tf-"}${generateUniqueSuffix(context)}`,
  load_balancer_arns: [],
  ip_address_type: "ipv4",
  connection_termination: false,
  load_balancing_algorithm_type: (context) =>
    /^(HTTP|HTTPS)$/.test(resolveString(context, "protocol")) ? "round_robin" : "",
  load_balancing_anomaly_mitigation: (context) =>
    /^(HTTP|HTTPS)$/.test(resolveString(context, "protocol")) ? "off" : "",
  load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
  preserve_client_ip: "",
  protocol_version: (context) => (/^(HTTP|HTTPS)$/.test(resolveString(context, "protocol")) ? "HTTP1" : ""),
  health_check: (context) => [
    {
      enabled: true,
      healthy_threshold: 5,
      interval: 30,
      matcher: "200",
      path: "/",
      port: "traffic-port",
      protocol: resolveString(context, "protocol") || "HTTP",
      timeout: 5,
      unhealthy_threshold: 2,
    },
  ],
  "health_check.matcher": (context) => (/^HTTP/.test(String(context.self.protocol ?? "HTTP")) ? "200" : ""),
  "health_check.path": (context) => (/^HTTP/.test(String(context.self.protocol ?? "HTTP")) ? "/" : ""),
  "health_check.timeout": (context) => (/^HTTP/.test(String(context.self.protocol ?? "HTTP")) ? 5 : 10),
  stickiness: (context) => [
    {
      cookie_duration: 86_400,
      cookie_name: "",
      enabled: false,
      type: /^HTTP/.test(resolveString(context, "protocol")) ? "lb_cookie" : "source_ip",
    },
  ],
  target_failover: [{ on_deregistration: null, on_unhealthy: null }],
  target_group_health: [
    {
      dns_failover: [{ minimum_healthy_targets_count: "1", minimum_healthy_targets_percentage: "off" }],
      unhealthy_state_routing: [
        { minimum_healthy_targets_count: 1, minimum_healthy_targets_percentage: "off" },
      ],
    },
  ],
  target_health_state: [{ enable_unhealthy_connection_termination: null, unhealthy_draining_interval: null }],
};

const listener: ResourceDefinitions[string] = {
  id: "{arn}",
  arn: (context) =>
    `${resolveString(context, "load_balancer_arn").replace(":loadbalancer/", ":listener/")}${renderTemplate("/{hex:16}", context)}`,
  protocol: "HTTP",
  ssl_policy: (context) =>
    /^(HTTPS|TLS)$/.test(resolveString(context, "protocol")) ? "ELBSecurityPolicy-2016-08" : "",
  routing_http_response_server_enabled: (context) => /^HTTPS?$/.test(resolveString(context, "protocol")),
  tcp_idle_timeout_seconds: (context) => (resolveString(context, "protocol") === "TCP" ? 350 : 0),
  mutual_authentication: (context) =>
    resolveString(context, "protocol") === "HTTPS"
      ? [
          {
            mode: "off",
            trust_store_arn: "",
            ignore_client_certificate_expiry: false,
            advertise_trust_store_ca_names: "",
          },
        ]
      : [],
  "default_action.order": 1,
  "default_action.fixed_response.status_code": "200",
};

const listenerRule: ResourceDefinitions[string] = {
  id: "{arn}",
  arn: (context) =>
    `${resolveString(context, "listener_arn").replace(":listener/", ":listener-rule/")}${renderTemplate("/{hex:16}", context)}`,
  priority: (context) => {
    const listenerRules = context.account
      .resources(context.type)
      .filter((rule) => rule.values.listener_arn === context.resolve("listener_arn"));
    return Math.max(0, ...listenerRules.map((rule) => Number(rule.values.priority ?? 0))) + 1;
  },
  "action.order": 1,
};

/** Load balancers, their listeners and target groups. */
export const loadBalancingResources: ResourceDefinitions = {
  aws_lb: loadBalancer,
  aws_lb_target_group: targetGroup,
  aws_lb_listener: listener,
  aws_lb_listener_rule: listenerRule,
  aws_lb_listener_certificate: { id: "{listener_arn}_{certificate_arn}" },
  aws_lb_target_group_attachment: { id: "{target_group_arn}-20240101{digits:16}" },
  aws_lb_trust_store: {
    id: "{arn}",
    arn: arnTemplate("elasticloadbalancing:{region}:{account}:truststore/{name}/{hex:16}"),
  },
  aws_elb: {
    id: "{name}",
    arn: arnTemplate("elasticloadbalancing:{region}:{account}:loadbalancer/{name}"),
    dns_name: "{name}-{digits:10}.{region}.elb.amazonaws.com",
    zone_id: (context) => simulatedRegion(context.region).hostedZones.applicationLoadBalancer,
    source_security_group: "{account}/default",
  },
};
