import type { Json } from "../../reach/terraform/configuration/json.ts";
import type { Unknown } from "../../reach/terraform/value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { PolicyOwner } from "./plans-index.ts";

/** The kind of a subject: `trust` is the policy that says who may assume a role. */
export type SubjectKind = "identity" | "trust" | "resource";

/** One policy document of a subject, before and after. */
export interface PolicyPart {
  /** The kind of the subject. */
  readonly kind: SubjectKind;
  /** The identity or resource. */
  readonly owner: PolicyOwner;
  /** The type of the owner. */
  readonly ownerType: string;
  /** The word for the owner in messages. */
  readonly noun: string;
  /** `boundary` limits what the grants allow. */
  readonly role: "grant" | "boundary";
  /** The change that findings are attributed to. */
  readonly change: PlannedResourceChange;
  /** The document before. @default none */
  readonly before?: Json | Unknown | undefined;
  /** The document after, with symbols, or the reason why it is unknown. @default none */
  readonly after?: Json | Unknown | undefined;
  /** The AWS managed policy that it is afterwards, if that is not known here. @default none */
  readonly awsManaged?: string;
}
