import { numberAttribute, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { renderTemplate, resolveString, type ValueGenerators } from "../../computed-values/value-context.ts";
import {
  findInRegion,
  hasUnknownAttribute,
  isChangedResource,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import { isCertificateIssued } from "../acm/certificates.ts";
import type { ServiceResources } from "../service-resources.ts";
import { forwardedTargetGroups, listenerActions } from "./load-balancing.ts";

const listener: ValueGenerators = {
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

const listenerRule: ValueGenerators = {
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

/** A TLS listener needs an issued certificate in its own region. */
const listenerCertificate: Constraint = {
  name: "listener-certificate",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
  errorCodes: ["ValidationError", "CertificateNotFound", "UnsupportedCertificate"],
  types: ["aws_lb_listener"],
  check(change, context) {
    if (change.after === null || !["HTTPS", "TLS"].includes(stringAttribute(change.after, "protocol") ?? ""))
      return [];
    if (hasUnknownAttribute(change.after, "certificate_arn")) return [];
    const arn = stringAttribute(change.after, "certificate_arn");
    if (arn === undefined)
      return violationIf(
        true,
        "ValidationError",
        "A certificate must be specified for HTTPS listeners",
        "certificate_arn",
      );
    if (!arn.includes(":acm:")) return [];
    const certificate = findInRegion(context, arn, "aws_acm_certificate");
    if (certificate === undefined)
      return violationIf(true, "CertificateNotFound", `Certificate '${arn}' not found`, "certificate_arn");
    return violationIf(
      !isCertificateIssued(context, certificate),
      "UnsupportedCertificate",
      `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
      "certificate_arn",
    );
  },
};

/** A load balancer has at most one listener per port. */
const listenerPort: Constraint = {
  name: "listener-port",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
  errorCodes: ["DuplicateListener"],
  types: ["aws_lb_listener"],
  check(change, context) {
    const balancer = stringAttribute(change.after, "load_balancer_arn");
    const port = numberAttribute(change.after, "port");
    if (balancer === undefined || port === undefined) return [];
    const isDuplicate = resourcesInRegion(context, "aws_lb_listener").some(
      (other) =>
        !isChangedResource(change, other) &&
        other.values.load_balancer_arn === balancer &&
        numberAttribute(other.values, "port") === port,
    );
    return violationIf(
      isDuplicate,
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${balancer}'`,
      "port",
    );
  },
};

/** The target group protocols that a listener of each protocol can forward to. */
const TARGET_PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

/** A listener's protocol must be compatible with those of its target groups. */
const listenerProtocol: Constraint = {
  name: "listener-protocol",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html",
  errorCodes: ["IncompatibleProtocols"],
  types: ["aws_lb_listener"],
  check(change, context) {
    const protocol = stringAttribute(change.after, "protocol");
    const allowedProtocols = protocol === undefined ? undefined : TARGET_PROTOCOLS[protocol];
    if (change.after === null || allowedProtocols === undefined) return [];
    return forwardedTargetGroups(listenerActions(change.after)).flatMap((arn) => {
      const group = findInRegion(context, arn, "aws_lb_target_group");
      const targetProtocol = stringAttribute(group?.values, "protocol");
      return violationIf(
        targetProtocol !== undefined && !allowedProtocols.includes(targetProtocol),
        "IncompatibleProtocols",
        `The protocol '${protocol}' of the listener is incompatible with the protocol '${targetProtocol}' of the target group '${arn}'`,
        "protocol",
      );
    });
  },
};

/** The rules of a listener have distinct priorities. */
const listenerRulePriority: Constraint = {
  name: "listener-rule-priority",
  documentation: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html",
  errorCodes: ["PriorityInUse"],
  types: ["aws_lb_listener_rule"],
  check(change, context) {
    const priority = numberAttribute(change.after, "priority");
    if (change.after === null || priority === undefined) return [];
    const listener = change.after.listener_arn;
    const isDuplicate = resourcesInRegion(context, "aws_lb_listener_rule").some(
      (other) =>
        !isChangedResource(change, other) &&
        other.values.listener_arn === listener &&
        numberAttribute(other.values, "priority") === priority,
    );
    return violationIf(
      isDuplicate,
      "PriorityInUse",
      `Priority '${priority}' is currently in use`,
      "priority",
    );
  },
};

/** Listeners and their rules. */
export const elbListenerResources: ServiceResources = {
  types: {
    aws_lb_listener: {
      values: listener,
      notFound: { code: "ListenerNotFound", message: "Listeners '[{}]' not found" },
    },
    aws_lb_listener_rule: { values: listenerRule },
    aws_lb_listener_certificate: { values: { id: "{listener_arn}_{certificate_arn}" } },
  },
  constraints: [listenerCertificate, listenerPort, listenerProtocol, listenerRulePriority],
};
