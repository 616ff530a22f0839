import { EndpointContext } from "../../network/endpoints/endpoint-context.ts";
import type { NetworkModel } from "../../network/network-model.ts";
import { readTopology } from "../../network/read-topology.ts";
import type { Inventory, Resource } from "../../terraform/inventory.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { type GroupedInterface, groupedInterfaces } from "./grouped-interfaces.ts";

/** The input of lint rules: the files and the network that they describe. */
export class LintContext {
  readonly inventory: Inventory;
  readonly analysis: NetworkAnalysis;
  #endpointContext: EndpointContext | undefined;
  #interfaces: readonly GroupedInterface[] | undefined;

  constructor(inventory: Inventory, analysis: NetworkAnalysis) {
    this.inventory = inventory;
    this.analysis = analysis;
  }

  get model(): NetworkModel {
    return this.analysis.model;
  }

  /** Resolves references in resource values. */
  get endpointContext(): EndpointContext {
    this.#endpointContext ??= new EndpointContext(this.inventory, readTopology(this.inventory));
    return this.#endpointContext;
  }

  /** The interfaces with their security groups. */
  get interfaces(): readonly GroupedInterface[] {
    this.#interfaces ??= groupedInterfaces(this.model);
    return this.#interfaces;
  }

  /** Returns the managed resources of some types. */
  managed(...types: readonly string[]): readonly Resource[] {
    return this.inventory.ofType(...types).filter(({ mode }) => mode === "managed");
  }
}
