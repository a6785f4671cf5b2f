import { vi } from "vitest";

// The files of a worker share its process: each still begins with modules of this repository that nobody used before.
vi.resetModules();
