/** A request, as the evaluator and the proofs name its parts. */
export interface JudgedRequest {
  readonly requester: string;
  readonly action: string;
  readonly resource: string;
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/** A statement in JSON, of the forms that the tests write. */
export type JsonStatement = {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/**
 * Judges one request by policies in JSON, by the rules of IAM and with nothing of the code under
 * test: an explicit Deny wins, then an Allow, else it is denied.
 */
export function isRequestAllowed(
  request: JudgedRequest,
  statements: readonly JsonStatement[],
  boundary?: readonly JsonStatement[],
): boolean {
  const applying = [...statements].filter((statement) => appliesTo(statement, request));
  if (applying.some(({ Effect }) => Effect === "Deny")) return false;
  if (!applying.some(({ Effect }) => Effect === "Allow")) return false;
  return boundary === undefined || isRequestAllowed(request, boundary);
}

function appliesTo(
  statement: JsonStatement,
  { requester, action, resource, context }: JudgedRequest,
): boolean {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition = {} } = statement;
  const acts = list(Action ?? NotAction).some((glob) => isLike(action.toLowerCase(), glob.toLowerCase()));
  if (acts !== (Action !== undefined)) return false;
  if (Resource !== undefined || NotResource !== undefined) {
    const isNamed = list(Resource ?? NotResource).some((glob) => isLike(resource, glob));
    if (isNamed !== (Resource !== undefined)) return false;
  }
  const principal = Principal ?? NotPrincipal;
  if (principal !== undefined && isPrincipal(principal, requester) !== (Principal !== undefined))
    return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      holds(operator, list(values), context.get(key.toLowerCase())),
    ),
  );
}

function isPrincipal(principal: NonNullable<JsonStatement["Principal"]>, requester: string): boolean {
  if (typeof principal === "string") return true;
  return Object.entries(principal).some(([kind, names]) =>
    list(names).some((name) => {
      if (kind === "AWS" && name === "*") return true;
      if (name === "*") return requester.startsWith(`${kind}:`);
      const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
      if (account === undefined) return requester === `${kind}:${name}`;
      return new RegExp(`^AWS:arn:[^]*:(iam|sts)::${account}:`).test(requester);
    }),
  );
}

function holds(operator: string, wanted: readonly string[], given: readonly string[] | undefined): boolean {
  const value = given?.[0];
  switch (operator) {
    case "StringEquals":
      return value !== undefined && wanted.includes(value);
    case "StringNotEquals":
      return value === undefined || !wanted.includes(value);
    case "StringLike":
      return value !== undefined && wanted.some((glob) => isLike(value, glob));
    case "StringEqualsIfExists":
      return value === undefined || wanted.includes(value);
    case "Bool":
      return value !== undefined && wanted.includes(value);
    case "Null":
      return wanted.includes(String(value === undefined));
    case "NumericLessThan":
      return value !== undefined && wanted.some((bound) => Number(value) < Number(bound));
    case "IpAddress":
      return value !== undefined && wanted.some((range) => isInRange(value, range));
    case "NotIpAddress":
      return value === undefined || !wanted.some((range) => isInRange(value, range));
    case "ForAllValues:StringEquals":
      return (given ?? []).every((each) => wanted.includes(each));
    case "ForAnyValue:StringEquals":
      return (given ?? []).some((each) => wanted.includes(each));
    default:
      throw new Error(`the evaluator does not know ${operator}`);
  }
}

function isInRange(address: string, range: string): boolean {
  if (address.includes(":")) return false;
  const [base = "", bits = "32"] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** Matches by trying every length of each `*`. */
export function isLike(text: string, glob: string): boolean {
  if (glob === "") return text === "";
  if (glob[0] === "*") return isLike(text, glob.slice(1)) || (text !== "" && isLike(text.slice(1), glob));
  return text !== "" && (glob[0] === "?" || glob[0] === text[0]) && isLike(text.slice(1), glob.slice(1));
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}
