import { Client, credentials } from "@grpc/grpc-js";
import {
  type CallName,
  type CallRequest,
  type CallResponse,
  type ProtocolCall,
  protocolCall,
} from "../../../../../tools/rehearse/simulator/protocol/calls.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import type { ApplyResourceChange_Response } from "../../../../../tools/rehearse/simulator/protocol/tfplugin5.ts";
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

  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResponse<Name>> {
    return this.send(protocolCall(name), request);
  }

  send<Request, Response>(call: ProtocolCall<Request, Response>, request: Request): Promise<Response> {
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

  configure(config: ObjectValue, client_capabilities?: Uint8Array) {
    const complete = { region: "eu-west-1", access_key: null, ...config };
    return this.call("Configure", {
      terraform_version: "1.11.4",
      config: encodeDynamicValue(complete),
      client_capabilities,
    });
  }

  /** Plans and applies; `proposed` null deletes. */
  async apply(
    typeName: string,
    prior: ObjectValue | null,
    proposed: ObjectValue | null,
  ): Promise<ApplyResourceChange_Response> {
    const prior_state = encodeDynamicValue(prior);
    const proposed_new_state = encodeDynamicValue(proposed);
    const request = { type_name: typeName, prior_state, config: proposed_new_state };
    const plan = await this.call("PlanResourceChange", { ...request, proposed_new_state });
    const { planned_state, planned_private } = plan;
    return this.call("ApplyResourceChange", {
      ...request,
      planned_state: planned_state ?? encodeDynamicValue(null),
      planned_private,
    });
  }

  /** Creates a resource and returns its values. */
  async create(typeName: string, values: ObjectValue): Promise<ObjectValue> {
    const response = await this.apply(typeName, null, thingValues(values));
    const created = decodeObjectValue(response.new_state);
    if (created === null) throw new Error(JSON.stringify(response.diagnostics));
    return created;
  }

  async read(typeName: string, state: ObjectValue): Promise<ObjectValue | null> {
    const response = await this.call("ReadResource", {
      type_name: typeName,
      current_state: encodeDynamicValue(state),
    });
    return decodeObjectValue(response.new_state);
  }

  close(): void {
    this.#client.close();
  }
}

/** A small provider's resource with every attribute. */
export function thingValues(values: ObjectValue): ObjectValue {
  return { id: null, arn: null, name: null, parent: null, size: null, rule: [], ...values };
}
