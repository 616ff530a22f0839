import { opensearchRules } from "../../../../tools/review/rules/opensearch.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const cluster = (settings: object) => ({ cluster_config: [settings] });
const endpoint = (settings: object) => ({ domain_endpoint_options: [settings] });
const logs = (...types: string[]) => ({
  log_publishing_options: types.map((type) => ({ log_type: type, enabled: true })),
});

describeRules(opensearchRules, {
  "opensearch-destroyed": [unlikeCreation({}, ["loss", "block"], ["name", "ask"])],
  "opensearch-version-changes": [
    unlikeTags({ engine_version: "OpenSearch_2.5" }, { engine_version: "OpenSearch_2.11" }, [
      "outage",
      "ask",
    ]),
    unlikeTags({ engine_version: "OpenSearch_2.11" }, { engine_version: "OpenSearch_2.5" }, [
      "refused",
      "block",
    ]),
    unlikeTags({ engine_version: "Elasticsearch_7.10" }, { engine_version: "OpenSearch_1.3" }, [
      "outage",
      "ask",
    ]),
  ],
  "opensearch-thinner": [
    oneWay(cluster({ instance_count: 3 }), cluster({ instance_count: 2 }), ["thinner", "note"]),
    oneWay(cluster({ zone_awareness_enabled: true }), cluster({ zone_awareness_enabled: false }), [
      "thinner",
      "note",
    ]),
  ],
  "opensearch-moves-nodes": [
    unlikeTags(
      cluster({ instance_type: "m6g.large.search" }),
      cluster({ instance_type: "r6g.large.search" }),
      ["later", "note"],
    ),
  ],
  "opensearch-warm-storage-off": [
    oneWay(cluster({ warm_enabled: true }), cluster({ warm_enabled: false }), ["refused", "ask"]),
  ],
  "opensearch-logs-off": [
    oneWay(logs("AUDIT_LOGS", "SEARCH_SLOW_LOGS"), logs("SEARCH_SLOW_LOGS"), ["blind", "ask"]),
  ],
  "opensearch-clear-text": [
    oneWay(endpoint({ enforce_https: true }), endpoint({ enforce_https: false }), ["exposure", "ask"]),
  ],
  "opensearch-tls-policy-changes": [
    unlikeTags(endpoint({ tls_security_policy: "a" }), endpoint({ tls_security_policy: "b" }), [
      "outage",
      "ask",
    ]),
  ],
  "opensearch-custom-endpoint-changes": [
    unlikeTags(endpoint({ custom_endpoint: "a.example" }), endpoint({ custom_endpoint: "b.example" }), [
      "name",
      "ask",
    ]),
  ],
  "opensearch-access-control-weaker": [
    oneWay(
      { advanced_security_options: [{ enabled: true, anonymous_auth_enabled: false }] },
      { advanced_security_options: [{ enabled: true, anonymous_auth_enabled: true }] },
      ["permission", "ask"],
    ),
  ],
});
