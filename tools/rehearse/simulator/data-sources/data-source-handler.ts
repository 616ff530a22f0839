import type { ApiError, CallContext, SimulatedResource } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/** The result of a data source read, before it is completed to the data source's schema. */
export type DataSourceResult =
  /** All values but the arguments'. */
  | { readonly values: ObjectValue }
  /** An existing resource, with values that the data source has otherwise. */
  | { readonly resource: SimulatedResource; readonly overrides?: ObjectValue }
  /** The query that finds nothing: AWS's error for the type. */
  | { readonly notFound: string }
  /** Another error of AWS. */
  | { readonly apiError: ApiError }
  /** Values that AWS computes at each read, by the definition and the rules by attribute name. */
  | { readonly computed: true };

/** Reads a data source; `undefined` falls back to the account's resources. */
export type DataSourceHandler = (config: ObjectValue, context: CallContext) => DataSourceResult | undefined;

/** Computes a data source's values without AWS, as the provider does. */
export type ProviderComputation = (config: ObjectValue, context: CallContext) => ObjectValue;
