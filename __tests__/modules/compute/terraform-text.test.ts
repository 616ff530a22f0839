import fc from "fast-check";
import { escapeTemplate } from "../../../modules/compute/terraform-text.ts";

/** What Terraform makes of a text that holds no template. */
function read(text: string): string {
  return text.replace(/\$\$\{|%%\{/g, (escaped) => escaped.slice(1));
}

describe("terraformText", () => {
  it("keeps the shell's own variables from Terraform", () => {
    expect(escapeTemplate("echo ${HOME} $HOME %{http_code}")).toBe("echo $${HOME} $HOME %%{http_code}");
  });

  it("is read back as it was, and begins no template", () => {
    const texts = fc.array(fc.constantFrom("${", "%{", "}", "$", "%", "a", "\n"), { maxLength: 12 });
    fc.assert(
      fc.property(texts, (parts) => {
        // Terraform reads `$$${` in more ways than one; a shell never writes it.
        const text = parts.join("");
        fc.pre(!/\$\$\{|%%\{/.test(text));
        const escaped = escapeTemplate(text);
        expect(read(escaped)).toBe(text);
        expect(escaped).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
      }),
    );
  });
});
