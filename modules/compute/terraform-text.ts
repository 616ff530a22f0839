/**
 * Text as Terraform's JSON says it: `${` and `%{` would begin a template, `$${` and `%%{` are the characters.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
