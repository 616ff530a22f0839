/** One resource in a Terraform state. */
export interface StateResource {
  /**
   * `aws_subnet.main_subnet-public-us-east-1a_24433A94`, `module.net.aws_vpc.main`.
   * Data sources have `data.` before the type.
   */
  readonly address: string;
  /** The resource type: `aws_subnet`. */
  readonly type: string;
  /** `data` for a data source. */
  readonly mode: "managed" | "data";
  /** The values of its arguments and attributes. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The addresses of the resources that it depends on. */
  readonly dependencies: readonly string[];
}

/** One stack's state. */
export interface StackState {
  /** The stack's name. */
  readonly stack: string;
  /** Every instance of every resource and data source. */
  readonly resources: readonly StateResource[];
  /** Outputs, without the values of sensitive ones. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface StateFile {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources?: readonly {
    readonly mode: "managed" | "data";
    /** The module instance that contains it: `module.net["a"]`. @default the root module */
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes?: Readonly<Record<string, unknown>>;
      readonly dependencies?: readonly string[];
    }[];
  }[];
}

/** Reads a Terraform state file (version 4). */
export function parseStateFile(stack: string, text: string): StackState {
  const file = JSON.parse(text) as StateFile;
  const resources = (file.resources ?? []).flatMap(({ mode, module, type, name, instances }) =>
    instances.map((instance): StateResource => {
      const index = instance.index_key === undefined ? "" : `[${JSON.stringify(instance.index_key)}]`;
      return {
        address: `${module === undefined ? "" : `${module}.`}${mode === "data" ? "data." : ""}${type}.${name}${index}`,
        type,
        mode,
        attributes: instance.attributes ?? {},
        dependencies: instance.dependencies ?? [],
      };
    }),
  );
  const outputs = Object.entries(file.outputs ?? {}).map(([name, { value, sensitive }]) => [
    name,
    sensitive === true ? "(sensitive)" : value,
  ]);
  return { stack, resources, outputs: Object.fromEntries(outputs) as Record<string, unknown> };
}
