import { createHash } from "node:crypto";
import fc from "fast-check";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, synthesize } from "../support/synth.ts";
import { MARKERS, TEXT_PLACES, textsForAll } from "./support/free-texts.ts";
import { readHere } from "./support/template-readers.ts";
import { meaningsOf, sampleOf } from "./support/written-texts.ts";

describe("any text in any place for free text", () => {
  it("stands in the stacks' files", () => {
    const { pairs, expected } = sampleOf(MARKERS);
    const all = JSON.stringify(expected);
    expect(TEXT_PLACES.length).toBeGreaterThan(50);
    expect(MARKERS.filter((marker) => !all.includes(marker))).toEqual([]);
    // A container's document, two start-ups of which one is base64, and each other text by itself.
    expect(pairs.length).toBeGreaterThan(20);
  });

  it("is read as it was, and changes nothing else", () => {
    fc.assert(
      fc.property(textsForAll, (texts) => {
        const { pairs, expected } = sampleOf(texts);
        expect(meaningsOf(pairs, readHere(pairs.map(({ written }) => written)))).toEqual(expected);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});

it("a text that looks like a template is a text in each resource, and its resource's address is as before", () => {
  const email = "${aws_vpc.x.id}@b.co";
  const stacks = synthesize(
    cybershieldIn("prod", {
      workloads: { app: { environment: { URL: "http://${HOST}/", FILE: '${file("/etc/passwd")}' } } },
      stores: {
        "shodan-key": { description: "%{message}" },
        // A token of cdktf, but only as a whole.
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
