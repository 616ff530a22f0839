import type { JsonObject } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import { certificateLosesNames } from "./certificate-names.ts";
import { listenerRuleOrderRisks } from "./listener-rule-order.ts";
import type { ReviewRule } from "./review-rule.ts";
import { tlsPolicyRisks } from "./tls-policies.ts";
import {
  becomesOneOf,
  blocksAfter,
  blocksBefore,
  deletionRule,
  leaves,
  pagedRule,
  settingRule,
  textIn,
} from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest";
const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";

/** The attribute that holds the actions of a listener or of a rule. */
const ACTIONS: Readonly<Record<string, string>> = {
  aws_lb_listener: "default_action",
  aws_lb_listener_rule: "action",
};

/** Rules on listeners, their rules and their certificates. */
export const elbListenerRules: readonly ReviewRule[] = [
  deletionRule({
    id: "listener-removed",
    types: ["aws_lb_listener"],
    finds: "a listener that is deleted or replaced",
    pages: [`${GUIDE}/application/delete-listener.html`],
    consequences: [["outage", "its port closes, and the connections through it with it"]],
  }),
  settingRule({
    id: "listener-port-changes",
    types: ["aws_lb_listener"],
    attributes: ["port"],
    on: "changes",
    risk: "outage",
    finds: "a listener whose port changes, in place",
    text: (change) =>
      `The listener's port goes ${fromTo(change, "port")} in place: clients of the old port are refused at once.`,
    pages: [`${API}/API_ModifyListener.html`],
  }),
  settingRule({
    id: "listener-protocol-changes",
    types: ["aws_lb_listener"],
    attributes: ["protocol", "alpn_policy"],
    on: "changes",
    risk: "outage",
    finds: "a listener whose protocol changes, in place",
    text: (change, [attribute = "protocol"]) =>
      `The listener's ${attribute} goes ${fromTo(change, attribute)} in place: clients of the old protocol fail at once.`,
    pages: [`${API}/API_ModifyListener.html`],
    guards: ["protocol"],
  }),
  pagedRule({
    id: "listener-certificate-changes",
    types: ["aws_lb_listener"],
    finds: "a listener that gets a certificate of other host names, or of unknown ones",
    pages: [`${GUIDE}/application/https-listener-certificates.html`],
    judge: (change, context) => {
      if (!change.isUpdated || !change.changes("certificate_arn")) return [];
      const [before, after] = [change.was("certificate_arn"), change.becomes("certificate_arn")];
      if (certificateLosesNames(before, after, context) === false) return [];
      const text =
        "The listener gets another certificate: clients fail for each host name that it does not cover.";
      return [riskOf("outage", text)];
    },
  }),
  pagedRule({
    id: "listener-tls-policy-changes",
    types: ["aws_lb_listener"],
    guards: ["ssl_policy"],
    finds: "a listener's security policy that allows older TLS, or shuts older clients out",
    pages: [`${GUIDE}/application/describe-ssl-policies.html`],
    judge: (change) => (change.isUpdated ? tlsPolicyRisks(change, "ssl_policy") : []),
  }),
  pagedRule({
    id: "listener-action-changes",
    types: ["aws_lb_listener", "aws_lb_listener_rule"],
    finds: "requests that are no longer forwarded, or go to another target group",
    pages: [`${API}/API_ModifyListener.html`, `${API}/API_ModifyRule.html`],
    judge: (change) => (change.isUpdated ? actionRisks(change, actionAttribute(change)) : []),
  }),
  pagedRule({
    id: "listener-authentication-removed",
    types: ["aws_lb_listener", "aws_lb_listener_rule"],
    finds: "a listener or rule that no longer authenticates users",
    pages: [`${GUIDE}/application/listener-authenticate-users.html`],
    judge: (change) => {
      const attribute = actionAttribute(change);
      if (!change.isUpdated || change.isUnknown(`${attribute}.0.type`)) return [];
      const isLost = blocksBefore(change, attribute).some(authenticates);
      if (!isLost || blocksAfter(change, attribute).some(authenticates)) return [];
      const text =
        "Users are no longer authenticated by the load balancer: anyone who reaches it gets through.";
      return [riskOf("exposure", text)];
    },
  }),
  settingRule({
    id: "listener-client-certificates-off",
    types: ["aws_lb_listener"],
    attributes: ["mutual_authentication.0.mode"],
    on: (change, attribute) => leaves(change, attribute, "verify"),
    risk: "exposure",
    finds: "a listener that no longer verifies client certificates",
    text: "Client certificates are no longer verified: clients without one get through.",
    pages: [`${GUIDE}/application/mutual-authentication.html`],
  }),
  settingRule({
    id: "listener-client-certificates-on",
    types: ["aws_lb_listener"],
    attributes: ["mutual_authentication.0.mode"],
    on: (change, attribute) => becomesOneOf(change, attribute, "verify"),
    risk: "cut",
    level: "note",
    finds: "a listener that begins to verify client certificates",
    text: "Client certificates are verified from now on: clients without one are refused.",
    pages: [`${GUIDE}/application/mutual-authentication.html`],
  }),
  settingRule({
    id: "listener-idle-timeout-lower",
    types: ["aws_lb_listener"],
    attributes: ["tcp_idle_timeout_seconds"],
    on: "lowers",
    risk: "outage",
    level: "note",
    finds: "a shorter TCP idle timeout of a listener",
    text: (change) =>
      `Quiet connections are closed sooner: tcp_idle_timeout_seconds goes ${fromTo(change, "tcp_idle_timeout_seconds")}.`,
    pages: [`${GUIDE}/network/update-idle-timeout.html`],
  }),
  deletionRule({
    id: "listener-rule-removed",
    types: ["aws_lb_listener_rule"],
    finds: "a listener rule that is deleted or replaced: its requests fall to the next rule",
    pages: [`${API}/API_DeleteRule.html`],
    consequences: [["cut", "the requests that it matched fall to a later rule, or to the default action"]],
    whenCreatedFirst: [["cut", "its successor is there before it goes", "note"]],
  }),
  settingRule({
    id: "listener-rule-conditions-change",
    types: ["aws_lb_listener_rule"],
    attributes: ["condition"],
    on: "drops",
    risk: "cut",
    finds: "a listener rule that matches other requests",
    text: "The rule's conditions change: requests that it matched may fall to a later rule, or to the default action.",
    pages: [`${API}/API_ModifyRule.html`],
  }),
  pagedRule({
    id: "listener-rule-order-changes",
    types: ["aws_lb_listener_rule"],
    guards: ["priority"],
    finds: "listener rules that change places, or a priority that another rule holds",
    pages: [`${API}/API_SetRulePriorities.html`],
    judge: listenerRuleOrderRisks,
  }),
  deletionRule({
    id: "listener-certificate-removed",
    types: ["aws_lb_listener_certificate"],
    finds: "a certificate that a listener no longer has",
    pages: [`${API}/API_RemoveListenerCertificates.html`],
    consequences: [["outage", "clients of its host names get the listener's default certificate, and fail"]],
    whenCreatedFirst: [["outage", "the new certificate is there before it goes", "note"]],
  }),
];

function actionAttribute({ type }: PlannedResourceChange): string {
  return ACTIONS[type] ?? "action";
}

function actionRisks(change: PlannedResourceChange, attribute: string): readonly Risk[] {
  if (!change.changes(`${attribute}.0.type`) && !change.changes(attribute)) return [];
  const forwarded = blocksBefore(change, attribute).some(forwards);
  const after = blocksAfter(change, attribute);
  if (!forwarded || after.length === 0) return [];
  if (!after.some(forwards)) {
    return [riskOf("cut", "Requests are no longer forwarded: they get a fixed response or a redirect.")];
  }
  return change.changes(attribute)
    ? [riskOf("outage", "Requests are forwarded in another way: its targets must be healthy.", "note")]
    : [];
}

function forwards(action: JsonObject): boolean {
  return textIn(action, "type") === "forward";
}

function authenticates(action: JsonObject): boolean {
  return textIn(action, "type").startsWith("authenticate-");
}
