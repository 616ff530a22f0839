import { Token } from "cdktf";
import fc from "fast-check";
import { isPlainObject } from "../../../language/plain-data.ts";
import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import type { Leaf } from "../../language/support/schema-leaves.ts";
import { shop } from "../../language/support/shop.ts";
import { acceptsText, isFreeText, textLeaves } from "../../language/support/text-leaves.ts";

/** A place of a platform for free text. */
export interface TextPlace {
  readonly path: readonly PropertyKey[];
  readonly leaf: Leaf;
}

const SHOP = resolve(shop, "prod");

/** Texts in each list and record of texts: a budget takes no more. */
const TEXTS_IN_LIST = 10;

/** Every place of the shop for free text, found by the schema. */
export const TEXT_PLACES: readonly TextPlace[] = [
  ...new Map(
    textLeaves()
      .filter(isFreeText)
      .flatMap((leaf) =>
        pathsOf(SHOP, stepsOf(leaf.path)).map((path) => [path.join("."), { path, leaf }] as const),
      ),
  ).values(),
];

/** `platform.alarms.emails[]` in steps: `alarms`, `emails`, `[]`. */
function stepsOf(path: string): string[] {
  return path.match(/\{\}|\[\]|[\w-]+/g)!.slice(1);
}

function pathsOf(data: unknown, [step, ...rest]: readonly string[]): PropertyKey[][] {
  if (step === undefined) return [[]];
  const isLast = rest.length === 0;
  if (step === "[]" || step === "{}") {
    const numbers = [...Array(TEXTS_IN_LIST).keys()];
    if (isLast) return numbers.map((number) => [step === "[]" ? number : `FREE_TEXT_${number}`]);
    return Object.entries(data as object).flatMap(([key, value]) =>
      pathsOf(value, rest).map((path) => [key, ...path]),
    );
  }
  const isThere = isPlainObject(data) && Object.hasOwn(data, step);
  return isThere ? pathsOf(data[step], rest).map((path) => [step, ...path]) : [];
}

/** The shop with a text at each of {@link TEXT_PLACES}, resolved. */
export function shopWithTexts(texts: readonly string[]): Platform {
  const { environment, account, ...base } = structuredClone(SHOP);
  for (const [index, { path }] of TEXT_PLACES.entries()) {
    const above = path.slice(0, -1).reduce<unknown>((data, key) => Reflect.get(data as object, key), base);
    Reflect.set(above as object, path.at(-1)!, texts[index]);
  }
  return resolve({ ...base, environments: { [environment]: { account } } } as PlatformSpec, environment);
}

/** For each of {@link TEXT_PLACES}, a text that is recognised wherever it comes out. */
export const MARKERS: readonly string[] = fitting(TEXT_PLACES.map((_, index) => `marker${index}x`));

/** Texts changed to what their places take: made an address, each once, or cut short. */
function fitting(texts: readonly string[]): string[] {
  return TEXT_PLACES.map(({ leaf }, index) => {
    const text = texts[index]!;
    const forms = [text, `${text.replace(/[\s@]/g, "")}${index}@b.co`, [...text].slice(0, 25).join("")];
    return (forms.find((form) => acceptsText(leaf, form)) ?? ".").normalize("NFC");
  });
}

/** The forms of a cdktf token: in a text, a list, a map's key and as a number. */
function ownTokens(): string[] {
  const token = { creationStack: [], resolve: () => "resolved", toString: () => "token" };
  return [
    Token.asString(token),
    Token.asList(token)[0]!,
    Object.keys(Token.asStringMap(token))[0]!,
    String(Token.asNumber(token)),
  ];
}

/** Pieces of text that mean something to Terraform, cdktf, JSON or Unicode. */
const PIECES: readonly string[] = [
  ...[
    "$",
    "%",
    "{",
    "}",
    "~",
    "${",
    "%{",
    "$${",
    "%%{",
    "$$${",
    "${~",
    "%{~",
    '"',
    "\\",
    "\\u0041",
    "'",
    "`",
  ],
  ..."${HOST},%{message},${1+1},${aws_vpc.main.id},${local.x},%{if true}%{endif},%{ for x in [1] }".split(
    ",",
  ),
  '${file("/etc/passwd")}',
  '"${aws_vpc.x.id}"',
  '"}],"x":"${aws_vpc.x.id}',
  ...["\n", "\r\n", "\t", "\0", "\u2028", "\uFEFF", "e\u0301", "é", "😀", "#", "&", "//", "<<EOT\n", " "],
  ...["-8.2e298", "-8.2", "e298", "-", "1", ".", "String Map Token Value", "Any Map Token Value"],
  ...["${TfToken[TOKEN.0]}", "${TfToken[none]}", "#{TfToken[none]}", "&{TfToken[none]}"],
  ...ownTokens(),
];

/** Texts of any characters in Unicode's composed form, made of dangerous pieces and of others. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((all) => all.join("")),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  )
  .map((text) => text.normalize("NFC"));

/** A text for each of {@link TEXT_PLACES}. */
export const textsForAll: fc.Arbitrary<string[]> = fc
  .array(anyText, { minLength: TEXT_PLACES.length, maxLength: TEXT_PLACES.length })
  .map(fitting);
