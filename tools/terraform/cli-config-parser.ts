/** A value of a CLI configuration: a block is an object, repeated blocks are a list of objects. */
export type ConfigValue = string | number | boolean | ConfigObject | readonly ConfigValue[];

/** A body: attributes and blocks by name. */
export interface ConfigObject {
  readonly [name: string]: ConfigValue;
}

/**
 * Parses a Terraform CLI configuration, in HCL or in its JSON form: attributes, blocks, strings,
 * lists, maps and comments. It has no expressions, so nothing is evaluated. Throws `SyntaxError`
 * for invalid syntax.
 * https://developer.hashicorp.com/terraform/cli/config/config-file
 */
export function parseCliConfig(text: string): ConfigObject {
  if (text.trimStart().startsWith("{")) return JSON.parse(text) as ConfigObject;
  return parseBody(new Tokens(text), undefined);
}

/** Returns the values of an attribute, whether it is a single value, a list or missing. */
export function configValuesOf(value: ConfigValue | undefined): readonly ConfigValue[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** Returns the blocks of a given name. */
export function configBlocksOf(body: ConfigObject, name: string): readonly ConfigObject[] {
  return configValuesOf(body[name]).filter(
    (value) => typeof value === "object" && !isList(value),
  ) as ConfigObject[];
}

function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

const TOKEN =
  /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_][\w.-]*|[{}[\]=,]/;

/** The tokens of a text, without spaces and comments. */
class Tokens {
  readonly #tokens: string[] = [];
  #next = 0;

  constructor(text: string) {
    const pattern = new RegExp(TOKEN, "y");
    while (pattern.lastIndex < text.length) {
      const start = pattern.lastIndex;
      const token = pattern.exec(text)?.[0];
      if (token === undefined) {
        throw new SyntaxError(`Cannot read the configuration at "${text.slice(start, start + 20)}".`);
      }
      if (!/^(\s|#|\/)/.test(token)) this.#tokens.push(token);
    }
  }

  peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  take(): string | undefined {
    return this.#tokens[this.#next++];
  }

  /** Consumes the next token if it matches. Returns true if it did. */
  skip(token: string): boolean {
    if (this.peek() !== token) return false;
    this.#next += 1;
    return true;
  }
}

function parseBody(tokens: Tokens, end: "}" | undefined): ConfigObject {
  const body: Record<string, ConfigValue> = {};
  while (tokens.peek() !== end) {
    const name = parseName(tokens.take());
    if (tokens.skip("=")) {
      body[name] = parseValue(tokens);
    } else {
      body[name] = [...configValuesOf(body[name]), parseBlock(tokens)];
    }
    tokens.skip(",");
  }
  tokens.take();
  return body;
}

/** Parses a block. Its labels become nested names, as in the JSON form. */
function parseBlock(tokens: Tokens): ConfigObject {
  if (tokens.skip("{")) return parseBody(tokens, "}");
  return { [parseName(tokens.take())]: [parseBlock(tokens)] };
}

function parseValue(tokens: Tokens): ConfigValue {
  const token = tokens.take();
  if (token === "{") return parseBody(tokens, "}");
  if (token === "[") {
    const items: ConfigValue[] = [];
    while (!tokens.skip("]")) {
      items.push(parseValue(tokens));
      tokens.skip(",");
    }
    return items;
  }
  if (token === "true" || token === "false") return token === "true";
  if (token?.startsWith('"')) return unquote(token);
  if (token !== undefined && /^-?\d/.test(token)) return Number(token);
  throw new SyntaxError(`Cannot read the configuration: a value is missing at "${token ?? "its end"}".`);
}

function parseName(token: string | undefined): string {
  if (token?.startsWith('"')) return unquote(token);
  if (token !== undefined && /^[A-Za-z_]/.test(token)) return token;
  throw new SyntaxError(`Cannot read the configuration: a name is missing at "${token ?? "its end"}".`);
}

function unquote(token: string): string {
  return JSON.parse(token) as string;
}
