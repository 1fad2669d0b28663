/** Not an error: unwinds an evaluation that has to start over with one more module. Nothing may swallow it. */
export class ModuleNeeded extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`module ${path} is needed`);
    this.path = path;
  }
}
