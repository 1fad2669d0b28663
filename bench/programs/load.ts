/**
 * The same as evaluate.ts without the evaluation: loads the configuration and the modules named on the command line, and
 * prints how many modules that were. The code of the evaluation is loaded, too.
 */
import { describeLoaded, loadHome } from "../../src/pipeline/load-home.ts";
import { findPlaces } from "../../src/system/places.ts";

const home = await loadHome({ places: findPlaces(), cwd: process.cwd() });
const modules = process.argv.slice(2).map((path) => home.input.registry?.load(path));
if (typeof describeLoaded !== "function") throw new Error("the evaluation was not loaded");
console.log(modules.length);
