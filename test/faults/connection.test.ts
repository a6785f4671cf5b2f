import { playRows } from "./play-rows";

playRows(["F2", "F3", "F4", "F6", "F7", "F8"]);
