import { type Check, problemAt } from "./check.ts";

/** Checks deliveries: a pipeline pushes to a registry of the platform, and owns the image. */
export const checkDelivery: Check = ({ workloads }) =>
  Object.entries(workloads).flatMap(([name, service]) => {
    if (service.kind !== "service" || service.delivery === undefined) return [];
    const path = ["workloads", name];
    if (!("registry" in service.image)) {
      const allowed = "an image of this platform's registry, to which delivery pushes";
      const fix = 'write { registry: "images" }, or remove delivery';
      return [problemAt([...path, "image"], service.image, allowed, fix)];
    }
    if (service.ownership.image === "ci") return [];
    const allowed = '"ci" with delivery: Terraform would revert what the pipeline rolls out';
    return [problemAt([...path, "ownership", "image"], service.ownership.image, allowed, 'write "ci"')];
  });
