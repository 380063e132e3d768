import { findProgram } from './run.mjs'

const CHROMIUM = ['chromium', 'chromium-browser']
const BRANDED = ['google-chrome', 'google-chrome-stable']

/** The path of a browser that takes `--load-extension`, or null. `CHROMIUM` in the environment comes first. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  return CHROMIUM.map(findProgram).find(Boolean) ?? null
}

/** The path of branded Chrome, which ignores `--load-extension` since version 137, or null. */
export function findBrandedChrome() {
  return BRANDED.map(findProgram).find(Boolean) ?? null
}
