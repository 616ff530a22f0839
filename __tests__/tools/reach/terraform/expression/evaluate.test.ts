import fc from "fast-check";
import { EvaluationContext } from "../../../../../tools/reach/terraform/configuration/evaluation-context.ts";
import { evaluate } from "../../../../../tools/reach/terraform/expression/evaluate.ts";
import {
  followPath,
  InvalidValue,
  NamesScope,
  type Scope,
} from "../../../../../tools/reach/terraform/expression/scope.ts";
import { parseTemplate } from "../../../../../tools/reach/terraform/expression/template.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../../../../../tools/reach/terraform/value.ts";
import { anyCodePoint } from "../../../../support/any-character.ts";
import { EXAMPLES } from "../support/examples.ts";

const CONTEXT = new EvaluationContext();
const ROOT_SCOPE: Scope = {
  resolve: (root, path) => followPath(new Reference(`net/${root}.${path[0]}`, []), path.slice(1), ROOT_SCOPE),
  attribute: (address, path) => new Reference(address, path),
  configured: (reference) => reference,
  parse: (text) => CONTEXT.parse(text),
};

/** Evaluates a template. Other names than the given ones are resources without configuration. */
function evaluateTemplate(template: string, names: Readonly<Record<string, Value>> = {}): Value {
  const parsed = CONTEXT.parse(template);
  return parsed instanceof Unknown
    ? parsed
    : evaluate(parsed, new NamesScope(ROOT_SCOPE, new Map(Object.entries(names))));
}

const ref = (address: string, ...path: (string | number)[]) => new Reference(`net/${address}`, path);

describe.each(Object.entries(EXAMPLES))("%s", (_, examples) => {
  it.each(examples)("%s", (expression, value) => {
    expect(evaluateTemplate(`\${${expression}}`)).toEqual(value);
  });
});

describe("references", () => {
  it.each<[string, Value]>([
    ["${aws_vpc.a.id}", ref("aws_vpc.a", "id")],
    ["${aws_lb.a.access_logs[0].bucket}", ref("aws_lb.a", "access_logs", 0, "bucket")],
    ["${aws_lb.a.x.0.y}", ref("aws_lb.a", "x", 0, "y")],
    ["${[aws_vpc.a.id, aws_vpc.b.id]}", [ref("aws_vpc.a", "id"), ref("aws_vpc.b", "id")]],
    ['${concat([aws_vpc.a.id], ["x"])}', [ref("aws_vpc.a", "id"), "x"]],
    ["${flatten([[aws_vpc.a.id], aws_vpc.b.id])}", [ref("aws_vpc.a", "id"), ref("aws_vpc.b", "id")]],
    ["${toset([aws_vpc.a.id, aws_vpc.a.id])}", [ref("aws_vpc.a", "id")]],
    ["${distinct([aws_vpc.a.id, aws_vpc.a.id])}", [ref("aws_vpc.a", "id")]],
    ["${element([aws_vpc.a.id], 2)}", ref("aws_vpc.a", "id")],
    ["${merge({a = aws_vpc.a.id}, {b = 1}).a}", ref("aws_vpc.a", "id")],
    ['${lookup({a = aws_vpc.a.id}, "a")}', ref("aws_vpc.a", "id")],
    ["${values({a = aws_vpc.a.id})[0]}", ref("aws_vpc.a", "id")],
    ['${zipmap(["k"], [aws_vpc.a.id])}', { k: ref("aws_vpc.a", "id") }],
    ["${coalesce(null, aws_vpc.a.id)}", ref("aws_vpc.a", "id")],
    ["${one([aws_vpc.a.id])}", ref("aws_vpc.a", "id")],
    ["${try(aws_vpc.a.id, 1)}", ref("aws_vpc.a", "id")],
    ["${tostring(aws_vpc.a.id)}", ref("aws_vpc.a", "id")],
    ["${[for v in [aws_vpc.a, aws_vpc.b] : v.id]}", [ref("aws_vpc.a", "id"), ref("aws_vpc.b", "id")]],
    ["${[aws_vpc.a, aws_vpc.b][*].id}", [ref("aws_vpc.a", "id"), ref("aws_vpc.b", "id")]],
    ["${aws_vpc.a[*].id}", [ref("aws_vpc.a", "id")]],
    ["${aws_vpc.a.id == aws_vpc.a.id}", true],
    ["${aws_vpc.a.id == aws_vpc.b.id}", false],
    ["${aws_vpc.a.id == null}", false],
    ["${length([aws_vpc.a.id])}", 1],
    ["${contains([aws_vpc.a.id], aws_vpc.a.id)}", true],
    ["${setsubtract([aws_vpc.a.id, aws_vpc.b.id], [aws_vpc.a.id])}", [ref("aws_vpc.b", "id")]],
    ["${false && aws_vpc.a.enabled}", false],
    ["${aws_vpc.a.enabled || true}", true],
  ])("%s", (template, value) => {
    expect(evaluateTemplate(template)).toEqual(value);
  });
});

describe("an unknown value", () => {
  const late = "net/aws_vpc.a.id is known only after deployment";
  it.each([
    ["vpc ${aws_vpc.a.id}", late],
    [
      "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 0)}",
      "net/aws_vpc.a.ipv6_cidr_block is known only after deployment",
    ],
    ["${aws_vpc.a.id ? 1 : 2}", late],
    ["${aws_vpc.a.id + 1}", late],
    ["${!aws_vpc.a.id}", late],
    ["${upper(aws_vpc.a.id)}", late],
    ["${sort([aws_vpc.a.id])}", late],
    ["${toset(aws_vpc.a.list)}", "net/aws_vpc.a.list is known only after deployment"],
    ["${aws_vpc.a.list[*].x}", "net/aws_vpc.a.list is known only after deployment"],
    ["${[for x in aws_vpc.a.list : x]}", "net/aws_vpc.a.list is known only after deployment"],
    ["${[for x in [1] : x if aws_vpc.a.on]}", "net/aws_vpc.a.on is known only after deployment"],
    ["${{(aws_vpc.a.id) = 1}}", late],
    ["${[1, 2][aws_vpc.a.id]}", late],
    ["${aws_vpc.a.cidr_block == null}", "net/aws_vpc.a.cidr_block is known only after deployment"],
    ["${aws_vpc.a.id == data.aws_vpc.b.id}", late],
    ['${templatefile("a", {})}', "the function templatefile is not supported"],
    ['${provider::aws::arn_parse("a")}', "the function provider::aws::arn_parse is not supported"],
    [
      '${replace("a", "/a/", "b")}',
      "the function replace is not supported: it searches with a regular expression",
    ],
    ["${max()}", "max: it needs at least one number"],
    ['${cidrsubnet("10.0.0.0/30", 8, 0)}', "cidrsubnet: 10.0.0.0/30 has no room for 8 more bits"],
    ['${cidrsubnet("999.1.1.1/16", 8, 0)}', 'cidrsubnet: "999.1.1.1/16" is not a CIDR block'],
    ["${{}.a}", 'there is no "a" in it'],
    ["${a b}", '"${a b}" cannot be parsed: a closing brace is missing'],
    ["${(1}", '"${(1}" cannot be parsed: expected ) before "}"'],
    ["%{ if true }", '"%{ if true }" cannot be parsed: endif is missing'],
    ["%{ endif }", '"%{ endif }" cannot be parsed: endif without a matching opening directive'],
    [`\${${"(".repeat(100)}`, /cannot be parsed: it is nested too deeply$/],
  ])("has a reason: %s", (template, why) => {
    const value = evaluateTemplate(template);
    expect(value).toBeInstanceOf(Unknown);
    if (typeof why === "string") expect((value as Unknown).why).toBe(why);
    else expect((value as Unknown).why).toMatch(why);
  });

  it("keeps the known parts of a text", () => {
    const value = evaluateTemplate('{"a":"${aws_vpc.a.id}-${"b"}","c":"${nothing()}"}');
    expect((value as Unknown).partial).toBe('{"a":"${net/aws_vpc.a.id}-b","c":"${unknown}"}');
    const braced = evaluateTemplate("$${net/aws_vpc.b.id} ${aws_vpc.a.id}");
    expect((braced as Unknown).partial).toBe("$${net/aws_vpc.b.id} ${net/aws_vpc.a.id}");
  });

  it("is distinguished from an invalid value", () => {
    expect(evaluateTemplate("${{}.a}")).toBeInstanceOf(InvalidValue);
    expect(evaluateTemplate("${upper(aws_vpc.a.id)}")).not.toBeInstanceOf(InvalidValue);
    expect(evaluateTemplate("${try(upper(aws_vpc.a.id), 1)}")).toBeInstanceOf(Unknown);
    expect(evaluateTemplate("${try({}.a, aws_vpc.b.id)}")).toEqual(ref("aws_vpc.b", "id"));
  });
});

describe("an arbitrary text", () => {
  const words = [
    ..."()[]{}\"'\\.,:=?!<>+-*/%&|~#$ \n01a",
    ..."${ %{ } => ... [*] .* if for in else endif endfor null true aws_vpc.a.id each upper( cidrsubnet( try( && == .0".split(
      " ",
    ),
  ];
  const text = fc.oneof(
    fc.string({ unit: anyCodePoint }),
    fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => `\${${parts.join("")}`),
    fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => `\${${parts.join(" ")}}`),
  );

  it("evaluates to a value, or is unknown with a reason", () => {
    fc.assert(
      fc.property(text, (template) => {
        check(evaluateTemplate(template, { each: { key: "k", value: { a: [1] } } }));
      }),
      { numRuns: 3000 },
    );
  });

  it("evaluates to itself if it has no expression", () => {
    fc.assert(
      fc.property(
        fc.string().filter((each) => !/[$%]\{/.test(each)),
        (each) => {
          expect(evaluate(parseTemplate(each), ROOT_SCOPE)).toBe(each);
        },
      ),
    );
  });

  it("is unchanged by jsonencode and jsondecode", () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: "small" }), (json) => {
        const value = evaluateTemplate("${jsondecode(jsonencode(x))}", { x: json as Value });
        expect(value).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });
});

function check(value: Value): void {
  if (value instanceof Unknown) expect(value.why).not.toBe("");
  else if (value instanceof Reference) expect(value.address).not.toBe("");
  else if (isList(value)) value.forEach(check);
  else if (isMap(value)) Object.values(value).forEach(check);
  else expect(["string", "number", "boolean", "object"]).toContain(typeof value);
}
