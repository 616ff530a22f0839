import { ssmRules } from "../../../../tools/review/rules/ssm.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const shared = (accounts: string) => ({ permissions: { type: "Share", account_ids: accounts } });

describeRules(ssmRules, {
  "ssm-parameter-destroyed": [unlikeCreation({ name: "/a" }, ["loss", "ask"], ["outage", "ask"])],
  "ssm-parameter-in-clear": [oneWay({ type: "SecureString" }, { type: "String" }, ["permission", "ask"])],
  "ssm-parameter-value-changes": [unlikeTags({ value: "a" }, { value: "b" }, ["later", "note"])],
  "ssm-parameter-key-changes": [
    unlikeTags({ type: "SecureString", key_id: "a" }, { type: "SecureString", key_id: "b" }, [
      "outage",
      "ask",
    ]),
  ],
  "ssm-parameter-overwrites": [oneWay({ overwrite: false }, { overwrite: true }, ["disarmed", "note"])],
  "ssm-document-destroyed": [unlikeCreation({ name: "a" }, ["outage", "ask"])],
  "ssm-document-shared": [
    oneWay(shared("123456789012"), shared("123456789012, All"), ["public", "block"]),
    oneWay(shared("123456789012"), shared("123456789012,210987654321"), ["permission", "ask"]),
  ],
});
