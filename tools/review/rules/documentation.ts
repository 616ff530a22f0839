/** Returns the provider's page of a resource type: `aws_db_instance`. */
export function providerPage(type: string): string {
  const name = type.replace(/^aws_/, "");
  return `https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/${name}`;
}
