import { safe } from "../terminal/safe";

/** A foreign text as a literal of TypeScript; what can't be seen, or turns the direction of reading, is an escape. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cf}\u007f-\u009f\u2028\u2029]/gu, (char) =>
    [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

const WIDTH = 100;

/** A sentence as lines that fit a page. Foreign texts in it end no line, so nothing of theirs leaves a line comment. */
export function lines(sentence: string, width = WIDTH): string[] {
  const wrapped = [""];
  for (const word of safe(sentence).split(" ")) {
    const line = wrapped.at(-1) ?? "";
    if (line !== "" && line.length + word.length >= width) wrapped.push(word);
    else wrapped[wrapped.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return wrapped;
}

/** A sentence as line comments of TypeScript. */
export function comment(sentence: string): string {
  return lines(sentence)
    .map((line) => `// ${line}`)
    .join("\n");
}
