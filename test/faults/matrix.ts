import { OF_REPLIES } from "./rows-of-replies";
import { OF_TENANTS } from "./rows-of-tenants";
import { OF_WORDS } from "./rows-of-words";
import type { Row } from "./terms";

/** The fault matrix: each row a fault, each column what it meets. */
export const MATRIX: Readonly<Record<string, Row>> = { ...OF_REPLIES, ...OF_WORDS, ...OF_TENANTS };
