/** Loads the configuration in the working folder, evaluates all of it and prints how many files it describes. */
import { describeLoaded, loadHome } from "../../src/pipeline/load-home.ts";
import { findPlaces } from "../../src/system/places.ts";

const home = await loadHome({ places: findPlaces(), cwd: process.cwd() });
const { description } = await describeLoaded(home);
console.log(description.files.length);
