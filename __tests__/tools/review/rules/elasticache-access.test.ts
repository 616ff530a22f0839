import { elasticacheAccessRules } from "../../../../tools/review/rules/elasticache-access.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const replaced = { actions: ["delete", "create"], before: { name: "caches" } };
const user = {
  type: "aws_elasticache_replication_group",
  actions: ["no-op"],
  before: { subnet_group_name: "caches" },
};

describeRules(elasticacheAccessRules, {
  "elasticache-users-removed": [
    oneWay({ user_group_ids: ["a", "b"] }, { user_group_ids: ["b"] }, ["outage", "ask"]),
  ],
  "elasticache-user-destroyed": [unlikeCreation({}, ["outage", "ask"])],
  "elasticache-user-changes": [
    oneWay({ no_password_required: false }, { no_password_required: true }, ["permission", "ask"]),
    unlikeTags({ access_string: "on ~app:* +@read" }, { access_string: "on ~* +@all" }, [
      "permission",
      "ask",
    ]),
  ],
  "elasticache-subnet-group-shrinks": [
    oneWay({ subnet_ids: ["a", "b"] }, { subnet_ids: ["a"] }, ["refused", "ask"]),
  ],
  "elasticache-group-in-use": [
    {
      dangerous: { ...replaced, beside: [user] },
      risks: [["refused", "block"]],
      harmless: { ...replaced, beside: [{ ...user, before: { subnet_group_name: "others" } }] },
    },
  ],
  "elasticache-global-group-destroyed": [unlikeCreation({}, ["disarmed", "ask"])],
});
