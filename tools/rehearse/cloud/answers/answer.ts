import type { CallContext, Change } from "../contracts.ts";
import { isGlobalType } from "../global-types.ts";
import type { Block, NestedBlock, TerraformType } from "../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { canonical } from "./canonical.ts";
import { conform, conformBlock, emptyOf, mapValues } from "./defaults.ts";
import { type Facts, type Maker, render } from "./facts.ts";
import { knowledgeOf } from "./knowledge/index.ts";
import { partitionOf } from "./places.ts";
import { hasUnknown, isObject } from "./read.ts";
import { attributeValue } from "./rules/attributes.ts";

/** Where in the resource a value stands. */
interface Place {
  /** Names from the top, without list positions. */
  readonly path: readonly string[];
  /** Keys and positions from the top: what tells elements of one list apart in their hashes. */
  readonly address: string;
  /** The object or block the value stands in. */
  readonly self: ObjectValue;
  /** What stood here before; undefined when nothing did. */
  readonly before: Value | undefined;
}

/** Attributes that AWS counts up or draws anew at each change. */
const RENEWED =
  /^(etag|lock_token|version_id|latest_version|revision|version|policy_version_id|update_time|updated_at|updated_date|last_.*(time|date|at|modified|timestamp)|last_modified|modified_at|qualified_(invoke_)?arn)$/;

/** Lists that have something in them only while something happens. */
const PASSING = /pending|failure|error|warning|progress|latest|last_|listener_endpoint|failover/;

/** One change being answered: fills unknowns one by one, each at most once. */
export class Answer {
  private readonly change: Change & { readonly after: ObjectValue };
  private readonly block: Block;
  private readonly context: CallContext;
  private readonly seed: string;
  private readonly attempt: number;
  private readonly done = new Map<string, Value>();
  private readonly underWay = new Set<string>();

  constructor(
    change: Change & { readonly after: ObjectValue },
    block: Block,
    context: CallContext,
    attempt: number,
  ) {
    this.change = change;
    this.block = block;
    this.context = context;
    this.attempt = attempt;
    const identity = change.before === null ? canonical(change.after) : canonical(change.before.id ?? null);
    this.seed = `${change.type}|${context.account.accountId}|${isGlobalType(change.type) ? "" : context.region}|${attempt}|${identity}`;
  }

  /** The whole resource with every unknown answered. */
  values(): ObjectValue {
    const names = [...Object.keys(this.block.attributes), ...Object.keys(this.block.blocks)];
    const known = names.filter((name) => this.change.after[name] !== undefined);
    return Object.fromEntries(known.map((name) => [name, this.top(name)]));
  }

  /** One top-level attribute or block; one that waits for itself is empty. */
  private top(name: string): Value {
    const ready = this.done.get(name);
    if (ready !== undefined) return ready;
    const planned = this.change.after[name];
    if (planned === undefined) return null;
    if (!hasUnknown(planned)) return planned;
    if (this.underWay.has(name)) return "";
    this.underWay.add(name);
    const place: Place = {
      path: [name],
      address: name,
      self: this.change.after,
      before: this.change.before?.[name],
    };
    const attribute = this.block.attributes[name];
    const nested = this.block.blocks[name];
    const value = attribute
      ? this.attribute(planned, attribute.type, place)
      : nested
        ? this.nested(planned, nested, place)
        : null;
    this.done.set(name, value);
    this.underWay.delete(name);
    return value;
  }

  private attribute(planned: Value, type: TerraformType, place: Place): Value {
    if (planned === UNKNOWN) return this.unknown(type, place);
    if (!hasUnknown(planned) || typeof type === "string") return planned;
    if (Array.isArray(planned)) {
      return planned.map((element, index) =>
        this.attribute(element, elementType(type, index), this.inside(place, index, element)),
      );
    }
    if (!isObject(planned)) return planned;
    return mapValues(planned, (field, key) => {
      const path = type[0] === "object" ? [...place.path, key] : place.path;
      const before = isObject(place.before) ? place.before[key] : undefined;
      return this.attribute(field, fieldType(type, key), {
        path,
        address: `${place.address}.${key}`,
        self: planned,
        before,
      });
    });
  }

  private nested(planned: Value, nested: NestedBlock, place: Place): Value {
    if (planned === UNKNOWN) return this.unknownBlock(nested, place);
    if (Array.isArray(planned)) {
      return planned.map((element, index) =>
        isObject(element) ? this.body(element, nested.block, this.inside(place, index, element)) : element,
      );
    }
    if (!isObject(planned)) return planned;
    if (nested.nesting !== "map") return this.body(planned, nested.block, place);
    return mapValues(planned, (field, key) =>
      isObject(field)
        ? this.body(field, nested.block, { ...place, address: `${place.address}.${key}` })
        : field,
    );
  }

  private body(planned: ObjectValue, block: Block, place: Place): ObjectValue {
    return mapValues(planned, (field, key) => {
      const before = isObject(place.before) ? place.before[key] : undefined;
      const inner: Place = {
        path: [...place.path, key],
        address: `${place.address}.${key}`,
        self: planned,
        before,
      };
      const attribute = block.attributes[key];
      const nested = block.blocks[key];
      if (attribute) return this.attribute(field, attribute.type, inner);
      return nested ? this.nested(field, nested, inner) : field;
    });
  }

  /** The place of one element: addressed by what is known of it, as sets have no order. */
  private inside(place: Place, index: number, element: Value): Place {
    const known = canonical(element);
    const before = Array.isArray(place.before) ? place.before[index] : undefined;
    return { ...place, address: `${place.address}[${known === "" ? index : known}]`, before };
  }

  private unknown(type: TerraformType, place: Place): Value {
    const leaf = place.path.at(-1) ?? "";
    if (place.before !== undefined && place.before !== null && !RENEWED.test(leaf)) {
      return conform(place.before, type);
    }
    const facts = this.facts(place, leaf);
    const known = knowledgeOf(this.change.type)[place.path.join(".")];
    const told = known === undefined ? undefined : this.make(known, facts);
    // Nothing is without an id, not even what a name is missing for.
    const made = told === undefined || (told === "" && leaf === "id") ? attributeValue(facts, type) : told;
    const value = made === undefined ? this.unsaid(type, place) : conform(made, type);
    return hasUnknown(value) ? emptyOf(type) : value;
  }

  /**
   * What no rule makes is empty; but a list in the singular that is AWS's to fill (`cluster_endpoint`) has the one
   * element that users take.
   */
  private unsaid(type: TerraformType, place: Place): Value {
    const [leaf = "", ...inner] = place.path;
    const own = inner.length === 0 ? this.block.attributes[leaf] : undefined;
    if (own?.computed !== true || own.optional || typeof type === "string") return emptyOf(type);
    const element = type[0] === "list" ? type[1] : undefined;
    if (element === undefined || typeof element === "string" || element[0] !== "object") return emptyOf(type);
    if (/[^su]s$/.test(leaf) || PASSING.test(leaf)) return emptyOf(type);
    const fields = Object.keys(element[1]).map((name) => [name, UNKNOWN]);
    return this.attribute([Object.fromEntries(fields)], type, place);
  }

  private unknownBlock(nested: NestedBlock, place: Place): Value {
    if (place.before !== undefined && place.before !== null) return place.before;
    const known = knowledgeOf(this.change.type)[place.path.join(".")];
    const empty: Value = nested.nesting === "map" ? {} : nested.nesting === "single" ? null : [];
    if (known === undefined) return nested.nesting === "group" ? conformBlock({}, nested.block) : empty;
    const made = this.make(known, this.facts(place, place.path.at(-1) ?? ""));
    if (Array.isArray(made)) return made.map((element) => conformBlock(element, nested.block));
    return made === null ? empty : conformBlock(made, nested.block);
  }

  private make(maker: Maker, facts: Facts): Value {
    if (typeof maker === "function") return maker(facts);
    return typeof maker === "string" ? render(maker, facts) : maker;
  }

  private facts(place: Place, leaf: string): Facts {
    const { account, region, nowMs } = this.context;
    return {
      type: this.change.type,
      region,
      partition: partitionOf(region).id,
      accountId: account.accountId,
      account,
      nowMs,
      before: this.change.before,
      self: place.self,
      leaf,
      nested: place.path.length > 1,
      attempt: this.attempt,
      seed: place.path.length > 1 ? `${this.seed}|${place.address}` : this.seed,
      get: (name) => this.top(name),
    };
  }
}

function elementType(type: Exclude<TerraformType, string>, index: number): TerraformType {
  if (type[0] === "tuple") return type[1][index] ?? "dynamic";
  return type[0] === "object" ? "dynamic" : type[1];
}

function fieldType(type: Exclude<TerraformType, string>, key: string): TerraformType {
  if (type[0] === "object") return type[1][key] ?? "dynamic";
  return type[0] === "tuple" ? "dynamic" : type[1];
}
