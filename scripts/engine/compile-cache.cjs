"use strict";
// Required by NODE_OPTIONS into the programs and providers of tests on Node 20, where NODE_COMPILE_CACHE means nothing:
// without it, two fifths of a `pulumi up` of a test are spent compiling the same packages anew.
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { createHash } = require("node:crypto");
const Module = require("node:module");

const folder = process.env.TEST_COMPILE_CACHE;
const MODULES = path.join(__dirname, "../../node_modules") + path.sep;
/** What was compiled before has lost its way to `import()`, by which Pulumi runs a program of ES modules. */
const IMPORTS = path.join(MODULES, "@pulumi/pulumi/cmd") + path.sep;

/** The compiled packages of one entry point: a program and a provider process load others. */
const file =
  folder &&
  path.join(
    folder,
    createHash("sha256")
      .update(process.argv[1] ?? "")
      .digest("hex"),
  );

/** Reads entries of a name and what was compiled, each behind its length. */
function read() {
  const found = new Map();
  try {
    const bytes = fs.readFileSync(file);
    for (let at = 0; at < bytes.length;) {
      const [name, length] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
      const begins = at + 8 + name;
      found.set(bytes.toString("utf8", at + 8, begins), bytes.subarray(begins, begins + length));
      at = begins + length;
    }
  } catch {
    found.clear(); // there is none yet: it is made at the end
  }
  return found;
}

function write(entries) {
  const parts = [...entries].flatMap(([name, bytes]) => {
    const text = Buffer.from(name);
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(text.length, 0);
    lengths.writeUInt32LE(bytes.length, 4);
    return [lengths, text, bytes];
  });
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, Buffer.concat(parts));
  fs.renameSync(own, file); // whole or not at all: others read it meanwhile
}

if (file) {
  const known = read();
  const compiled = new Map();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, format) {
    const isPackage = filename.startsWith(MODULES) && !filename.startsWith(IMPORTS);
    const isCached = isPackage && format !== "module" && /\.c?js$/.test(filename);
    if (!isCached) return compile.call(this, content, filename, format);
    const cachedData = known.get(filename);
    const script = new vm.Script(Module.wrap(content.replace(/^#!.*/, "")), {
      filename,
      cachedData,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (cachedData === undefined || script.cachedDataRejected) compiled.set(filename, script);
    const load = (id) => this.require(id);
    load.resolve = (id, options) => Module._resolveFilename(id, this, false, options);
    load.main = process.mainModule;
    load.extensions = Module._extensions;
    load.cache = Module._cache;
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, load, this, filename, path.dirname(filename));
  };
  process.on("exit", () => {
    if (compiled.size === 0) return;
    for (const [name, script] of compiled) known.set(name, script.createCachedData());
    try {
      write(known);
    } catch {
      // the folder is gone: whoever made it has ended
    }
  });
}
