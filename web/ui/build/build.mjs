// Builds the front end for `dotnet build`: installs packages when package-lock.json changed, then bundles into
// web/wwwroot when a source is newer than what is there. Several builds may run at once: they take turns, and the later
// ones find everything done. Prints nothing but what went wrong. Exit codes: 0 done, 1 the sources do not build,
// 3 Node is too old, 4 the packages could not be installed.
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ui = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = resolve(ui, "../wwwroot/index.html");
const modules = join(ui, "node_modules");
const installed = join(modules, ".installed");
const lock = join(ui, ".build-lock");
const patience = 10 * 60_000;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) process.exit(3);

await takeTurn();
try {
  build();
} finally {
  rmSync(lock, { force: true });
}

function build() {
  const stale = changedSince(installed, ["package-lock.json"]);
  if (stale) {
    const result = npm(["ci", "--include=dev", "--no-audit", "--no-fund"]);
    if (result.status !== 0) return fail(4, result);
    mkdirSync(modules, { recursive: true });
    writeFileSync(installed, "");
  }
  if (!stale && !changedSince(page, ["package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "build/initial-load.ts", "index.html", "src", "public"])) return;
  const result = npm(["run", "build"]);
  if (result.status !== 0) fail(1, result);
}

function changedSince(result, sources) {
  if (!existsSync(result)) return true;
  const time = statSync(result).mtimeMs;
  const newer = (path) => {
    const at = statSync(path);
    // A folder's own time changes when a file in it is removed.
    return at.mtimeMs > time || (at.isDirectory() && readdirSync(path).some((name) => newer(join(path, name))));
  };
  return sources.some((source) => newer(join(ui, source)));
}

function npm(args) {
  // One string through the shell: npm is a .cmd file on Windows.
  return spawnSync(`npm ${args.join(" ")}`, { cwd: ui, shell: true, encoding: "utf8", maxBuffer: 64 << 20 });
}

function fail(code, { stdout, stderr }) {
  const noise = /^(npm (warn|notice)|>|\s*$|npm error (A complete log|Lifecycle|code|path|workspace|location|command))/i;
  const lines = `${stdout ?? ""}\n${stderr ?? ""}`.split(/\r?\n/).filter((line) => !noise.test(line));
  for (const line of lines.slice(0, 40)) console.error(line);
  process.exitCode = code;
}

/** The lock is a file that only one process can create; one whose owner is gone is broken. */
async function takeTurn() {
  for (const start = Date.now(); ; await new Promise((done) => setTimeout(done, 150))) {
    try {
      const file = openSync(lock, "wx");
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if (error.code !== "EEXIST" && error.code !== "EPERM") throw error;
      if (ownerIsGone() || Date.now() - start > patience) rmSync(lock, { force: true });
    }
  }
}

function ownerIsGone() {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Between creating and writing the file is empty for a moment.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs > 5000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
