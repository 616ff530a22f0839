import { numberOf, textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isOpen, isSet, refuse } from "./support/rule.ts";

/** The least GiB of general purpose storage, for engines that are not SQL Server. */
const LEAST = 20;

/** A database's general purpose storage is 20 GiB or more, and never shrinks. */
export const databaseStorage: Law = {
  name: "database-storage",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
  types: ["aws_db_instance"],
  check(change) {
    const size = numberOf(change.after, "allocated_storage");
    const source = "replicate_source_db";
    if (size === undefined || isSet(change.after, source) || isOpen(change.after, source)) return [];
    const type = textOf(change.after, "storage_type") ?? "gp2";
    const engine = textOf(change.after, "engine") ?? "";
    const small = size > 0 && size < LEAST && ["gp2", "gp3"].includes(type);
    const shrinks = size < (numberOf(change.before, "allocated_storage") ?? 0);
    return [
      ...refuse(
        small,
        "CreateDBInstance",
        "InvalidParameterValue",
        `Invalid storage size for engine name ${engine} and storage type ${type}: ${size}`,
        "allocated_storage",
      ),
      ...refuse(
        shrinks,
        "ModifyDBInstance",
        "InvalidParameterCombination",
        "Requested storage size is smaller than the current size.",
        "allocated_storage",
      ),
    ];
  },
};
