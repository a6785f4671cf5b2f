import type { CompletedCommand } from "./tree";

/** A script for fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(
    ({ name, summary }) => `complete -c apptego -n __fish_use_subcommand -f -a ${name} -d '${summary}'`,
  );
  const own = commands.flatMap(({ name, options, words }) => {
    const here = `complete -c apptego -n '__fish_seen_subcommand_from ${name}'`;
    const first = words.length > 0 ? [`${here} -f -a '${words.join(" ")}'`] : [];
    return [
      ...first,
      ...options.map(({ flags, description, takesValue, choices }) => {
        const spelled = flags.map((flag) =>
          flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        );
        const value = choices.length > 0 ? ` -x -a '${choices.join(" ")}'` : " -r";
        return `${here} ${spelled.join(" ")}${takesValue ? value : ""} -d '${description}'`;
      }),
    ];
  });
  return `# fish completion of apptego\n${[...names, ...own].join("\n")}\n`;
}
