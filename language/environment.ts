import * as z from "zod";
import { formatIssue, freeText, nameField, oneOf, patternText, recordBy } from "./fields.ts";

/** An environment variable's value from a store's attribute. */
const storeAttributeSchema = z.strictObject({
  /** The store's name in the spec. */
  store: nameField,
  /**
   * `address` is a host name, the one on the store's certificate; `privateName` its name in the
   * network's private zone; `name` a database's, cache's or bucket's; `secretArn` the ARN of a
   * database's credentials; `iamUser` the user that the service may log in as with IAM.
   */
  attribute: oneOf(["address", "privateName", "port", "name", "username", "secretArn", "iamUser"]),
});

/** A message for a value that is neither text nor an attribute; a number needs quotes only. */
function valueMessage(text: string) {
  return ({ input }: { readonly input?: unknown }) =>
    formatIssue(
      `${text}, or { store, attribute }`,
      typeof input === "number" || typeof input === "boolean"
        ? `write it in quotes: "${input}"`
        : 'write "value" or { store: "db", attribute: "address" }',
    );
}

const environmentMessage = valueMessage("text");

/** The value of a secret, or one field of a database's managed secret. */
const secretReferenceSchema = z.union(
  [nameField, z.strictObject({ store: nameField, field: oneOf(["username", "password"]) })],
  {
    error: formatIssue(
      "the name of a secret store, or { store, field } of a database",
      'write "api-key" or { store: "db", field: "password" }',
    ),
  },
);

const environmentName = patternText(
  /^[A-Za-z_][A-Za-z0-9_]{0,254}$/,
  "an environment variable's name",
  'use a name such as "DATABASE_HOST"',
);

/** Plain environment variables, by name. */
export const environmentField = recordBy(
  environmentName,
  z.union([freeText(environmentMessage), storeAttributeSchema], { error: environmentMessage }),
  "variable",
);

const fileMessage = valueMessage("one line of text without single quotes");

/**
 * The same in a file, in single quotes: neither systemd nor the shell has an escape inside them.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 */
export const environmentFileField = recordBy(
  environmentName,
  z.union([freeText(fileMessage).regex(/^[^\r\n\0']*$/, { error: fileMessage }), storeAttributeSchema], {
    error: fileMessage,
  }),
  "variable",
);

/** Secrets as environment variables, by name. */
export const secretsField = recordBy(environmentName, secretReferenceSchema, "variable");

export type Environment = z.output<typeof environmentField>;
