/** The parts of a stack's Terraform JSON that say which outputs it reads and publishes. */
interface OutputJson {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly terraform?: { readonly backend?: Readonly<Record<string, unknown>> };
}

/** An output of another stack that a stack reads. */
export interface OutputRead {
  /** The S3 key of the state that it reads, which names the stack. */
  readonly stateKey: string;
  /** The output's name: `subnet_ids`. */
  readonly output: string;
  /** The key of a map; undefined for the whole output. */
  readonly key: string | undefined;
}

/** `data.terraform_remote_state.network.outputs.vpc_ids.main`, or with `["main/private"]`. */
const READ = /data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)(?:\["([^"]+)"\]|\.([\w-]+))?/g;

/** The outputs of other stacks that some values in a stack's JSON read. */
export function outputsReadBy(json: OutputJson, values: unknown): OutputRead[] {
  const found: OutputRead[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") found.push(...readsIn(json, value));
    else if (typeof value === "object" && value !== null)
      for (const child of Object.values(value)) visit(child);
  };
  visit(values);
  return found;
}

function readsIn(json: OutputJson, text: string): OutputRead[] {
  return [...text.matchAll(READ)].flatMap(([, source = "", output = "", quoted, plain]) => {
    const states = json.data?.terraform_remote_state as Readonly<Record<string, StateData>> | undefined;
    const stateKey = states?.[source]?.config?.key;
    return typeof stateKey === "string" ? [{ stateKey, output, key: quoted ?? plain }] : [];
  });
}

interface StateData {
  readonly config?: { readonly key?: unknown };
}

/** The S3 key of a stack's own state; undefined with another backend. */
export function stateKeyOf(json: OutputJson): string | undefined {
  const key = (json.terraform?.backend?.s3 as { readonly key?: unknown } | undefined)?.key;
  return typeof key === "string" ? key : undefined;
}

/** The value of an output in a stack's JSON, or of one key of it. */
export function outputValue(json: OutputJson, { output, key }: OutputRead): unknown {
  const value = json.output?.[output]?.value;
  if (key === undefined || typeof value !== "object" || value === null) return value;
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** An output in one text, to compare it with others: `shop-prod-network/… vpc_ids main`. */
export function formatOutputRead({ stateKey, output, key }: OutputRead): string {
  return [stateKey, output, ...(key === undefined ? [] : [key])].join(" ");
}

/** The outputs that a stack publishes, whole and by key, as {@link formatOutputRead} does. */
export function publishedOutputs(stateKey: string, outputs: ReadonlyMap<string, unknown>): string[] {
  return [...outputs].flatMap(([output, value]) => {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    const keys = isMap ? Object.keys(value) : [];
    return [undefined, ...keys].map((key) => formatOutputRead({ stateKey, output, key }));
  });
}
