import { Client, credentials } from "@grpc/grpc-js";
import { PROTOCOL_CALLS, type ProtocolCall } from "../../../../../tools/rehearse/simulator/protocol/calls.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import type { ApplyResponse } from "../../../../../tools/rehearse/simulator/protocol/messages.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";

/** One connection as Terraform opens it: configure first, then plan and apply. */
export class SmallTerraform {
  readonly #client: Client;

  /** @param reattach - the value of TF_REATTACH_PROVIDERS */
  constructor(reattach: string) {
    const [provider] = Object.values(JSON.parse(reattach) as Record<string, { Addr: { String: string } }>);
    // Each object has its own connection: the library shares connections by default.
    const options = { "grpc.use_local_subchannel_pool": 1 };
    this.#client = new Client(provider?.Addr.String ?? "", credentials.createInsecure(), options);
  }

  call<Request, Response>(call: ProtocolCall<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      const { path, request: requestCodec, response: responseCodec } = call;
      this.#client.makeUnaryRequest(
        path,
        requestCodec.encode,
        responseCodec.decode,
        request,
        (error, response) => {
          if (error !== null || response === undefined) reject(error);
          else resolve(response);
        },
      );
    });
  }

  configure(config: ObjectValue) {
    const complete = { region: "eu-west-1", access_key: null, ...config };
    return this.call(PROTOCOL_CALLS.configure, {
      terraformVersion: "1.11.4",
      config: encodeDynamicValue(complete),
    });
  }

  /** Plans and applies; `proposed` null deletes. */
  async apply(
    typeName: string,
    prior: ObjectValue | null,
    proposed: ObjectValue | null,
  ): Promise<ApplyResponse> {
    const priorState = encodeDynamicValue(prior);
    const proposedNewState = encodeDynamicValue(proposed);
    const config = proposedNewState;
    const plan = await this.call(PROTOCOL_CALLS.plan, { typeName, priorState, proposedNewState, config });
    const plannedState = plan.plannedState ?? encodeDynamicValue(null);
    const plannedPrivate = plan.plannedPrivate;
    return this.call(PROTOCOL_CALLS.apply, { typeName, priorState, plannedState, config, plannedPrivate });
  }

  /** Creates a resource and returns its values. */
  async create(typeName: string, values: ObjectValue): Promise<ObjectValue> {
    const response = await this.apply(typeName, null, thingValues(values));
    const created = decodeObjectValue(response.newState);
    if (created === null) throw new Error(JSON.stringify(response.diagnostics));
    return created;
  }

  async read(typeName: string, state: ObjectValue): Promise<ObjectValue | null> {
    const response = await this.call(PROTOCOL_CALLS.readResource, {
      typeName,
      currentState: encodeDynamicValue(state),
    });
    return decodeObjectValue(response.newState);
  }

  close(): void {
    this.#client.close();
  }
}

/** A small provider's resource with every attribute. */
export function thingValues(values: ObjectValue): ObjectValue {
  return { id: null, arn: null, name: null, parent: null, size: null, rule: [], ...values };
}
