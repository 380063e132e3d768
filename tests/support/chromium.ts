import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { findChromium } from '../../scripts/setup/chromium.mjs'
import { type Rgb, writeCameraFile, writeMicrophoneFile } from '../../scripts/setup/fakeMedia.mjs'
import type { WanHost } from './wan.ts'

// Read by playwright-core when it is loaded: offscreen documents and popups become pages.
process.env.PW_CHROMIUM_ATTACH_TO_OTHER = '1'
const { chromium } = await import('playwright-core')

/** What one person's camera shows and microphone hears: by these they are known at the other end. */
export interface FakeDevices {
  readonly rgb: Rgb
  readonly hertz: number
  readonly width?: number
  readonly height?: number
}

export const ALICE: FakeDevices = { rgb: [40, 90, 200], hertz: 440 }
export const BOB: FakeDevices = { rgb: [200, 100, 40], hertz: 660 }
export const CAROL: FakeDevices = { rgb: [60, 170, 70], hertz: 880 }

export interface ChromiumOptions {
  readonly headless?: boolean
  /** A profile folder that stays; without it a new one is made and removed again. */
  readonly profile?: string
  /** The host of the emulated network on which the browser runs. */
  readonly wanHost?: WanHost
  /** Null: no devices at all. */
  readonly devices?: FakeDevices | null
  readonly flags?: readonly string[]
  /** With the bars in which the browser itself speaks ("… is sharing your screen"), which tests otherwise do without. */
  readonly bars?: boolean
  readonly locale?: string
  readonly env?: Readonly<Record<string, string>>
  /** Path of an unpacked extension. */
  readonly extension?: string
  /** The extension whose button is beside the address bar rather than behind the puzzle piece. */
  readonly pinnedExtension?: string
}

export interface Launched {
  readonly context: BrowserContext
  readonly profile: string
  close(): Promise<void>
}

const NO_NAMES = 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE 10.*'

/** Starts a real Chromium that reaches nothing but this machine and the emulated network. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<Launched> {
  const { headless = true, wanHost, devices = ALICE, flags = [], bars = false, locale, env = {}, extension } = options
  const installed = findChromium()
  if (!installed) throw new Error('No Chromium was found; set CHROMIUM to its path.')
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'tabcall-profile-'))
  if (options.pinnedExtension) pin(profile, options.pinnedExtension)
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: wanHost ? wanHost.wrapper(installed) : installed,
    headless,
    viewport: null,
    chromiumSandbox: false,
    ...(locale ? { locale } : {}),
    env: { ...definedEnvironment(), ...(locale ? { LANGUAGE: locale } : {}), ...env },
    ignoreDefaultArgs: ['--disable-extensions', '--mute-audio'],
    args: [
      ...(bars ? [] : ['--test-type']),
      '--autoplay-policy=no-user-gesture-required',
      `--host-resolver-rules=${NO_NAMES}`,
      ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
      ...(locale ? [`--lang=${locale}`] : []),
      ...(devices ? deviceFlags(devices) : ['--use-fake-device-for-media-stream=device-count=0']),
      ...flags,
    ],
  })
  return {
    context,
    profile,
    async close() {
      await context.close()
      if (!options.profile) rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

function deviceFlags({ rgb, hertz, width = 640, height = 480 }: FakeDevices): string[] {
  const folder = resolve('.cache', 'fake')
  const camera = join(folder, `${rgb.join('-')}-${width}x${height}.y4m`)
  const microphone = join(folder, `${hertz}.wav`)
  writeCameraFile(camera, { rgb, width, height })
  writeMicrophoneFile(microphone, { hertz })
  return [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${camera}`,
    `--use-file-for-fake-audio-capture=${microphone}`,
  ]
}

function pin(profile: string, id: string): void {
  const preferences = join(profile, 'Default', 'Preferences')
  if (existsSync(preferences)) return
  mkdirSync(join(profile, 'Default'), { recursive: true })
  writeFileSync(preferences, JSON.stringify({ extensions: { pinned_extensions: [id] } }))
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
