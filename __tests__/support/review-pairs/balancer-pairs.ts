import { BALANCER_BASE, forward, signIn } from "./balancer-base.ts";
import { PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, retag } from "./review-pair.ts";

const MAIN = "aws_lb.main";
const GUARDED = "aws_lb.guarded";
const HTTP = "aws_lb_listener.http";
const HTTPS = "aws_lb_listener.https";
const API_RULE = "aws_lb_listener_rule.api";
const CONSOLE = "aws_lb_listener_rule.console";
const WEB = "aws_lb_target_group.web";

/** Load balancers, their listeners, rules and targets. */
export const BALANCER_PAIRS: PairGroup = {
  name: "balancer",
  base: BALANCER_BASE,
  pairs: [
    {
      id: "lb-name",
      expects: { class: ["name", "outage"], level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { name: "renamed" } }),
      harmless: patched({ [MAIN]: { idle_timeout: 120 } }),
    },
    {
      id: "lb-made-public",
      expects: { class: ["name", "outage", "exposure"], level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { internal: false } }),
      harmless: retag(MAIN),
    },
    {
      id: "lb-deleted-though-protected",
      expects: { class: "refused", level: "block", address: GUARDED },
      dangerous: drop(GUARDED),
      harmless: retag(GUARDED),
    },
    {
      id: "lb-protection-off",
      expects: { class: "disarmed", level: "ask", address: GUARDED },
      dangerous: patched({ [GUARDED]: { enable_deletion_protection: false } }),
      harmless: patched({ [MAIN]: { enable_deletion_protection: true } }),
    },
    {
      id: "lb-fewer-zones",
      expects: { class: ["thinner", "cut", "outage"], level: "note", address: MAIN },
      dangerous: patched({ [MAIN]: { subnets: PRIVATE_SUBNETS } }),
      harmless: patched({ [GUARDED]: { subnets: [...PRIVATE_SUBNETS, "${aws_subnet.c.id}"] } }),
    },
    {
      id: "lb-access-log-off",
      expects: { class: "blind", level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { access_logs: { enabled: false } } }),
      harmless: patched({ [MAIN]: { access_logs: { prefix: "main" } } }),
    },
    {
      id: "listener-port",
      expects: { class: ["outage", "name", "cut"], level: "ask", address: HTTP },
      dangerous: patched({ [HTTP]: { port: 8080 } }),
      harmless: retag(HTTP),
    },
    {
      id: "listener-deleted",
      expects: { class: ["outage", "cut"], level: "ask", address: HTTP },
      dangerous: drop(HTTP),
      harmless: retag(HTTP),
    },
    {
      id: "listener-answers-itself",
      expects: { class: ["cut", "outage"], level: "ask", address: HTTP },
      dangerous: patched({
        [HTTP]: {
          default_action: [
            { type: "fixed-response", fixed_response: { content_type: "text/plain", status_code: "503" } },
          ],
        },
      }),
      harmless: retag(HTTP),
    },
    {
      id: "listener-without-tls",
      expects: { class: ["outage", "name", "exposure", "cut", "disarmed"], level: "ask", address: HTTPS },
      dangerous: patched({
        [HTTPS]: { protocol: "HTTP", ssl_policy: null, certificate_arn: null },
        [CONSOLE]: null,
      }),
      harmless: retag(HTTPS),
    },
    {
      id: "rule-deleted",
      expects: { class: ["cut", "outage"], level: "ask", address: API_RULE },
      dangerous: drop(API_RULE),
      harmless: retag(API_RULE),
    },
    {
      id: "rule-of-another-path",
      expects: { class: ["cut", "outage"], level: "ask", address: API_RULE },
      dangerous: patched({ [API_RULE]: { condition: [{ path_pattern: { values: ["/v2/*"] } }] } }),
      harmless: retag(API_RULE),
    },
    {
      id: "rule-without-sign-in",
      expects: { class: ["exposure", "permission", "public", "disarmed"], level: "ask", address: CONSOLE },
      dangerous: patched({ [CONSOLE]: { action: [forward("web")] } }),
      harmless: patched({ [CONSOLE]: { action: [signIn(1800), forward("web")] } }),
    },
    {
      id: "target-group-port",
      expects: { class: ["refused", "outage"], level: "ask", address: WEB },
      dangerous: patched({ [WEB]: { port: 9090 } }),
      harmless: patched({ [WEB]: { deregistration_delay: 600 } }),
    },
    {
      id: "target-group-health-path",
      expects: { class: "outage", level: "ask", address: WEB },
      dangerous: patched({ [WEB]: { health_check: { path: "/healthz" } } }),
      harmless: retag(WEB),
    },
    {
      id: "targets-all-removed",
      expects: { class: ["outage", "cut"], level: "ask", address: "aws_lb_target_group_attachment.one" },
      dangerous: drop("aws_lb_target_group_attachment.one", "aws_lb_target_group_attachment.two"),
      harmless: patched({
        "aws_lb_target_group_attachment.three": {
          target_group_arn: "${aws_lb_target_group.static.arn}",
          target_id: "10.0.1.11",
          port: 8080,
        },
      }),
    },
    {
      id: "certificate-names",
      expects: { class: ["refused", "name", "outage"], level: "ask", address: "aws_acm_certificate.main" },
      dangerous: patched({ "aws_acm_certificate.main": { domain_name: "shop.example.com" } }),
      harmless: retag("aws_acm_certificate.main"),
    },
  ],
};
