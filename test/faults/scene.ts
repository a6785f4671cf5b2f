import type { SandboxOptions } from "../../provider/sandbox";
import { actsOf, type ProcessOptions, setStage, type Stage } from "./stage";
import { CREDENTIALS, NAMED, type Subject } from "./subjects";
import { type Column, COLUMNS } from "./terms";
import type { Scene } from "./verdicts";

const EVERYONE = [...CREDENTIALS, ...NAMED];

export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];

/** Whom a column is about. */
export const SUBJECTS_OF: Readonly<Record<Column, readonly Subject[]>> = {
  credential: CREDENTIALS,
  named: NAMED,
  read: EVERYONE,
  update: EVERYONE,
  delete: EVERYONE,
};

/** The call that a column is about. */
export const CALL_OF = {
  credential: "create",
  named: "create",
  read: "list",
  update: "update",
  delete: "delete",
} as const;

/** Every cell of a row: each column with each of its subjects. */
export const CELLS = COLUMN_NAMES.flatMap((column) =>
  SUBJECTS_OF[column].map((subject) => ({ column, meets: COLUMNS[column], subject, type: subject.type })),
);

/** The operation that a cell is about. */
export function callOf(column: Column, subject: Subject) {
  return subject.on[CALL_OF[column]];
}

/** How a scene differs from the usual one. */
export interface SceneOptions {
  readonly sandbox?: SandboxOptions;
  /** The process that is to meet the fault. */
  readonly process?: ProcessOptions | ((stage: Stage) => ProcessOptions | Promise<ProcessOptions>);
}

/** A cell just before the fault: what is to be read, updated or deleted was made without one. */
export async function sceneOf(column: Column, subject: Subject, options: SceneOptions = {}): Promise<Scene> {
  const stage = await setStage(options.sandbox);
  const before =
    CALL_OF[column] === "create" ? { id: "", state: {} } : await actsOf(subject).create(stage.newProcess());
  stage.sandbox.calls.clear();
  const { process = {} } = options;
  const tenant = stage.newProcess(typeof process === "function" ? await process(stage) : process);
  return { ...stage, subject, before, tenant };
}
