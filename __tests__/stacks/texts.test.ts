import { createHash } from "node:crypto";
import fc from "fast-check";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, synthesize } from "../support/synth.ts";
import { FREE_TEXT_PATHS, MARKERS, textsForAll } from "./support/free-texts.ts";
import { decodedTexts, sampleOf } from "./support/synthesized-texts.ts";
import { evaluateTemplates } from "./support/template-readers.ts";

describe("any free text of a spec", () => {
  it("is in the synthesized stacks", () => {
    const { pairs, expected } = sampleOf(MARKERS);
    const all = JSON.stringify(expected);
    expect(FREE_TEXT_PATHS.length).toBeGreaterThan(50);
    expect(MARKERS.filter((marker) => !all.includes(marker))).toEqual([]);
    // A container definition, two user data scripts, one of them in base64, and each other text.
    expect(pairs.length).toBeGreaterThan(20);
  });

  it("evaluates to the original, and changes nothing else", () => {
    fc.assert(
      fc.property(textsForAll, (texts) => {
        const { pairs, expected } = sampleOf(texts);
        expect(decodedTexts(pairs, evaluateTemplates(pairs.map(({ synthesized }) => synthesized)))).toEqual(
          expected,
        );
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});

it("a text that looks like a template is escaped in each resource, without a change of addresses", () => {
  const email = "${aws_vpc.x.id}@b.co";
  const stacks = synthesize(
    cybershieldIn("prod", {
      workloads: { app: { environment: { URL: "http://${HOST}/", FILE: '${file("/etc/passwd")}' } } },
      stores: {
        "shodan-key": { description: "%{message}" },
        // A cdktf token, but only as the whole text.
        "openai-key": { description: "String Map Token Value" },
      },
      edge: { domain: { registrar: "${1+1}" } },
      alarms: { emails: [email] },
      budget: { emails: [email] },
    }),
  );
  const { resource } = parseStackJson(stacks, "cybershield-prod-observe");
  const id = createHash("sha256").update(email).digest("hex").slice(0, 8);
  const subscriptions = Object.entries(resource!.aws_sns_topic_subscription!);
  expect(subscriptions.map(([name]) => name)).toEqual([expect.stringContaining(`email-${id}`)]);
  expect(subscriptions[0]![1].endpoint).toBe("$${aws_vpc.x.id}@b.co");
  expect(JSON.stringify(resource!.aws_budgets_budget)).toContain('["$${aws_vpc.x.id}@b.co"]');
  expect(stacks["cybershield-prod-compute"]).toContain("http://$${HOST}/");
  expect(stacks["cybershield-prod-compute"]).toContain("$${file(");
  expect(stacks["cybershield-prod-data"]).toContain('"description": "%%{message}"');
  expect(stacks["cybershield-prod-data"]).toContain(
    '"description": "String Map Token Value%{if true}%{endif}"',
  );
  expect(stacks["cybershield-prod-network"]! + stacks["cybershield-prod-edge"]!).toContain(
    "Delegate from $${1+1}",
  );
});
