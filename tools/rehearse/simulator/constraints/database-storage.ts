import { numberAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute, isKnownAndSet } from "./support/constraint-helpers.ts";

/** The minimum general purpose storage in GiB, for engines other than SQL Server. */
const MIN_GIB = 20;

/** A database has at least 20 GiB of general purpose storage, and its storage cannot shrink. */
export const databaseStorage: Constraint = {
  name: "database-storage",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
  types: ["aws_db_instance"],
  check(change) {
    const size = numberAttribute(change.after, "allocated_storage");
    const source = "replicate_source_db";
    if (
      size === undefined ||
      isKnownAndSet(change.after, source) ||
      hasUnknownAttribute(change.after, source)
    )
      return [];
    const type = stringAttribute(change.after, "storage_type") ?? "gp2";
    const engine = stringAttribute(change.after, "engine") ?? "";
    const isTooSmall = size > 0 && size < MIN_GIB && ["gp2", "gp3"].includes(type);
    const shrinks = size < (numberAttribute(change.before, "allocated_storage") ?? 0);
    return [
      ...apiErrorIf(
        isTooSmall,
        "CreateDBInstance",
        "InvalidParameterValue",
        `Invalid storage size for engine name ${engine} and storage type ${type}: ${size}`,
        "allocated_storage",
      ),
      ...apiErrorIf(
        shrinks,
        "ModifyDBInstance",
        "InvalidParameterCombination",
        "Requested storage size is smaller than the current size.",
        "allocated_storage",
      ),
    ];
  },
};
