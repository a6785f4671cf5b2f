import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { scratchFolder } from "./connection";
import { script } from "./fake-engine";

/**
 * A command `pulumi` that answers `config` and `stack` of the stacks it knows, and fails for others as the real one does.
 *
 * @param answers by `<command> <stack>`, such as `config dev`
 */
export async function fakePulumi(answers: Readonly<Record<string, unknown>>) {
  const folder = scratchFolder();
  const calls = path.join(folder, "calls");
  writeFileSync(calls, "");
  for (const [name, answer] of Object.entries(answers))
    writeFileSync(path.join(folder, name.replace(" ", "-")), JSON.stringify(answer));
  await script(
    path.join(folder, "bin", "pulumi"),
    `echo "$PWD $*" >> '${calls}'
for word; do if [ "$before" = --stack ]; then stack=$word; fi; before=$word; done
if [ -f '${folder}'/"$1-$stack" ]; then cat '${folder}'/"$1-$stack"; exit 0; fi
echo "error: no stack named '$stack' found" >&2
exit 255`,
  );
  return {
    env: { PATH: `${path.join(folder, "bin")}${path.delimiter}${process.env["PATH"] ?? ""}` },
    calls: () => readFileSync(calls, "utf8").split("\n").filter(Boolean),
  };
}
