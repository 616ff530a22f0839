import { fromTo } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest";
const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const ATTRIBUTES = `${GUIDE}/application/edit-load-balancer-attributes.html`;

/** Rules on load balancers; their listeners and target groups have files of their own. */
export const elbRules: readonly ReviewRule[] = [
  pagedRule({
    id: "lb-deletion-refused",
    types: ["aws_lb"],
    finds: "a load balancer that is deleted while its deletion protection is on",
    pages: [`${API}/API_DeleteLoadBalancer.html`],
    judge: (change) => {
      if (!change.isDestroyed || change.was("enable_deletion_protection") !== true) return [];
      const text =
        `${replacementText(change)}, and AWS refuses it: deletion protection is on ` +
        "(OperationNotPermitted). Fix: turn enable_deletion_protection off in an earlier apply.";
      return [{ class: "refused", level: "block", text }];
    },
  }),
  deletionRule({
    id: "lb-host-name-changes",
    types: ["aws_lb", "aws_elb"],
    finds: "a load balancer that is deleted or replaced: its host name and addresses go",
    pages: [`${API}/API_DeleteLoadBalancer.html`],
    consequences: [
      ["name", "its host name and IP addresses go, and whoever was given them no longer connects"],
      ["outage", "its connections are closed, and no request is served until DNS has the new one"],
    ],
    whenCreatedFirst: [
      ["name", "its host name and IP addresses go, and whoever was given them no longer connects"],
    ],
  }),
  settingRule({
    id: "lb-deletion-protection-off",
    types: ["aws_lb"],
    attributes: ["enable_deletion_protection"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "a load balancer that loses its deletion protection",
    text: "Deletion protection is turned off: the next destroy takes the load balancer and its host name.",
    pages: [`${GUIDE}/application/edit-load-balancer-attributes.html#deletion-protection`],
  }),
  settingRule({
    id: "lb-subnets-removed",
    types: ["aws_lb", "aws_elb"],
    attributes: ["subnets", "subnet_mapping", "availability_zones"],
    on: "drops",
    risk: "outage",
    finds: "a subnet that a load balancer leaves, or a fixed address of it that changes",
    text: "The load balancer leaves a subnet, or an address of it changes: its connections there are closed, and clients that hold the old address fail.",
    pages: [`${API}/API_SetSubnets.html`],
    guards: [],
  }),
  settingRule({
    id: "lb-address-family-lost",
    types: ["aws_lb"],
    attributes: ["ip_address_type"],
    on: (change, attribute) =>
      becomesOneOf(change, attribute, "dualstack-without-public-ipv4") ||
      leaves(change, attribute, "dualstack", "dualstack-without-public-ipv4"),
    risk: "cut",
    finds: "a load balancer that no longer answers over IPv6, or over public IPv4",
    text: (change) =>
      `The IP address type goes ${fromTo(change, "ip_address_type")}: clients of the other address family no longer connect.`,
    pages: [`${API}/API_SetIpAddressType.html`],
  }),
  settingRule({
    id: "lb-access-logs-off",
    types: ["aws_lb", "aws_elb"],
    attributes: ["access_logs.0.enabled", "connection_logs.0.enabled"],
    on: "turnsOff",
    risk: "blind",
    finds: "access or connection logs that are turned off",
    text: "Access or connection logs are turned off: requests from then on leave no record.",
    pages: [`${GUIDE}/application/load-balancer-access-logs.html`],
  }),
  settingRule({
    id: "lb-request-checks-weaker",
    types: ["aws_lb", "aws_elb"],
    attributes: ["desync_mitigation_mode", "drop_invalid_header_fields", "enable_waf_fail_open"],
    on: (change, attribute) =>
      (attribute === "desync_mitigation_mode" && becomesOneOf(change, attribute, "monitor")) ||
      (attribute === "drop_invalid_header_fields" && change.turnsOff(attribute)) ||
      (attribute === "enable_waf_fail_open" && change.turnsOn(attribute)),
    risk: "disarmed",
    finds: "a load balancer that lets malformed requests through, or requests that WAF did not see",
    text: (_, attributes) =>
      `The load balancer checks requests less (${attributes.join(", ")}): malformed or unfiltered ones reach the targets.`,
    pages: [ATTRIBUTES],
  }),
  settingRule({
    id: "lb-private-link-rules-change",
    types: ["aws_lb"],
    attributes: ["enforce_security_group_inbound_rules_on_private_link_traffic"],
    on: (change, attribute) => leaves(change, attribute, "on"),
    risk: "exposure",
    finds: "security group rules that no longer hold for PrivateLink traffic",
    text: "The security groups' inbound rules no longer apply to traffic from PrivateLink: every connected endpoint reaches the listeners.",
    pages: [`${GUIDE}/network/load-balancer-security-groups.html`],
  }),
  settingRule({
    id: "lb-backend-requests-change",
    types: ["aws_lb"],
    attributes: [
      "xff_header_processing_mode",
      "preserve_host_header",
      "enable_xff_client_port",
      "enable_tls_version_and_cipher_suite_headers",
      "enable_http2",
    ],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "other headers or protocols in the requests that targets receive",
    text: (_, attributes) =>
      `Targets or clients see other headers or protocols (${attributes.join(", ")}): check that they expect it.`,
    pages: [ATTRIBUTES],
  }),
  settingRule({
    id: "lb-idle-timeout-lower",
    types: ["aws_lb", "aws_elb"],
    attributes: ["idle_timeout", "client_keep_alive"],
    on: "lowers",
    risk: "outage",
    level: "note",
    finds: "a shorter idle timeout, which closes quiet connections",
    text: (change, attributes) =>
      `${attributes.join(" and ")} becomes shorter (${fromTo(change, attributes[0] ?? "")} seconds): slow requests and quiet connections are closed.`,
    pages: [ATTRIBUTES],
  }),
  settingRule({
    id: "lb-resilience-lower",
    types: ["aws_lb", "aws_elb"],
    attributes: [
      "enable_cross_zone_load_balancing",
      "cross_zone_load_balancing",
      "enable_zonal_shift",
      "minimum_load_balancer_capacity.0.capacity_units",
    ],
    on: (change, attribute) => change.turnsOff(attribute) || change.lowers(attribute),
    risk: "thinner",
    finds: "cross-zone balancing, zonal shift or reserved capacity that is reduced",
    text: (_, attributes) =>
      `The load balancer keeps less in reserve (${attributes.join(", ")}): a busy or failing zone is felt sooner.`,
    pages: [ATTRIBUTES],
  }),
  settingRule({
    id: "classic-lb-listeners-change",
    types: ["aws_elb"],
    attributes: ["listener"],
    on: "drops",
    risk: "outage",
    finds: "a listener of a Classic Load Balancer that is removed or changed",
    text: "A listener of the Classic Load Balancer is removed or changed: its port closes until a new one is there.",
    pages: [`${GUIDE}/classic/elb-listener-config.html`],
    guards: [],
  }),
  settingRule({
    id: "classic-lb-instances-removed",
    types: ["aws_elb"],
    attributes: ["instances", "connection_draining"],
    on: (change, attribute) =>
      attribute === "instances"
        ? change.changes(attribute) &&
          listLength(change.becomes(attribute)) < listLength(change.was(attribute))
        : change.turnsOff(attribute),
    risk: "thinner",
    finds: "a Classic Load Balancer with fewer instances, or without connection draining",
    text: (_, attributes) =>
      `The Classic Load Balancer has fewer instances, or drops their requests when they leave (${attributes.join(", ")}).`,
    guards: ["connection_draining"],
  }),
  deletionRule({
    id: "classic-lb-part-removed",
    types: [
      "aws_elb_attachment",
      "aws_lb_cookie_stickiness_policy",
      "aws_app_cookie_stickiness_policy",
      "aws_lb_ssl_negotiation_policy",
      "aws_load_balancer_backend_server_policy",
      "aws_load_balancer_listener_policy",
      "aws_load_balancer_policy",
      "aws_proxy_protocol_policy",
    ],
    finds: "an instance or policy that a Classic Load Balancer loses",
    pages: [`${GUIDE}/classic/elb-deregister-register-instances.html`],
    consequences: [
      [
        "outage",
        "its instance gets no requests, or its sessions, TLS or source addresses are handled otherwise",
      ],
    ],
  }),
  deletionRule({
    id: "lb-trust-store-removed",
    types: ["aws_lb_trust_store", "aws_lb_trust_store_revocation"],
    finds: "a trust store that is removed: clients are no longer verified, or listeners hold it",
    consequences: [
      ["refused", "AWS refuses it while a listener verifies client certificates with it (TrustStoreInUse)"],
    ],
    pages: [`${API}/API_DeleteTrustStore.html`],
  }),
];

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
