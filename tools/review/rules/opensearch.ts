import { formatList } from "../../reach/analysis/lint/words.ts";
import { attributeRule, destructionRule, fromTo, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { compareEngineVersions } from "./engine-version.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide";
const DOMAINS = ["aws_opensearch_domain", "aws_elasticsearch_domain"];

/** Rules on OpenSearch Service domains, those of Elasticsearch included. */
export const opensearchRules: readonly ReviewRule[] = [
  destructionRule({
    id: "opensearch-destroyed",
    types: [...DOMAINS, "aws_opensearchserverless_collection"],
    finds: "A domain or collection is deleted or replaced with its indices",
    documentation: [`${GUIDE}/gsgdeleting.html`, providerPage("aws_opensearch_domain")],
    risks: (change) => [
      riskOf("loss", `${replacementText(change)}: its indices and automated snapshots are gone.`),
      riskOf("name", `${replacementText(change)}: its endpoint is gone for those who use it.`),
    ],
  }),
  {
    id: "opensearch-version-changes",
    types: DOMAINS,
    guards: ["engine_version", "elasticsearch_version"],
    finds: "A domain is upgraded, without a way back; a downgrade is refused",
    documentation: [`${GUIDE}/version-migration.html`],
    judge: (change) => {
      const attribute = ["engine_version", "elasticsearch_version"].find((name) => change.changes(name));
      if (!change.isUpdated || attribute === undefined) return [];
      const text = `The engine version changes ${fromTo(change, attribute)}`;
      const [from, to] = [String(change.was(attribute)), String(change.becomes(attribute))];
      const isSameEngine = from.split("_")[0] === to.split("_")[0] || attribute === "elasticsearch_version";
      return isSameEngine && compareEngineVersions("", from, to).isDowngrade
        ? [riskOf("refused", `${text}, and AWS refuses: a domain cannot be downgraded.`, "block")]
        : [riskOf("outage", `${text}: at once, and without a way back.`)];
    },
  },
  attributeRule({
    id: "opensearch-thinner",
    types: DOMAINS,
    finds: "A domain has fewer nodes, zones or dedicated masters, or smaller volumes",
    documentation: [`${GUIDE}/managedomains-multiaz.html`],
    attributes: [
      "cluster_config.0.instance_count",
      "cluster_config.0.warm_count",
      "cluster_config.0.dedicated_master_count",
      "cluster_config.0.zone_awareness_config.0.availability_zone_count",
      "ebs_options.0.volume_size",
      "cluster_config.0.zone_awareness_enabled",
      "cluster_config.0.multi_az_with_standby_enabled",
      "cluster_config.0.dedicated_master_enabled",
    ],
    on: (change, attribute) =>
      attribute.endsWith("_enabled") ? change.turnsOff(attribute) : change.lowers(attribute),
    risk: "thinner",
    text: (change, attributes) => {
      const changed = attributes.map((name) => `${name.replace(/^.*\./, "")} ${fromTo(change, name)}`);
      return `Less capacity or redundancy: ${formatList(changed)}.`;
    },
  }),
  attributeRule({
    id: "opensearch-moves-nodes",
    types: DOMAINS,
    finds: "A change makes a blue/green deployment: more load meanwhile",
    documentation: [`${GUIDE}/managedomains-configuration-changes.html`],
    attributes: [
      "cluster_config.0.instance_type",
      "cluster_config.0.dedicated_master_type",
      "cluster_config.0.warm_type",
      "ebs_options.0.volume_type",
      "ip_address_type",
    ],
    guards: [],
    on: "changes",
    risk: "later",
    text: (_, attributes) =>
      `A blue/green deployment follows, since ${formatList(attributes.map((name) => name.replace(/^.*\./, "")))} changes.`,
  }),
  attributeRule({
    id: "opensearch-warm-storage-off",
    types: DOMAINS,
    finds: "Warm or cold storage is turned off, which AWS refuses while it holds indices",
    documentation: [`${GUIDE}/ultrawarm.html`],
    attributes: ["cluster_config.0.warm_enabled", "cluster_config.0.cold_storage_options.0.enabled"],
    guards: ["cluster_config.0.warm_enabled"],
    on: "turnsOff",
    risk: "refused",
    text: "Warm or cold storage is turned off, and AWS refuses while it holds an index.",
  }),
  attributeRule({
    id: "opensearch-logs-off",
    types: DOMAINS,
    finds: "A log of a domain is no longer published",
    documentation: [`${GUIDE}/createdomain-configure-slow-logs.html`],
    attributes: ["log_publishing_options"],
    guards: [],
    on: "drops",
    risk: "blind",
    text: "A log of the domain is no longer published, or goes to another log group.",
  }),
  attributeRule({
    id: "opensearch-clear-text",
    types: DOMAINS,
    finds: "A domain accepts requests without TLS",
    documentation: [`${GUIDE}/infrastructure-security.html`],
    attributes: ["domain_endpoint_options.0.enforce_https"],
    on: "turnsOff",
    risk: "exposure",
    text: "enforce_https is turned off: the domain accepts requests in clear text.",
  }),
  attributeRule({
    id: "opensearch-tls-policy-changes",
    types: DOMAINS,
    finds: "A domain accepts other versions of TLS",
    documentation: [`${GUIDE}/infrastructure-security.html`],
    attributes: ["domain_endpoint_options.0.tls_security_policy"],
    guards: [],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    text: "The TLS policy changes: clients of other versions fail, or weaker ones are accepted.",
  }),
  attributeRule({
    id: "opensearch-custom-endpoint-changes",
    types: DOMAINS,
    finds: "A domain has another host name, or none of its own",
    documentation: [`${GUIDE}/customendpoint.html`],
    attributes: [
      "domain_endpoint_options.0.custom_endpoint",
      "domain_endpoint_options.0.custom_endpoint_enabled",
    ],
    on: (change, attribute) =>
      attribute.endsWith("_enabled")
        ? change.turnsOff(attribute)
        : change.was(attribute) !== undefined && change.changes(attribute),
    risk: "name",
    text: "The custom endpoint changes: clients of the old host name fail.",
  }),
  attributeRule({
    id: "opensearch-access-control-weaker",
    types: DOMAINS,
    finds: "Fine-grained access control is turned off, or anonymous access on",
    documentation: [`${GUIDE}/fgac.html`],
    attributes: [
      "advanced_security_options.0.enabled",
      "advanced_security_options.0.anonymous_auth_enabled",
      "cognito_options.0.enabled",
    ],
    guards: ["advanced_security_options.0.enabled"],
    on: (change, attribute) =>
      attribute.endsWith("anonymous_auth_enabled") ? change.turnsOn(attribute) : change.turnsOff(attribute),
    judgesReplacements: true,
    risk: "permission",
    text: "Users are no longer told apart by the domain: its access policy decides alone.",
  }),
];
