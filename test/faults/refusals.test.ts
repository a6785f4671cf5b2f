import { playRows } from "./play-rows";

playRows(["F15", "F16", "F17", "F18", "F19", "F20", "F21"]);
