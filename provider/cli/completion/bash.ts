import type { CompletedCommand } from "./tree";

/** A script for bash 3.2 and newer. It runs nothing that stands on the command line, and doesn't start Node. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, choices }) => {
        const pattern = flags.map((flag) => `"${name} ${flag}"`).join("|");
        return `    ${pattern}) words="${choices.join(" ")}" ;;`;
      }),
  );
  const own = commands.map(({ name, options, words }) => {
    const all = [...words, ...options.flatMap(({ flags }) => flags)];
    return `      ${name}) words="${all.join(" ")}" ;;`;
  });
  return `# bash completion of apptego
_apptego() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -gt 1 ]; then before="\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}"; fi
  case "$before" in
    "") words="${commands.map(({ name }) => name).join(" ")} --help --version" ;;
${values.join("\n")}
    *) case "\${COMP_WORDS[1]}" in
${own.join("\n")}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _apptego apptego
`;
}
