/** An option as `lares option` shows it: what it is, what it comes to in this home, and who said so. */
import { LaresError, type Place } from "../base/errors.ts";
import { findConfig } from "../config/find.ts";
import { coreModules } from "../home/core.ts";
import { makeLib } from "../home/lib.ts";
import { findHost } from "../config/host.ts";
import { below } from "../base/paths.ts";
import type { Evaluation } from "../option/evaluation.ts";
import { isDeclaration, type OptionTree } from "../option/module.ts";
import { ModuleNeeded } from "../option/module-needed.ts";
import { nearestName } from "../option/nearest.ts";
import { OptionError } from "../option/option-error.ts";
import { printValue } from "../option/print-value.ts";
import type { Option } from "../option/shape.ts";
import { type HomeRequest, type LoadedHome, loadHomeFrom, placeOf, readLoaded } from "./load-home.ts";
import { libraryRegistry } from "./program.ts";

export interface OptionSummary {
  readonly path: string;
  readonly type: string;
  readonly description?: string;
}

export interface OptionReport extends OptionSummary {
  readonly value?: unknown;
  readonly valueText: string;
  /** Why there is no value. */
  readonly error?: string;
  readonly defaultText?: string;
  readonly readOnly: boolean;
  /** Best priority first. */
  readonly definitions: readonly DefinitionReport[];
}

export interface DefinitionReport {
  readonly value: unknown;
  readonly valueText: string;
  readonly priority: number;
  readonly prevails: boolean;
  readonly place: Place;
}
