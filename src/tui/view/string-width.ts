/**
 * How wide Ink takes a text to be: as wide as the lines were made, so that the two cannot disagree. It stands in Ink's
 * bundle for the library of this name, whose tables of emoji sequences take 25 ms to make.
 */
export { displayWidth as default } from "../../cli/render/layout.ts";
