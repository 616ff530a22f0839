import { Token } from "cdktf";
import fc from "fast-check";
import { isPlainObject } from "../../../language/plain-data.ts";
import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import type { Leaf } from "../../language/support/schema-leaves.ts";
import { shop } from "../../language/support/shop.ts";
import { acceptsText, isFreeText, textLeaves } from "../../language/support/text-leaves.ts";
import { anyCodePoint } from "../../support/any-character.ts";

/** A path of the shop that accepts free text. */
export interface FreeTextPath {
  readonly path: readonly PropertyKey[];
  readonly leaf: Leaf;
}

const SHOP = resolve(shop, "prod");

/** The number of texts in each list and record, the maximum of a budget's addresses. */
const TEXTS_IN_LIST = 10;

/** Every path of the shop that accepts free text, by the schema. */
export const FREE_TEXT_PATHS: readonly FreeTextPath[] = [
  ...new Map(
    textLeaves()
      .filter(isFreeText)
      .flatMap((leaf) =>
        pathsOf(SHOP, stepsOf(leaf.path)).map((path) => [path.join("."), { path, leaf }] as const),
      ),
  ).values(),
];

/** Splits `platform.alarms.emails[]` into steps: `alarms`, `emails`, `[]`. */
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
  const exists = isPlainObject(data) && Object.hasOwn(data, step);
  return exists ? pathsOf(data[step], rest).map((path) => [step, ...path]) : [];
}

/** The shop with a text at each of {@link FREE_TEXT_PATHS}, resolved. */
export function shopWithTexts(texts: readonly string[]): Platform {
  const { environment, account, ...base } = structuredClone(SHOP);
  for (const [index, { path }] of FREE_TEXT_PATHS.entries()) {
    const parent = path.slice(0, -1).reduce<unknown>((data, key) => Reflect.get(data as object, key), base);
    Reflect.set(parent as object, path.at(-1)!, texts[index]);
  }
  return resolve({ ...base, environments: { [environment]: { account } } } as PlatformSpec, environment);
}

/** A unique text for each of {@link FREE_TEXT_PATHS}, to find it in the output. */
export const MARKERS: readonly string[] = adaptTexts(FREE_TEXT_PATHS.map((_, index) => `marker${index}x`));

/** Adapts texts to their paths: as they are, as unique e-mail addresses, or shortened. */
function adaptTexts(texts: readonly string[]): string[] {
  return FREE_TEXT_PATHS.map(({ leaf }, index) => {
    const text = texts[index]!;
    const forms = [text, `${text.replace(/[\s@]/g, "")}${index}@b.co`, [...text].slice(0, 25).join("")];
    return (forms.find((form) => acceptsText(leaf, form)) ?? ".").normalize("NFC");
  });
}

/** The string forms of cdktf tokens: of a text, a list, a map's key and a number. */
function cdktfTokens(): string[] {
  const token = { creationStack: [], resolve: () => "resolved", toString: () => "token" };
  return [
    Token.asString(token),
    Token.asList(token)[0]!,
    Object.keys(Token.asStringMap(token))[0]!,
    String(Token.asNumber(token)),
  ];
}

/** Pieces of text with a special meaning in Terraform, cdktf, JSON or Unicode. */
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
  ...cdktfTokens(),
];

/** Texts in Unicode NFC, of special pieces or of any characters. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((all) => all.join("")),
    },
    { weight: 1, arbitrary: fc.string({ unit: anyCodePoint, maxLength: 30 }) },
  )
  // A lone carriage return is rejected.
  .map((text) => text.replaceAll(/\r(?!\n)/g, "").normalize("NFC"));

/** A text for each of {@link FREE_TEXT_PATHS}. */
export const textsForAll: fc.Arbitrary<string[]> = fc
  .array(anyText, { minLength: FREE_TEXT_PATHS.length, maxLength: FREE_TEXT_PATHS.length })
  .map(adaptTexts);
