import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Transfer Family servers. */
export const transferResources: ServiceResources = {
  types: {
    aws_transfer_server: {
      values: {
        id: "s-{hex:17}",
        arn: arnTemplate("transfer:{region}:{account}:server/{id}"),
        endpoint: "{id}.server.transfer.{region}.amazonaws.com",
        host_key_fingerprint: "SHA256:{mixed:43}=",
      },
    },
    aws_transfer_user: {
      values: {
        id: "{server_id}/{user_name}",
        arn: arnTemplate("transfer:{region}:{account}:user/{server_id}/{user_name}"),
      },
    },
  },
};
