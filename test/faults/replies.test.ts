import { playRows } from "./play-rows";

playRows(["F9", "F10", "F11", "F12", "F34"]);
