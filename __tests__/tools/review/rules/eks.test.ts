import { eksRules } from "../../../../tools/review/rules/eks.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const network = (settings: object): object => ({ vpc_config: [settings] });
const scaling = (desired: number): object => ({
  scaling_config: [{ min_size: 0, max_size: 4, desired_size: desired }],
});

describe("rules on EKS", () => {
  describeRules(eksRules, {
    "eks-cluster-removed": [
      {
        dangerous: { actions: ["delete"], before: { name: "main" } },
        risks: [
          ["loss", "block"],
          ["name", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["update"], before: { name: "main" } },
      },
      removalExample({ deletion_protection: true }, [["refused", "block"]]),
    ],
    "eks-protection-off": [
      updateExample({ deletion_protection: true }, { deletion_protection: false }, [["disarmed", "ask"]]),
    ],
    "eks-version-higher": [updateExample({ version: "1.30" }, { version: "1.31" }, [["outage", "ask"]])],
    "eks-endpoint-opens": [
      updateExample(network({ endpoint_public_access: false }), network({ endpoint_public_access: true }), [
        ["exposure", "ask"],
      ]),
      updateExample(
        network({ public_access_cidrs: ["192.0.2.0/24"] }),
        network({ public_access_cidrs: ["0.0.0.0/0"] }),
        [["exposure", "ask"]],
        network({ public_access_cidrs: [] }),
      ),
    ],
    "eks-endpoint-closes": [
      updateExample(network({ endpoint_private_access: true }), network({ endpoint_private_access: false }), [
        ["cut", "ask"],
      ]),
    ],
    "eks-logs-off": [
      updateExample({ enabled_cluster_log_types: ["audit", "api"] }, { enabled_cluster_log_types: ["api"] }, [
        ["blind", "ask"],
      ]),
    ],
    "eks-cluster-changes": [
      updateExample(
        { access_config: [{ authentication_mode: "CONFIG_MAP" }] },
        { access_config: [{ authentication_mode: "API" }] },
        [["later", "note"]],
      ),
    ],
    "eks-nodes-removed": [
      {
        dangerous: { actions: ["delete", "create"], before: { node_group_name: "a" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["create", "delete"], before: { node_group_name: "a" } },
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "eks-nodes-fewer": [
      updateExample(scaling(3), scaling(1), [["thinner", "note"]], scaling(4)),
      updateExample(scaling(3), scaling(0), [["outage", "ask"]]),
    ],
    "eks-nodes-roll": [updateExample({ version: "1.30" }, { version: "1.31" }, [["later", "note"]])],
    "eks-addon-removed": [
      {
        dangerous: { actions: ["delete"], before: { addon_name: "vpc-cni", preserve: false } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["delete"], before: { addon_name: "vpc-cni", preserve: true } },
      },
    ],
    "eks-addon-changes": [
      updateExample({ addon_version: "v1" }, { addon_version: "v2" }, [["outage", "note"]]),
    ],
    "eks-access-removed": [removalExample({ principal_arn: "arn:a" }, [["outage", "ask"]])],
    "eks-access-role-changes": [
      updateExample({ kubernetes_groups: ["viewers"] }, { kubernetes_groups: ["admins"] }, [
        ["permission", "ask"],
      ]),
    ],
  });
});
