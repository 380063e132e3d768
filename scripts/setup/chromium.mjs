import { accessSync, constants } from 'node:fs'
import { homedir, platform } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './run.mjs'

/** By system: names on $PATH, and full paths where a browser is installed without being there. */
const CHROMIUM = {
  linux: ['chromium', 'chromium-browser'],
  darwin: ['chromium', ...applications('Chromium'), ...applications('Google Chrome for Testing')],
  win32: programFolders().map((folder) => join(folder, 'Chromium', 'Application', 'chrome.exe')),
}
const BRANDED = {
  linux: ['google-chrome', 'google-chrome-stable'],
  darwin: applications('Google Chrome'),
  win32: programFolders().map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
}

/** The path of a browser that takes `--load-extension`, or null. `CHROMIUM` in the environment comes first. */
export function findChromium() {
  return process.env.CHROMIUM || findFirst(CHROMIUM)
}

/** The path of branded Chrome, which ignores `--load-extension` since version 137, or null. */
export function findBrandedChrome() {
  return findFirst(BRANDED)
}

function findFirst(places) {
  return (
    (places[platform()] ?? places.linux).map((place) => (isPath(place) ? runnable(place) : findProgram(place))).find(Boolean) ??
    null
  )
}

function isPath(place) {
  return /[/\\]/.test(place)
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK)
    return path
  } catch {
    return null
  }
}

function applications(name) {
  return ['/', homedir()].map((root) => join(root, 'Applications', `${name}.app`, 'Contents', 'MacOS', name))
}

function programFolders() {
  const { LOCALAPPDATA, ProgramFiles, 'ProgramFiles(x86)': programFilesX86 } = process.env
  return [LOCALAPPDATA, ProgramFiles, programFilesX86].filter(Boolean)
}
