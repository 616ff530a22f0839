import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Arguments of a resource. A reference to a resource of any stack is that resource's address. */
export type Values = Readonly<Record<string, unknown>>;

/** A resource or data source as configured. */
export interface TerraformResource {
  /** `<stack>/aws_lb.alb`, `<stack>/data.aws_vpc.main`. */
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Values>>>>;

interface Stack {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

/**
 * Reads Terraform JSON of stacks with references resolved, also across outputs that another stack
 * reads from the state. Other expressions stay as written.
 */
export class TerraformFolder {
  readonly resources: readonly TerraformResource[];
  readonly #stacks: ReadonlyMap<string, Stack>;

  /** @param stacks the parsed files by stack name */
  constructor(stacks: ReadonlyMap<string, Stack>) {
    this.#stacks = stacks;
    this.resources = [...stacks].flatMap(([stack, { resource, data }]) => [
      ...this.#read(stack, resource, ""),
      ...this.#read(stack, data, "data."),
    ]);
  }

  /** Reads the output of `cdktf synth`: a folder for each stack, below `stacks`. */
  static read(folder: string): TerraformFolder {
    const stacks = readdirSync(join(folder, "stacks")).map((name) => {
      const text = readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8");
      return [basename(name), JSON.parse(text) as Stack] as const;
    });
    return new TerraformFolder(new Map(stacks));
  }

  ofType(...types: readonly string[]): TerraformResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** @throws Error if no resource has this address: the reference could not be resolved. */
  at(address: unknown): TerraformResource {
    const found = this.resources.find((resource) => resource.address === address);
    if (found === undefined) throw new Error(`${JSON.stringify(address)} is not a resource of these stacks`);
    return found;
  }

  /** Returns the value of a stack's output; undefined if there is none. */
  output(stack: string, name: string): unknown {
    return this.#resolve(this.#stacks.get(stack)?.output?.[name]?.value, stack);
  }

  #read(stack: string, blocks: Blocks | undefined, prefix: string): TerraformResource[] {
    return Object.entries(blocks ?? {}).flatMap(([type, all]) =>
      Object.entries(all).map(([name, written]) => ({
        address: `${stack}/${prefix}${type}.${name}`,
        type,
        values: this.#resolve(written, stack) as Values,
      })),
    );
  }

  #resolve(value: unknown, stack: string): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#resolve(item, stack));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.#resolve(item, stack)]),
      );
    }
    const expression = typeof value === "string" ? /^\$\{([^{}]+)\}$/.exec(value)?.[1] : undefined;
    return expression === undefined ? value : this.evaluate(expression, stack);
  }

  /** The value of an expression without its `${}`: an address for a resource's attribute. */
  evaluate(expression: string, stack: string): unknown {
    const call = /^element\((.+), (\d+)\)$/.exec(expression);
    if (call !== null) {
      const list = this.evaluate(call[1]!, stack);
      return Array.isArray(list) ? list[Number(call[2]) % list.length] : expression;
    }
    if (expression.includes("(")) return expression;
    const keys = [...expression.matchAll(/"([^"]*)"|[\w-]+/g)].map(([word, quoted]) => quoted ?? word);
    const [first, second, third, , ...rest] = keys;
    if (first !== "data") return `${stack}/${first}.${second}`;
    if (second !== "terraform_remote_state") return `${stack}/data.${second}.${third}`;
    return this.#output(stack, third!, rest);
  }

  /** An output of the stack whose state a `terraform_remote_state` data source reads. */
  #output(stack: string, data: string, [name, ...keys]: readonly string[]): unknown {
    const state = this.#stacks.get(stack)?.data?.terraform_remote_state?.[data];
    if (state === undefined) throw new Error(`${stack} reads no state ${data}`);
    const other = (state.config as { key: string }).key.split("/")[0]!;
    return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], this.output(other, name!));
  }
}
