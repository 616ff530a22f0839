"use strict";
/**
 * Required before cdktf's command line (`node --require`): what only `cdktf convert` and `cdktf get` need is loaded when
 * it is first used. Each start otherwise loads TypeScript, Prettier, Babel and two Go programs, to use none of them:
 * more than half of the time of `cdktf synth`, `deploy` and `destroy` goes there.
 */
const Module = require("node:module");

/** Converters of HCL, of cdktf and of its fork; the command line reads nothing of them while it starts. */
const LATER = /^@cdkt[fn]\/(hcl2cdk|hcl2json|hcl-tools)$/;

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!LATER.test(request)) return load.call(this, request, parent, isMain);
  return whenUsed(() => load.call(this, request, parent, isMain));
};

/**
 * A module that is loaded when a member of it is first read. cdktf's bundle makes objects with a module's prototype and
 * its own members: there are none, so that every read comes to the prototype.
 */
function whenUsed(loadIt) {
  let loaded;
  const members = new Proxy(
    {},
    {
      get(_target, name) {
        loaded ??= loadIt();
        return loaded[name];
      },
    },
  );
  return Object.create(members, { __esModule: { value: true } });
}
