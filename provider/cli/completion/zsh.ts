import type { CompletedCommand, CompletedOption } from "./tree";

/** A script for zsh: to be evaluated in \`.zshrc\` after compinit, or kept as \`_apptego\` in a folder of \`fpath\`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name, summary }) => `    '${name}:${summary}'`);
  const cases = commands.map(({ name, options, words }) => {
    const specs = options.flatMap(optionSpecs);
    const first = words.length > 0 ? [`'1: :(${words.join(" ")})'`] : [];
    return `    ${name}) _arguments ${[...specs, ...first].join(" \\\n      ")} ;;`;
  });
  return `#compdef apptego
_apptego() {
  local -a commands
  commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
if [ "\${funcstack[1]}" = _apptego ]; then
  _apptego "$@"
else
  compdef _apptego apptego
fi
`;
}

function optionSpecs({ flags, description, takesValue, choices }: CompletedOption): string[] {
  const value = choices.length > 0 ? `: :(${choices.join(" ")})` : ": :_files";
  return flags.map((flag) => `'${flag}[${description}]${takesValue ? value : ""}'`);
}
