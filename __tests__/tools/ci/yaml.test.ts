import { CommentedText, renderYaml } from "../../../tools/ci/yaml.ts";

describe("renderYaml", () => {
  it("writes maps, lists, literal blocks and comments as people do", () => {
    const text = renderYaml({
      name: "drydock",
      on: { push: { branches: ["main"] }, pull_request: {} },
      jobs: {
        check: {
          needs: [],
          steps: [
            { uses: new CommentedText("a/b@c", "v1"), with: { deep: false, depth: 0 } },
            { name: "run", run: "one\n\n  two\n" },
          ],
        },
      },
    });
    expect(text).toBe(`name: drydock
on:
  push:
    branches:
      - main
  pull_request: {}
jobs:
  check:
    needs: []
    steps:
      - uses: a/b@c # v1
        with:
          deep: false
          depth: 0
      - name: run
        run: |
          one

            two
`);
  });

  it.each([
    ["1.11.4", '"1.11.4"'],
    ["true", '"true"'],
    ["no", '"no"'],
    ["a: b", '"a: b"'],
    ["a #b", '"a #b"'],
    ["- a", '"- a"'],
    ["*", '"*"'],
    ["${{ a.b }}", '"${{ a.b }}"'],
    ["a == 'b'", "a == 'b'"],
    ["", '""'],
    [" a", '" a"'],
    ["{a}", '"{a}"'],
    ["@a", '"@a"'],
  ])("quotes what YAML would read as anything else: %j", (value, written) => {
    expect(renderYaml({ key: value })).toBe(`key: ${written}\n`);
  });
});
