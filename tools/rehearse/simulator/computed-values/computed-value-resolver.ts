import { partitionOfRegion } from "../../../../aws/regions.ts";
import { isGlobalType } from "../../../../aws/services.ts";
import { emptyValueOfType, normalizeToBlock, normalizeToType } from "../normalize-to-schema.ts";
import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "../schema.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { CallContext, ResourceChange } from "../simulator-types.ts";
import {
  containsUnknown,
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../terraform-value.ts";
import { emptyNestedBlock, mapElements, mapNestedBodies, mapObjectValue } from "../walk-schema.ts";
import { valueByAttributeName } from "./attribute-rules/attributes.ts";
import { canonicalText } from "./canonical-text.ts";
import {
  renderTemplate,
  type ValueContext,
  type ValueGenerator,
  type ValueGenerators,
} from "./value-context.ts";

/** The location of a value within the resource. */
interface ValueLocation {
  /** Names from the top level down, without list indexes. */
  readonly path: readonly string[];
  /**
   * Keys and indexes from the top level down: they distinguish the elements of a list in hashes.
   */
  readonly address: string;
  /** The object or block that contains the value. */
  readonly self: ObjectValue;
  /** The previous value at this location; undefined if there was none. */
  readonly before: TerraformValue | undefined;
}

/** Attributes that AWS increments or regenerates at each change. */
const RECOMPUTED_ON_UPDATE =
  /^(etag|lock_token|version_id|latest_version|revision|version|policy_version_id|update_time|updated_at|updated_date|last_.*(time|date|at|modified|timestamp)|last_modified|modified_at|qualified_(invoke_)?arn)$/;

/** Lists that are empty except while an operation is in progress. */
const TRANSIENT_LISTS = /pending|failure|error|warning|progress|latest|last_|listener_endpoint|failover/;

/** Resolves the unknowns of one change, each at most once. */
export class ComputedValueResolver {
  readonly #change: ResourceChange & { readonly after: ObjectValue };
  readonly #block: SchemaBlock;
  readonly #context: CallContext;
  readonly #generators: ValueGenerators;
  readonly #seed: string;
  readonly #attempt: number;
  readonly #resolved = new Map<string, TerraformValue>();
  readonly #inProgress = new Set<string>();

  constructor(
    change: ResourceChange & { readonly after: ObjectValue },
    block: SchemaBlock,
    context: CallContext,
    attempt: number,
  ) {
    this.#change = change;
    this.#block = block;
    this.#context = context;
    this.#attempt = attempt;
    this.#generators = typeDefinition(change.type).values ?? {};
    const identity =
      change.before === null ? canonicalText(change.after) : canonicalText(change.before.id ?? null);
    this.#seed = `${change.type}|${context.account.accountId}|${isGlobalType(change.type) ? "" : context.region}|${attempt}|${identity}`;
  }

  /** The complete resource with every unknown resolved. */
  resolveAll(): ObjectValue {
    const names = [...Object.keys(this.#block.attributes), ...Object.keys(this.#block.blocks)];
    const generator = names.filter((name) => this.#change.after[name] !== undefined);
    return Object.fromEntries(generator.map((name) => [name, this.#resolveTopLevel(name)]));
  }

  /** Resolves one top-level attribute or block; a circular dependency yields an empty value. */
  #resolveTopLevel(name: string): TerraformValue {
    const resolvedValue = this.#resolved.get(name);
    if (resolvedValue !== undefined) return resolvedValue;
    const planned = this.#change.after[name];
    if (planned === undefined) return null;
    if (!containsUnknown(planned)) return planned;
    if (this.#inProgress.has(name)) return "";
    this.#inProgress.add(name);
    const location: ValueLocation = {
      path: [name],
      address: name,
      self: this.#change.after,
      before: this.#change.before?.[name],
    };
    const attribute = this.#block.attributes[name];
    const nested = this.#block.blocks[name];
    const value = attribute
      ? this.#resolveAttribute(planned, attribute.type, location)
      : nested
        ? this.#resolveNestedBlock(planned, nested, location)
        : null;
    this.#resolved.set(name, value);
    this.#inProgress.delete(name);
    return value;
  }

  #resolveAttribute(planned: TerraformValue, type: TerraformType, location: ValueLocation): TerraformValue {
    if (planned === UNKNOWN) return this.#resolveUnknown(type, location);
    if (!containsUnknown(planned)) return planned;
    return mapElements(type, planned, (element, elementType, key) => {
      const inner =
        typeof key === "number"
          ? this.#elementLocation(location, key, element)
          : this.#fieldLocation(location, key, planned, type[0] === "object");
      return this.#resolveAttribute(element, elementType, inner);
    });
  }

  #resolveNestedBlock(
    planned: TerraformValue,
    nested: SchemaNestedBlock,
    location: ValueLocation,
  ): TerraformValue {
    if (planned === UNKNOWN) return this.#resolveUnknownBlock(nested, location);
    return mapNestedBodies(nested, planned, (body, key) => {
      if (typeof key === "number")
        return this.#resolveBlockBody(body, nested.block, this.#elementLocation(location, key, body));
      const address = key === "" ? location.address : `${location.address}.${key}`;
      return this.#resolveBlockBody(body, nested.block, { ...location, address });
    });
  }

  #resolveBlockBody(planned: ObjectValue, block: SchemaBlock, location: ValueLocation): ObjectValue {
    return mapObjectValue(planned, (field, key) => {
      const inner = this.#fieldLocation(location, key, planned, true);
      const attribute = block.attributes[key];
      const nested = block.blocks[key];
      if (attribute) return this.#resolveAttribute(field, attribute.type, inner);
      return nested ? this.#resolveNestedBlock(field, nested, inner) : field;
    });
  }

  /** The location of a field; its name is part of the path unless it is the key of a map. */
  #fieldLocation(
    location: ValueLocation,
    key: string,
    self: TerraformValue,
    isNamed: boolean,
  ): ValueLocation {
    return {
      path: isNamed ? [...location.path, key] : location.path,
      address: `${location.address}.${key}`,
      self: isObjectValue(self) ? self : {},
      before: isObjectValue(location.before) ? location.before[key] : undefined,
    };
  }

  /** The location of one element, addressed by its known values, since sets have no order. */
  #elementLocation(location: ValueLocation, index: number, element: TerraformValue): ValueLocation {
    const generator = canonicalText(element);
    const before = Array.isArray(location.before) ? location.before[index] : undefined;
    return { ...location, address: `${location.address}[${generator === "" ? index : generator}]`, before };
  }

  #resolveUnknown(type: TerraformType, location: ValueLocation): TerraformValue {
    const attributeName = location.path.at(-1) ?? "";
    if (
      location.before !== undefined &&
      location.before !== null &&
      !RECOMPUTED_ON_UPDATE.test(attributeName)
    ) {
      return normalizeToType(location.before, type);
    }
    const context = this.#valueContext(location, attributeName);
    const generator = this.#generators[location.path.join(".")];
    const generated = generator === undefined ? undefined : this.#generateValue(generator, context);
    // Every resource needs an ID, even if the value it is derived from is missing.
    const candidate =
      generated === undefined || (generated === "" && attributeName === "id")
        ? valueByAttributeName(context, type)
        : generated;
    const value =
      candidate === undefined
        ? this.#valueWithoutGenerator(type, location)
        : normalizeToType(candidate, type);
    return containsUnknown(value) ? emptyValueOfType(type) : value;
  }

  /**
   * The value of an attribute without a generator: empty, except for a computed list with a
   * singular name (`cluster_endpoint`), which gets the one element that users refer to.
   */
  #valueWithoutGenerator(type: TerraformType, location: ValueLocation): TerraformValue {
    const [attributeName = "", ...inner] = location.path;
    const topLevelAttribute = inner.length === 0 ? this.#block.attributes[attributeName] : undefined;
    if (topLevelAttribute?.computed !== true || topLevelAttribute.optional || typeof type === "string")
      return emptyValueOfType(type);
    const element = type[0] === "list" ? type[1] : undefined;
    if (element === undefined || typeof element === "string" || element[0] !== "object")
      return emptyValueOfType(type);
    if (/[^su]s$/.test(attributeName) || TRANSIENT_LISTS.test(attributeName)) return emptyValueOfType(type);
    const fields = Object.keys(element[1]).map((name) => [name, UNKNOWN]);
    return this.#resolveAttribute([Object.fromEntries(fields)], type, location);
  }

  #resolveUnknownBlock(nested: SchemaNestedBlock, location: ValueLocation): TerraformValue {
    if (location.before !== undefined && location.before !== null) return location.before;
    const generator = this.#generators[location.path.join(".")];
    const empty = emptyNestedBlock(nested);
    if (generator === undefined)
      return nested.nesting === "group" ? normalizeToBlock({}, nested.block) : empty;
    const candidate = this.#generateValue(
      generator,
      this.#valueContext(location, location.path.at(-1) ?? ""),
    );
    if (Array.isArray(candidate)) return candidate.map((element) => normalizeToBlock(element, nested.block));
    return candidate === null ? empty : normalizeToBlock(candidate, nested.block);
  }

  #generateValue(generator: ValueGenerator, context: ValueContext): TerraformValue {
    if (typeof generator === "function") return generator(context);
    return typeof generator === "string" ? renderTemplate(generator, context) : generator;
  }

  #valueContext(location: ValueLocation, attributeName: string): ValueContext {
    const { account, region, nowMs } = this.#context;
    return {
      type: this.#change.type,
      region,
      partition: partitionOfRegion(region).id,
      accountId: account.accountId,
      account,
      nowMs,
      before: this.#change.before,
      self: location.self,
      attributeName,
      isNested: location.path.length > 1,
      attempt: this.#attempt,
      seed: location.path.length > 1 ? `${this.#seed}|${location.address}` : this.#seed,
      resolve: (name) => this.#resolveTopLevel(name),
    };
  }
}
