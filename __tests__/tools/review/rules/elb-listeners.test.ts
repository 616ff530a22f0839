import { elbListenerRules } from "../../../../tools/review/rules/elb-listeners.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const forwardTo = (arn: string): object => ({ type: "forward", target_group_arn: arn });
const fixed = {
  type: "fixed-response",
  fixed_response: [{ content_type: "text/plain", status_code: "503" }],
};
const signIn = { type: "authenticate-oidc", order: 1 };
const certificate = (name: string, arn: string, names: readonly string[]): object => ({
  type: "aws_acm_certificate",
  name,
  actions: ["no-op"],
  before: { arn, domain_name: names[0], subject_alternative_names: names },
});
const rule = (name: string, before: number, after: number): object => ({
  name,
  before: { listener_arn: "arn:listener", priority: before },
  after: { listener_arn: "arn:listener", priority: after },
});

describe("rules on listeners", () => {
  describeRules(elbListenerRules, {
    "listener-removed": [removalExample({ port: 443 }, [["outage", "ask"]])],
    "listener-port-changes": [updateExample({ port: 443 }, { port: 8443 }, [["outage", "ask"]])],
    "listener-protocol-changes": [
      updateExample({ protocol: "HTTPS" }, { protocol: "HTTP" }, [["outage", "ask"]]),
    ],
    "listener-certificate-changes": [
      {
        dangerous: {
          before: { certificate_arn: "arn:old" },
          after: { certificate_arn: "arn:new" },
          beside: [
            certificate("old", "arn:old", ["www.example.com", "api.example.com"]),
            certificate("new", "arn:new", ["www.example.com"]),
          ],
        },
        risks: [["outage", "ask"]],
        harmless: {
          before: { certificate_arn: "arn:old" },
          after: { certificate_arn: "arn:new" },
          beside: [
            certificate("old", "arn:old", ["www.example.com", "api.example.com"]),
            certificate("new", "arn:new", ["*.example.com"]),
          ],
        },
      },
      updateExample({ certificate_arn: "arn:old" }, { certificate_arn: "arn:elsewhere" }, [
        ["outage", "ask"],
      ]),
    ],
    "listener-tls-policy-changes": [
      updateExample(
        { ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
        { ssl_policy: "ELBSecurityPolicy-2016-08" },
        [["disarmed", "ask"]],
      ),
      {
        dangerous: {
          before: { ssl_policy: "ELBSecurityPolicy-2016-08" },
          after: { ssl_policy: "Unheard-Of" },
        },
        risks: [["outage", "ask"]],
        harmless: {
          before: { ssl_policy: "ELBSecurityPolicy-2016-08" },
          after: { ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
        },
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "listener-action-changes": [
      updateExample({ default_action: [forwardTo("arn:a")] }, { default_action: [fixed] }, [["cut", "ask"]]),
      {
        ...updateExample(
          { action: [forwardTo("arn:a")] },
          { action: [fixed] },
          [["cut", "ask"]],
          { action: [forwardTo("arn:b")] },
          {
            type: "aws_lb_listener_rule",
          },
        ),
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "listener-authentication-removed": [
      updateExample(
        { default_action: [signIn, forwardTo("arn:a")] },
        { default_action: [forwardTo("arn:a")] },
        [["exposure", "ask"]],
        { default_action: [signIn, forwardTo("arn:b")] },
      ),
    ],
    "listener-client-certificates-off": [
      updateExample(
        { mutual_authentication: [{ mode: "verify" }] },
        { mutual_authentication: [{ mode: "off" }] },
        [["exposure", "ask"]],
      ),
    ],
    "listener-client-certificates-on": [
      updateExample(
        { mutual_authentication: [{ mode: "off" }] },
        { mutual_authentication: [{ mode: "verify" }] },
        [["cut", "note"]],
      ),
    ],
    "listener-idle-timeout-lower": [
      updateExample(
        { tcp_idle_timeout_seconds: 350 },
        { tcp_idle_timeout_seconds: 60 },
        [["outage", "note"]],
        {
          tcp_idle_timeout_seconds: 400,
        },
      ),
    ],
    "listener-rule-removed": [removalExample({ priority: 10 }, [["cut", "ask"]])],
    "listener-rule-conditions-change": [
      updateExample(
        { condition: [{ path_pattern: [{ values: ["/api/*"] }] }] },
        { condition: [{ path_pattern: [{ values: ["/v2/*"] }] }] },
        [["cut", "ask"]],
      ),
    ],
    "listener-rule-order-changes": [
      {
        dangerous: { ...rule("api", 10, 30), beside: [rule("web", 20, 20)] },
        risks: [["cut", "ask"]],
        harmless: { ...rule("api", 10, 15), beside: [rule("web", 20, 20)] },
      },
      {
        dangerous: { ...rule("api", 10, 20), beside: [rule("web", 20, 30)] },
        risks: [["refused", "ask"]],
        harmless: { ...rule("api", 10, 11), beside: [rule("web", 20, 30)] },
      },
    ],
    "listener-certificate-removed": [
      removalExample({ certificate_arn: "arn:old" }, [["outage", "ask"]]),
      {
        dangerous: { actions: ["delete", "create"], before: { certificate_arn: "arn:old" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["create", "delete"], before: { certificate_arn: "arn:old" } },
        harmlessRisks: [["outage", "note"]],
      },
    ],
  });
});
