import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/cloud-map/latest/dg";

/** Rules on Cloud Map and Global Accelerator, by which clients find services. */
export const serviceDiscoveryRules: readonly ReviewRule[] = [
  deletionRule({
    id: "namespace-removed",
    types: [
      "aws_service_discovery_private_dns_namespace",
      "aws_service_discovery_public_dns_namespace",
      "aws_service_discovery_http_namespace",
    ],
    finds: "a namespace that is deleted or replaced",
    pages: [`${GUIDE}/deleting-namespaces.html`],
    consequences: [
      ["name", "its hosted zone and ID go, and AWS refuses it while it has services"],
      ["outage", "no name in it resolves until another one is there"],
    ],
  }),
  deletionRule({
    id: "discovery-service-removed",
    types: ["aws_service_discovery_service", "aws_service_discovery_instance"],
    finds: "a name of a namespace that is deleted or replaced",
    pages: [`${GUIDE}/deleting-services.html`],
    consequences: [
      ["outage", "its name no longer resolves, and AWS refuses it while instances are registered"],
    ],
  }),
  settingRule({
    id: "discovery-service-changes",
    types: ["aws_service_discovery_service", "aws_service_discovery_instance"],
    attributes: ["dns_config.0.dns_records", "health_check_config", "force_destroy", "attributes"],
    on: (change, attribute) =>
      attribute === "force_destroy" ? change.turnsOn(attribute) : change.changes(attribute),
    risk: "outage",
    level: "note",
    finds: "a name that resolves for another time, to another address, or is checked otherwise",
    text: (_, attributes) => `The name resolves, or is checked, otherwise (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/services.html`],
    guards: [],
  }),
  deletionRule({
    id: "accelerator-removed",
    types: ["aws_globalaccelerator_accelerator", "aws_globalaccelerator_custom_routing_accelerator"],
    finds: "an accelerator that is deleted or replaced",
    pages: ["https://docs.aws.amazon.com/global-accelerator/latest/api/API_DeleteAccelerator.html"],
    consequences: [
      ["name", "its static IP addresses go for good"],
      ["outage", "clients of its addresses and host name no longer connect"],
    ],
  }),
  settingRule({
    id: "accelerator-off",
    types: ["aws_globalaccelerator_accelerator", "aws_globalaccelerator_custom_routing_accelerator"],
    attributes: ["enabled"],
    on: "turnsOff",
    risk: "outage",
    finds: "an accelerator that is disabled",
    text: "The accelerator is disabled: its addresses answer nobody.",
    pages: ["https://docs.aws.amazon.com/global-accelerator/latest/api/API_UpdateAccelerator.html"],
  }),
  settingRule({
    id: "accelerator-logs-off",
    types: ["aws_globalaccelerator_accelerator"],
    attributes: ["attributes.0.flow_logs_enabled"],
    on: "turnsOff",
    risk: "blind",
    finds: "flow logs of an accelerator that are turned off",
    text: "Flow logs are turned off: connections leave no record.",
    pages: [
      "https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html",
    ],
  }),
  deletionRule({
    id: "accelerator-path-removed",
    types: [
      "aws_globalaccelerator_listener",
      "aws_globalaccelerator_endpoint_group",
      "aws_globalaccelerator_custom_routing_listener",
      "aws_globalaccelerator_custom_routing_endpoint_group",
      "aws_globalaccelerator_cross_account_attachment",
    ],
    finds: "a listener or endpoint group that is deleted or replaced",
    pages: ["https://docs.aws.amazon.com/global-accelerator/latest/api/API_DeleteEndpointGroup.html"],
    consequences: [["outage", "its ports close, or its region gets no traffic"]],
  }),
  settingRule({
    id: "accelerator-traffic-lower",
    types: ["aws_globalaccelerator_endpoint_group"],
    attributes: ["traffic_dial_percentage"],
    on: "lowers",
    risk: "thinner",
    finds: "a region that gets less traffic",
    text: "The region gets less traffic: the others carry the rest.",
    pages: [
      "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-traffic-dial.html",
    ],
  }),
  settingRule({
    id: "accelerator-endpoints-removed",
    types: ["aws_globalaccelerator_endpoint_group", "aws_globalaccelerator_listener"],
    attributes: ["endpoint_configuration", "port_range", "port_override"],
    on: "drops",
    risk: "outage",
    finds: "an endpoint or port that an accelerator loses",
    text: (_, attributes) =>
      `An endpoint or port goes, or changes (${attributes.join(", ")}): its connections break.`,
    pages: ["https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints.html"],
    guards: [],
  }),
];
