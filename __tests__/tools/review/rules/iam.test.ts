import { iamRules } from "../../../../tools/review/rules/iam.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on names and outages of IAM", () => {
  describeRules(iamRules, {
    "role-removed": [
      removalExample({ name: "task" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "iam-identity-removed": [
      removalExample({ name: "ci" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "iam-identity-renamed": [updateExample({ name: "ci" }, { name: "pipeline" }, [["name", "ask"]])],
    "iam-force-destroy-on": [
      updateExample({ force_destroy: false }, { force_destroy: true }, [["disarmed", "ask"]]),
    ],
    "credential-removed": [removalExample({ user: "ci" }, [["outage", "ask"]])],
    "credential-off": [updateExample({ status: "Active" }, { status: "Inactive" }, [["outage", "ask"]])],
    "long-lived-credential-created": [
      {
        dangerous: { actions: ["create"], after: { user: "ci" } },
        risks: [["permission", "note"]],
        harmless: { actions: ["update"], after: { user: "ci" } },
      },
    ],
    "instance-profile-removed": [removalExample({ name: "web" }, [["outage", "ask"]])],
    "instance-profile-role-changes": [updateExample({ role: "a" }, { role: "b" }, [["outage", "ask"]])],
    "federation-removed": [
      removalExample({ url: "https://token.actions.githubusercontent.com" }, [["outage", "ask"]]),
    ],
    "federation-narrower": [
      updateExample(
        { client_id_list: ["sts.amazonaws.com"] },
        { client_id_list: ["other"] },
        [["outage", "ask"]],
        {
          client_id_list: ["sts.amazonaws.com", "other"],
        },
      ),
    ],
    "federation-metadata-changes": [
      updateExample({ saml_metadata_document: "<a/>" }, { saml_metadata_document: "<b/>" }, [
        ["outage", "note"],
      ]),
    ],
    "service-linked-role-removed": [
      removalExample({ aws_service_name: "ecs.amazonaws.com" }, [["outage", "ask"]]),
    ],
    "role-session-shorter": [
      updateExample({ max_session_duration: 43200 }, { max_session_duration: 3600 }, [["outage", "note"]], {
        max_session_duration: 43200,
      }),
    ],
    "password-policy-weaker": [
      updateExample({ minimum_password_length: 14 }, { minimum_password_length: 8 }, [["disarmed", "ask"]], {
        minimum_password_length: 20,
      }),
      updateExample({ require_symbols: true }, { require_symbols: false }, [["disarmed", "ask"]]),
    ],
    "account-guard-removed": [removalExample({ minimum_password_length: 14 }, [["disarmed", "ask"]])],
    "account-alias-removed": [removalExample({ account_alias: "example" }, [["name", "ask"]])],
    "permission-removed": [removalExample({ role: "task" }, [["outage", "note"]])],
  });
});
