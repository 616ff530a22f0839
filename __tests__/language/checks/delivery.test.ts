import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of a delivery", () => {
  const delivery = { repository: "acme/shop" };

  itRejects(shop, [
    [
      "a delivery of an image that Terraform owns",
      { workloads: { web: { delivery } } },
      'workloads.web.ownership.image: received "terraform"; allowed: "ci" with delivery: Terraform would revert what the pipeline rolls out. Fix: write "ci".',
    ],
    [
      "a delivery to no registry of the platform",
      {
        workloads: {
          web: { delivery, image: { registry: null, uri: "nginx:1.27" }, ownership: { image: "ci" } },
        },
      },
      'workloads.web.image: received {"uri":"nginx:1.27"}; allowed: an image of this platform\'s registry, to which delivery pushes. Fix: write { registry: "images" }, or remove delivery.',
    ],
    [
      "a repository without its owner",
      { workloads: { web: { delivery: { repository: "shop" }, ownership: { image: "ci" } } } },
      'workloads.web.delivery.repository: received "shop"; allowed: a repository with its owner. Fix: write it as "acme/shop", or with both IDs as "acme@1234/shop@5678".',
    ],
  ]);
});
