/** Patterns of actions, indexed by their service: a clause may have thousands. */
export interface ActionIndex {
  /** True if a pattern matches an action in lower case. */
  matches(action: string): boolean;
  /** True if all actions of a service match, or none does. */
  isUniformFor(service: string): boolean;
}

const INDEXES = new WeakMap<readonly string[], ActionIndex>();

/** Indexes patterns in lower case, once for each list. */
export function indexActions(patterns: readonly string[]): ActionIndex {
  const known = INDEXES.get(patterns);
  if (known !== undefined) return known;
  const made = new PatternsByService(patterns);
  INDEXES.set(patterns, made);
  return made;
}

class PatternsByService implements ActionIndex {
  /** True if one pattern matches everything. */
  readonly #isAll: boolean;
  /** Actions without a wildcard. */
  readonly #names = new Set<string>();
  /** Patterns of one service each. */
  readonly #patterns = new Map<string, RegExp[]>();
  /** Services of which all actions match. */
  readonly #whole = new Set<string>();
  /** Services that a pattern names. */
  readonly #services = new Set<string>();
  /** Patterns whose service has a wildcard. */
  readonly #wide: RegExp[] = [];

  constructor(patterns: readonly string[]) {
    this.#isAll = patterns.some((pattern) => /^\*(?::\*)?$/.test(pattern));
    for (const pattern of patterns) {
      const service = actionService(pattern);
      if (/[*?]/.test(service)) {
        this.#wide.push(compiledPattern(pattern));
        continue;
      }
      this.#services.add(service);
      if (pattern === `${service}:*`) this.#whole.add(service);
      if (!/[*?]/.test(pattern)) this.#names.add(pattern);
      else this.#patterns.set(service, [...(this.#patterns.get(service) ?? []), compiledPattern(pattern)]);
    }
  }

  matches(action: string): boolean {
    if (this.#isAll || this.#names.has(action)) return true;
    const own = this.#patterns.get(actionService(action)) ?? [];
    return own.some((pattern) => pattern.test(action)) || this.#wide.some((pattern) => pattern.test(action));
  }

  isUniformFor(service: string): boolean {
    if (this.#isAll || this.#whole.has(service)) return true;
    return this.#wide.length === 0 && !this.#services.has(service);
  }
}

/** Returns the service of an action, or of a pattern of actions. */
export function actionService(action: string): string {
  const colon = action.indexOf(":");
  return colon < 0 ? action : action.slice(0, colon);
}

const COMPILED = new Map<string, RegExp>();

/** Compiles a pattern of actions: a regular expression, since the list has 22,000 actions. */
export function compiledPattern(pattern: string): RegExp {
  const known = COMPILED.get(pattern);
  if (known !== undefined) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const made = new RegExp(`^${source}$`, "s");
  COMPILED.set(pattern, made);
  return made;
}
