import { readFileSync } from "node:fs";
import { PROJECT_FOLDER } from "../../support/command-line.ts";
import { editedText } from "../../support/edited-checkout.ts";
import { BACKENDS, ROBOSHOP_FILE, THIRD_ZONE } from "./support/roboshop-edits.ts";

// The rehearsal of these edits is in the long suite: here one sees that they still fit the file.
describe("edits of RoboShop that are rehearsed", () => {
  it("change its file", () => {
    const text = readFileSync(`${PROJECT_FOLDER}/${ROBOSHOP_FILE}`, "utf8");
    const edited = editedText(text, [...BACKENDS, ...THIRD_ZONE]);
    expect(edited).toContain("cart: CART,");
    expect(edited).not.toContain("dispatch");
  });
});
