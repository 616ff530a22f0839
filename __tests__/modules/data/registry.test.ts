import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { TerraformOutput } from "cdktf";
import { ImageRegistry } from "../../../modules/data/registry.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { parseEmbeddedJson } from "../../support/policies.ts";
import { resourcesOfType } from "../../support/synth.ts";

describe("an image registry", () => {
  const { text, json } = synthesizeConstruct((stack) => {
    const registry = new ImageRegistry(stack, "images", {
      name: "shop/images",
      store: { kind: "registry", untaggedDays: 3, keepImages: 50 },
      dataKeyArn: "arn:key",
      protected: true,
    });
    new TerraformOutput(stack, "url", { staticId: true, value: registry.url });
    new TerraformOutput(stack, "arn", { staticId: true, value: registry.arn });
  });

  it("expires old images of its repository, with a description for each rule", () => {
    expect(text).toHaveResourceWithProperties(EcrLifecyclePolicy, {
      repository: expect.stringMatching(/^\$\{aws_ecr_repository\.images_repository_\w+\.name\}$/),
    });
    const [lifecycle] = resourcesOfType(json, "aws_ecr_lifecycle_policy");
    const { rules } = parseEmbeddedJson(lifecycle!.policy) as { rules: { description: string }[] };
    expect(rules.map(({ description }) => description)).toEqual([
      "Untagged images go after 3 days",
      "The last 50 tagged images stay",
    ]);
  });

  it("exposes its URL and its ARN", () => {
    expect(json.output!.url!.value).toMatch(/^\$\{aws_ecr_repository\..+\.repository_url\}$/);
    expect(json.output!.arn!.value).toMatch(/^\$\{aws_ecr_repository\..+\.arn\}$/);
  });
});
