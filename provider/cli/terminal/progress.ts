import { safe } from "./safe";

/** A line that tells how far the work is. */
export interface Progress {
  /** Puts this text in the place of the last one. */
  show(text: string): void;
  /** Takes the line away; what is shown afterwards begins a new one. */
  end(): void;
}

/** The control sequence that empties a terminal's line and goes to its begin. */
const EMPTY_LINE = "\r\u001b[2K";

/** A progress line on a terminal; where there is none, it says nothing. */
export function openProgress(
  write: (text: string) => void,
  isOn: () => boolean,
  columns: () => number,
): Progress {
  let shown = false;
  return {
    show(text) {
      if (!isOn()) return;
      shown = true;
      const line = [...safe(text)];
      const fits = line.length < columns() ? line : [...line.slice(0, columns() - 2), "…"]; // a wrapped line would stay
      write(`${EMPTY_LINE}${fits.join("")}`);
    },
    end() {
      if (shown) write(EMPTY_LINE);
      shown = false;
    },
  };
}
