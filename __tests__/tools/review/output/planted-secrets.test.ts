import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { reviewAsHtml } from "../../../../tools/review/output/html.ts";
import { reviewAsJson } from "../../../../tools/review/output/json.ts";
import { reviewAsJunit } from "../../../../tools/review/output/junit.ts";
import { reviewAsMarkdown } from "../../../../tools/review/output/markdown.ts";
import { reviewAsSarif } from "../../../../tools/review/output/sarif.ts";
import { formatReview } from "../../../../tools/review/output/terminal.ts";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import type { Review } from "../../../../tools/review/review.ts";
import { redactReview } from "../../../../tools/review/secrets/redact-review.ts";
import { Redactor } from "../../../../tools/review/secrets/redactor.ts";
import { reviewedPlan } from "../../../../tools/review/secrets/reviewed-plan.ts";
import { ENCODED_COPIES } from "../../../support/encoded-copies.ts";
import { reviewWith } from "../../../support/hostile-texts.ts";

const WRITERS: Readonly<Record<string, (review: Review) => string>> = {
  terminal: (review) => formatReview(review),
  json: reviewAsJson,
  markdown: (review) => reviewAsMarkdown(review),
  html: (review) => reviewAsHtml(review),
  sarif: (review) => reviewAsSarif(review),
  junit: reviewAsJunit,
};

/** Secrets by the place in the plan where they are planted. */
const PLANTED = {
  attribute: 'p/a+ss wo"rd<1>',
  block: "block&secret'2",
  variable: "v4riable~s3cret",
  output: "0utput=s3cret%",
  writeOnly: "wr1te-0nly\\secret",
  state: "st4te secret é",
  member: "m3mber-of-json",
  line: "a line of a key/+",
};

/** A plan with each secret in one masked place, and a copy in places without a mask. */
function plantedPlan(): JsonObject {
  const copies = Object.values(PLANTED).join(" ");
  const change = {
    actions: ["update"],
    before: { name: "plain", password: PLANTED.attribute, rotation: [{ key: PLANTED.block }], port: 1 },
    after: {
      name: PLANTED.member,
      description: copies,
      secret_string: JSON.stringify({ user: "app", pw: PLANTED.member }),
      private: `first line of it\n${PLANTED.line}\nlast line of it`,
      db_name: PLANTED.variable,
      cluster_identifier: PLANTED.attribute,
      environment: [{ variables: { COPY: copies } }],
    },
    before_sensitive: { password: true, rotation: [{ key: true }] },
    after_sensitive: { secret_string: true, private: true },
  };
  const json = {
    format_version: "1.2",
    variables: { v: { value: PLANTED.variable } },
    output_changes: {
      o: { actions: ["create"], before: null, after: PLANTED.output, after_sensitive: true },
    },
    prior_state: {
      values: {
        root_module: {
          resources: [{ type: "x", values: { a: PLANTED.state }, sensitive_values: { a: true } }],
        },
      },
    },
    configuration: {
      root_module: {
        variables: { v: { sensitive: true } },
        resources: [{ type: "x", expressions: { secret_wo: { constant_value: PLANTED.writeOnly } } }],
      },
    },
    resource_changes: [
      {
        address: `aws_thing.a["${PLANTED.variable}"]`,
        mode: "managed",
        type: "aws_thing",
        name: "a",
        change,
      },
    ],
  };
  return JSON.parse(JSON.stringify(json)) as JsonObject;
}

/** A review whose every text has every secret in every encoding, and the plan's own changes. */
function redactedReview(): Review {
  const plan = parsePlan(plantedPlan(), { stack: "shop-prod-data", path: "plan.json" });
  const redactor = Redactor.of([plan]);
  const copies = Object.values(PLANTED).flatMap((secret) =>
    Object.values(ENCODED_COPIES).map((encode) => `copy: ${encode(secret)} end`),
  );
  let next = 0;
  const review = reviewWith(() => copies[next++ % copies.length]!);
  /** Rules, actions and pages are this project's own words, and dates are checked. */
  const own = { rule: "rds-deleted", action: "replace", documentation: [] };
  const findings = [
    ...copies.map((text) => ({ ...review.findings[0]!, text, address: `aws_thing.a["${text}"]` })),
    ...review.findings,
  ];
  return redactReview(
    {
      ...review,
      findings: findings.map((finding) => ({ ...finding, ...own })),
      waived: review.waived.map((waived) => ({
        ...waived,
        until: "2027-01-31",
        finding: { ...waived.finding, ...own },
      })),
      plans: [reviewedPlan(plan, redactor)],
    },
    redactor,
  );
}

/** Decodes what may be encoded in a text, without any code of the redactor. */
function decodings(text: string): string {
  const unescaped = text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(
      /&(quot|lt|gt|amp);/g,
      (_, name: string) => ({ quot: '"', lt: "<", gt: ">", amp: "&" })[name] ?? "",
    )
    .replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const url = unescaped.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
    Buffer.from(codes.replaceAll("%", ""), "hex").toString("utf8"),
  );
  const once = [text, unescaped, unescaped.replace(/\\(.)/g, "$1"), url, url.replaceAll("+", " ")];
  const runs = [...new Set(once.flatMap((each) => each.match(/[\w+/-]{6,}/g) ?? []))];
  const bytes = runs.flatMap((run) => [
    ...[0, 1, 2, 3].map((skipped) => Buffer.from(run.slice(skipped), "base64").toString("utf8")),
    Buffer.from(run, "hex").toString("utf8"),
  ]);
  return [...once, ...bytes].join("\n");
}

describe("secrets planted in a plan", () => {
  const review = redactedReview();

  it.each(Object.entries(WRITERS))("come through no output: %s", (_, write) => {
    const text = write(review);
    expect(text).toContain("(sensitive)");
    const all = decodings(text);
    const leaked = Object.entries(PLANTED).filter(([, secret]) => all.includes(secret));
    expect(leaked).toEqual([]);
    const encoded = Object.values(PLANTED).flatMap((secret) =>
      Object.entries(ENCODED_COPIES).filter(([, encode]) => all.includes(encode(secret))),
    );
    expect(encoded.map(([name]) => name)).toEqual([]);
  });

  it.each(Object.entries(WRITERS))("would be found if they came through: %s", (_, write) => {
    for (const secret of Object.values(PLANTED)) {
      const text = Buffer.from(secret).toString("base64");
      const leaking = { ...review, findings: [{ ...review.findings[0]!, text }] };
      expect(decodings(write(leaking)).includes(secret)).toBe(true);
    }
  });

  it("stand in no error text", () => {
    const plan = parsePlan(plantedPlan(), { stack: "shop-prod-data", path: "plan.json" });
    const error = new Error(`InvalidParameterValue: ${PLANTED.attribute} is not valid (${PLANTED.member})`);
    expect(Redactor.of([plan]).redact(error.message)).toBe(
      "InvalidParameterValue: (sensitive) is not valid ((sensitive))",
    );
  });
});
