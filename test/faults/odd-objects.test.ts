import { playRows } from "./play-rows";

playRows(["F23", "F24", "F25", "F29", "F30", "F31", "F44"]);
