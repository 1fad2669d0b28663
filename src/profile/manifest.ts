/** The manifest's shape is part of what a home is built to; here it is what generations are compared by. */
export * from "../home/manifest.ts";
