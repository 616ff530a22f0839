import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../project-folder.ts";
import { generateProtocol } from "./generate-protocol.ts";

const folder = join(projectFolder, "tools", "rehearse", "simulator", "protocol");
const { types, descriptor } = generateProtocol(readFileSync(join(folder, "tfplugin5.proto"), "utf8"));
writeFileSync(join(folder, "tfplugin5.ts"), types);
writeFileSync(join(folder, "tfplugin5.json"), descriptor);
