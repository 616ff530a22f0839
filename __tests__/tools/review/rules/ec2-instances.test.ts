import { ec2InstanceRules } from "../../../../tools/review/rules/ec2-instances.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const root = (settings: object): object => ({ root_block_device: [settings] });
const metadata = (settings: object): object => ({ metadata_options: [settings] });

describe("rules on EC2 instances", () => {
  describeRules(ec2InstanceRules, {
    "instance-removed": [
      {
        dangerous: { actions: ["delete"], before: root({ delete_on_termination: true }) },
        risks: [
          ["loss", "block"],
          ["name", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["update"], before: root({ delete_on_termination: true }) },
      },
      {
        dangerous: {
          actions: ["delete", "create"],
          before: { ...root({ delete_on_termination: false }), ephemeral_block_device: [{}] },
        },
        risks: [
          ["loss", "block"],
          ["name", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["no-op"], before: root({ delete_on_termination: false }) },
      },
      {
        dangerous: { actions: ["delete"], before: root({ delete_on_termination: false }) },
        risks: [
          ["name", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["update"], before: root({ delete_on_termination: false }) },
      },
    ],
    "instance-stops": [
      updateExample({ instance_type: "t3.small" }, { instance_type: "t3.large" }, [["outage", "ask"]]),
      updateExample({ user_data: "aaa" }, { user_data: "bbb" }, [["outage", "ask"]]),
    ],
    "instance-protection-off": [
      updateExample({ disable_api_termination: true }, { disable_api_termination: false }, [
        ["disarmed", "ask"],
      ]),
    ],
    "instance-volume-goes-with-it": [
      updateExample(root({ delete_on_termination: false }), root({ delete_on_termination: true }), [
        ["disarmed", "ask"],
      ]),
    ],
    "instance-shutdown-terminates": [
      updateExample(
        { instance_initiated_shutdown_behavior: "stop" },
        { instance_initiated_shutdown_behavior: "terminate" },
        [["disarmed", "ask"]],
      ),
    ],
    "instance-metadata-weaker": [
      updateExample(metadata({ http_tokens: "required" }), metadata({ http_tokens: "optional" }), [
        ["permission", "ask"],
      ]),
      updateExample(
        metadata({ http_put_response_hop_limit: 1 }),
        metadata({ http_put_response_hop_limit: 2 }),
        [["permission", "ask"]],
      ),
    ],
    "instance-metadata-stricter": [
      updateExample(metadata({ http_tokens: "optional" }), metadata({ http_tokens: "required" }), [
        ["outage", "note"],
      ]),
    ],
    "instance-metadata-off": [
      updateExample(metadata({ http_endpoint: "enabled" }), metadata({ http_endpoint: "disabled" }), [
        ["outage", "ask"],
      ]),
    ],
    "instance-forwards-packets": [
      updateExample({ source_dest_check: true }, { source_dest_check: false }, [["exposure", "ask"]]),
    ],
    "instance-role-removed": [
      updateExample({ iam_instance_profile: "p" }, { iam_instance_profile: "" }, [["outage", "ask"]], {
        iam_instance_profile: "q",
      }),
    ],
    "instance-resilience-lower": [
      updateExample(
        { maintenance_options: [{ auto_recovery: "default" }] },
        { maintenance_options: [{ auto_recovery: "disabled" }] },
        [["thinner", "note"]],
      ),
    ],
    "instance-monitoring-off": [
      updateExample({ monitoring: true }, { monitoring: false }, [["blind", "note"]]),
    ],
    "interface-addresses-removed": [
      updateExample(
        { secondary_private_ips: ["10.0.0.8", "10.0.0.9"] },
        { secondary_private_ips: ["10.0.0.8"] },
        [["name", "ask"]],
      ),
    ],
    "interface-removed": [
      removalExample({ private_ips: ["10.0.0.8"] }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "interface-detached": [removalExample({ device_index: 1 }, [["cut", "ask"]])],
    "instance-fleet-removed": [removalExample({ type: "maintain" }, [["outage", "ask"]])],
    "instance-fleet-smaller": [
      updateExample({ target_capacity: 4 }, { target_capacity: 2 }, [["thinner", "note"]], {
        target_capacity: 6,
      }),
    ],
    "instance-state-changes": [
      updateExample({ state: "running" }, { state: "stopped" }, [["outage", "ask"]]),
    ],
    "account-default-removed": [removalExample({ http_tokens: "required" }, [["disarmed", "ask"]])],
    "instance-supply-removed": [removalExample({ name: "image" }, [["later", "note"]])],
  });
});
