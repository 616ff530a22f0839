import { fileErrorMessage } from "../../tools/file-error.ts";

describe("the message for a file that cannot be read or written", () => {
  it.each([
    [
      { code: "EACCES", path: "/srv/shop/plans" },
      "/srv/shop/plans: permission denied. Fix: give this user access to it.",
    ],
    [
      { code: "EROFS", path: "/srv/a.json" },
      "/srv/a.json: read-only file system. Fix: use a folder that can be written to.",
    ],
    [{ code: "ENOSPC" }, "no space left on device. Fix: free some space."],
  ])("names the path, the cause and the fix: %j", (properties, message) => {
    expect(fileErrorMessage(Object.assign(new Error("failed"), properties))).toBe(message);
  });

  it.each([new Error("other"), Object.assign(new Error("x"), { code: "ENOENT", path: "/a" }), "text"])(
    "is none for any other error: %s",
    (error) => {
      expect(fileErrorMessage(error)).toBeUndefined();
    },
  );
});
