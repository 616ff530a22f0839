"use strict";
/**
 * Preloaded before cdktf's command line (`node --require`): loads what only `cdktf convert` and
 * `cdktf get` need on first use. Otherwise each start loads TypeScript, Prettier, Babel and two Go
 * programs unused: more than half of the time of `cdktf synth`, `deploy` and `destroy`.
 */
const Module = require("node:module");

/** HCL converters of cdktf and its fork, unused while the command line starts. */
const LATER = /^@cdkt[fn]\/(hcl2cdk|hcl2json|hcl-tools)$/;

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!LATER.test(request)) return load.call(this, request, parent, isMain);
  return whenUsed(() => load.call(this, request, parent, isMain));
};

/**
 * A module that loads when one of its members is first read. cdktf's bundle creates objects with
 * the module as prototype and no own members, so every read reaches the proxy.
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
