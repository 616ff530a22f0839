import { TerraformDataSource, TerraformElement, type TerraformStack } from "cdktf";
import type { IValidation } from "constructs";

/**
 * Rejects two elements of one stack with the same address. CDKTF drops punctuation from construct
 * IDs, so `e.f` and `ef` would silently become one resource.
 */
export class UniqueAddresses implements IValidation {
  readonly #stack: TerraformStack;

  constructor(stack: TerraformStack) {
    this.#stack = stack;
  }

  /** Returns a message for each pair of IDs that CDKTF would merge. */
  validate(): string[] {
    const seen = new Map<string, string>();
    const errors: string[] = [];
    for (const node of this.#stack.node.findAll()) {
      if (!TerraformElement.isTerraformElement(node)) continue;
      const type: unknown = Reflect.get(node, "terraformResourceType");
      if (typeof type !== "string") continue;
      // A data source and a resource cannot collide: data.aws_vpc.main and aws_vpc.main.
      const kind = TerraformDataSource.isTerraformDataSource(node) ? "data." : "";
      const address = `${kind}${type}.${node.friendlyUniqueId}`;
      const other = seen.get(address);
      if (other === undefined) seen.set(address, node.node.path);
      else
        errors.push(
          `${node.node.path} and ${other} would be one resource, ${address}: their ids differ in punctuation only. Rename one.`,
        );
    }
    return errors;
  }
}
