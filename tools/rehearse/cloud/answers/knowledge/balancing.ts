import { vpcOfSubnets } from "../account-index.ts";
import { arn, type Facts, type Knowledge, render, textFact, textsFact } from "../facts.ts";
import { regionOf } from "../places.ts";
import { isObject } from "../read.ts";
import { uniqueSuffix } from "../rules/names.ts";
import { numberBelow } from "../token.ts";

const LOAD_BALANCER_KINDS: Readonly<Record<string, string>> = {
  application: "app",
  network: "net",
  gateway: "gwy",
};

/** `app/cybershield-alb/50dc6c495c0c9188`: what stands after `loadbalancer/` in the ARN. */
function loadBalancerSuffix(facts: Facts): string {
  const kind = LOAD_BALANCER_KINDS[textFact(facts, "load_balancer_type")] ?? "app";
  return render(`${kind}/{name}/{hex:16}`, facts);
}

function loadBalancerDns(facts: Facts): string {
  const network = textFact(facts, "load_balancer_type") === "network";
  if (network) return render("{name}-{hex:16}.elb.{region}.amazonaws.com", facts);
  const internal = facts.get("internal") === true ? "internal-" : "";
  return render(
    `${internal}{name}-${1_000_000_000 + numberBelow(facts.seed, 999_999_999)}.{region}.elb.amazonaws.com`,
    facts,
  );
}

const loadBalancer: Knowledge[string] = {
  id: "{arn}",
  arn: (facts) =>
    `${render("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/", facts)}${loadBalancerSuffix(facts)}`,
  arn_suffix: loadBalancerSuffix,
  name: (facts) => `${textFact(facts, "name_prefix") || "tf-lb-"}${uniqueSuffix(facts)}`,
  dns_name: loadBalancerDns,
  zone_id: (facts) =>
    textFact(facts, "load_balancer_type") === "network"
      ? regionOf(facts.region).nlbZone
      : regionOf(facts.region).albZone,
  vpc_id: (facts) => vpcOfSubnets(facts.account, textsFact(facts, "subnets")) ?? "",
  internal: false,
  ip_address_type: "ipv4",
  enforce_security_group_inbound_rules_on_private_link_traffic: (facts) =>
    textFact(facts, "load_balancer_type") === "network" && textsFact(facts, "security_groups").length > 0
      ? "on"
      : "",
  subnets: (facts) => {
    const mapping = facts.get("subnet_mapping");
    if (!Array.isArray(mapping)) return [];
    return mapping.flatMap((entry) =>
      isObject(entry) && typeof entry.subnet_id === "string" ? [entry.subnet_id] : [],
    );
  },
  subnet_mapping: (facts) =>
    textsFact(facts, "subnets").map((subnet_id) => ({
      subnet_id,
      allocation_id: "",
      ipv6_address: "",
      outpost_id: "",
      private_ipv4_address: "",
    })),
  "subnet_mapping.outpost_id": "",
  security_groups: [],
};

const targetGroupSuffix = (facts: Facts) => render("targetgroup/{name}/{hex:16}", facts);

const targetGroup: Knowledge[string] = {
  id: "{arn}",
  arn: (facts) =>
    `${render("arn:{partition}:elasticloadbalancing:{region}:{account}:", facts)}${targetGroupSuffix(facts)}`,
  arn_suffix: targetGroupSuffix,
  name: (facts) => `${textFact(facts, "name_prefix") || "tf-"}${uniqueSuffix(facts)}`,
  load_balancer_arns: [],
  ip_address_type: "ipv4",
  connection_termination: false,
  load_balancing_algorithm_type: (facts) =>
    /^(HTTP|HTTPS)$/.test(textFact(facts, "protocol")) ? "round_robin" : "",
  load_balancing_anomaly_mitigation: (facts) =>
    /^(HTTP|HTTPS)$/.test(textFact(facts, "protocol")) ? "off" : "",
  load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
  preserve_client_ip: "",
  protocol_version: (facts) => (/^(HTTP|HTTPS)$/.test(textFact(facts, "protocol")) ? "HTTP1" : ""),
  health_check: (facts) => [
    {
      enabled: true,
      healthy_threshold: 5,
      interval: 30,
      matcher: "200",
      path: "/",
      port: "traffic-port",
      protocol: textFact(facts, "protocol") || "HTTP",
      timeout: 5,
      unhealthy_threshold: 2,
    },
  ],
  "health_check.matcher": (facts) => (/^HTTP/.test(String(facts.self.protocol ?? "HTTP")) ? "200" : ""),
  "health_check.path": (facts) => (/^HTTP/.test(String(facts.self.protocol ?? "HTTP")) ? "/" : ""),
  "health_check.timeout": (facts) => (/^HTTP/.test(String(facts.self.protocol ?? "HTTP")) ? 5 : 10),
  stickiness: (facts) => [
    {
      cookie_duration: 86_400,
      cookie_name: "",
      enabled: false,
      type: /^HTTP/.test(textFact(facts, "protocol")) ? "lb_cookie" : "source_ip",
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

const listener: Knowledge[string] = {
  id: "{arn}",
  arn: (facts) =>
    `${textFact(facts, "load_balancer_arn").replace(":loadbalancer/", ":listener/")}${render("/{hex:16}", facts)}`,
  protocol: "HTTP",
  ssl_policy: (facts) =>
    /^(HTTPS|TLS)$/.test(textFact(facts, "protocol")) ? "ELBSecurityPolicy-2016-08" : "",
  routing_http_response_server_enabled: (facts) => /^HTTPS?$/.test(textFact(facts, "protocol")),
  tcp_idle_timeout_seconds: (facts) => (textFact(facts, "protocol") === "TCP" ? 350 : 0),
  mutual_authentication: (facts) =>
    textFact(facts, "protocol") === "HTTPS"
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

const listenerRule: Knowledge[string] = {
  id: "{arn}",
  arn: (facts) =>
    `${textFact(facts, "listener_arn").replace(":listener/", ":listener-rule/")}${render("/{hex:16}", facts)}`,
  priority: (facts) => {
    const same = facts.account
      .resources(facts.type)
      .filter((rule) => rule.values.listener_arn === facts.get("listener_arn"));
    return Math.max(0, ...same.map((rule) => Number(rule.values.priority ?? 0))) + 1;
  },
  "action.order": 1,
};

/** Load balancers, their listeners and target groups. */
export const balancing: Knowledge = {
  aws_lb: loadBalancer,
  aws_lb_target_group: targetGroup,
  aws_lb_listener: listener,
  aws_lb_listener_rule: listenerRule,
  aws_lb_listener_certificate: { id: "{listener_arn}_{certificate_arn}" },
  aws_lb_target_group_attachment: { id: "{target_group_arn}-20240101{digits:16}" },
  aws_lb_trust_store: {
    id: "{arn}",
    arn: arn("elasticloadbalancing:{region}:{account}:truststore/{name}/{hex:16}"),
  },
  aws_elb: {
    id: "{name}",
    arn: arn("elasticloadbalancing:{region}:{account}:loadbalancer/{name}"),
    dns_name: "{name}-{digits:10}.{region}.elb.amazonaws.com",
    zone_id: (facts) => regionOf(facts.region).albZone,
    source_security_group: "{account}/default",
  },
};
