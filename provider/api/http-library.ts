import { createRequire } from "node:module";
import type { AxiosStatic } from "axios";
import type AxiosRetry from "axios-retry";

// Loaded with the first call: a program hardly ever makes one, nor does an `up` that changes nothing.
const load = createRequire(__filename);

/** The library that speaks HTTP. */
export function axios(): AxiosStatic {
  return (load("axios") as { default: AxiosStatic }).default;
}

/** The library that makes axios repeat a request. */
export function axiosRetry(): typeof AxiosRetry {
  return (load("axios-retry") as { default: typeof AxiosRetry }).default;
}
