import { isDeepStrictEqual } from "node:util";

/** One managed resource of a Terraform state. */
export interface TrackedResource {
  /** `aws_s3_bucket.states`. */
  readonly address: string;
  /** The ID in AWS: a bucket's name, a key's UUID. */
  readonly id: string;
  /** True if its creation failed partway: Terraform replaces it in the next apply. */
  readonly isTainted: boolean;
  /** Its attributes as the provider stored them. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The parts of a Terraform state that a bootstrap reads. */
export interface TrackedState {
  /** The file's text. */
  readonly text: string;
  /** Empty for a state that does not exist yet. */
  readonly lineage: string;
  /** Terraform's counter of the state's versions. */
  readonly serial: number;
  /** Managed resources only, no data sources. */
  readonly resources: readonly TrackedResource[];
}

/**
 * The relation of a local state to the state in the bucket.
 *
 * - `same`: same content and lineage
 * - `copy`: same content, another lineage; Terraform gives a state a new lineage at its first push
 * - `newer`: a later state of the same lineage
 * - `superseded`: an earlier state of the same lineage, or a state that another run started
 */
export type StateRelation = "same" | "copy" | "newer" | "superseded";

/**
 * Parses a state file, with the resources of its root module.
 *
 * @throws SyntaxError if the text is not a Terraform state of version 4.
 */
export function parseState(text: string): TrackedState {
  const { lineage, serial, resources } = parseFile(text);
  return {
    text,
    lineage,
    serial,
    resources: resources.filter(({ mode }) => mode === "managed").flatMap(trackedResources),
  };
}

/** Returns the relation of a local state to the state in the bucket. */
export function relationOf(local: TrackedState, remote: TrackedState): StateRelation {
  const isSameLineage = local.lineage === remote.lineage;
  if (isDeepStrictEqual(contentOf(local), contentOf(remote))) return isSameLineage ? "same" : "copy";
  return isSameLineage && local.serial > remote.serial ? "newer" : "superseded";
}

/**
 * Returns a state's text as the next version of another state, with its lineage, so that a push
 * over that state succeeds.
 */
export function continuing(state: TrackedState, previous: TrackedState): string {
  const { lineage, serial } = previous;
  return JSON.stringify({ ...parseFile(state.text), lineage, serial: serial + 1 }, null, 2);
}

interface StateFile {
  readonly version: number;
  readonly lineage: string;
  readonly serial: number;
  readonly outputs?: unknown;
  readonly resources: readonly StateResource[];
}

interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly {
    readonly status?: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
}

function parseFile(text: string): StateFile {
  const file = JSON.parse(text) as Partial<StateFile> | null;
  if (
    file?.version !== 4 ||
    typeof file.serial !== "number" ||
    typeof file.lineage !== "string" ||
    !Array.isArray(file.resources)
  ) {
    throw new SyntaxError("This is not a Terraform state of version 4.");
  }
  return file as StateFile;
}

function trackedResources({ type, name, instances }: StateResource): TrackedResource[] {
  return instances.map(({ status, attributes = {} }) => ({
    address: `${type}.${name}`,
    id: typeof attributes.id === "string" ? attributes.id : "",
    isTainted: status === "tainted",
    attributes,
  }));
}

function contentOf({ text }: TrackedState): unknown {
  const { outputs, resources } = parseFile(text);
  return { outputs, resources };
}
