import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { findChromium } from '../../scripts/setup/chromium.mjs'
import { type Rgb, writeCameraFile, writeMicrophoneFile } from '../../scripts/setup/fakeMedia.mjs'
import { managed } from './policies.ts'
import { writeVoiceFile } from './voiceFile.ts'
import type { WanHost } from './wan.ts'

// Read by playwright-core when it is loaded: offscreen documents and popups become pages.
process.env.PW_CHROMIUM_ATTACH_TO_OTHER = '1'
const { chromium } = await import('playwright-core')

/** What one person's camera shows and microphone hears: by these they are known at the other end. */
export interface FakeDevices {
  readonly rgb: Rgb
  readonly hertz: number
  /** The microphone hears continuous speech at that pitch instead of a tone. */
  readonly speaks?: boolean
  /** Each time after 4 s of speech. */
  readonly pauseSeconds?: number
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
  /** Null: no microphone, and no camera where the machine has none. `system`: what the machine has, for instance the sources and sinks of a PulseAudio. */
  readonly devices?: FakeDevices | 'system' | null
  readonly flags?: readonly string[]
  /** With the bars in which the browser itself speaks ("… is sharing your screen"), which tests otherwise do without. */
  readonly bars?: boolean
  readonly locale?: string
  readonly env?: Readonly<Record<string, string>>
  /** What an administrator has laid down for this browser: https://chromeenterprise.google/policies/ */
  readonly policies?: Readonly<Record<string, unknown>>
  /** Path of an unpacked extension, or of several with commas between them. */
  readonly extension?: string | undefined
  /** The extension whose button is beside the address bar rather than behind the puzzle piece. */
  readonly pinnedExtension?: string
}

export interface Launched {
  readonly context: BrowserContext
  readonly profile: string
  close(): Promise<void>
}

/** Neither PulseAudio nor ALSA has anything to offer. */
const NO_SOUND = { PULSE_SERVER: 'unix:/nonexistent', ALSA_CONFIG_PATH: '/dev/null' }

const NO_NAMES = 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE 10.*'

/** Starts a real Chromium that reaches nothing but this machine and the emulated network. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<Launched> {
  const { headless = true, wanHost, devices = ALICE, flags = [], bars = false, locale, env = {}, extension } = options
  const installed = findChromium()
  if (!installed) throw new Error('No Chromium was found; set CHROMIUM to its path.')
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'tabcall-profile-'))
  if (options.pinnedExtension) pin(profile, options.pinnedExtension)
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: wanHost ? wanHost.wrapper(installed) : options.policies ? managed(installed, options.policies) : installed,
    headless,
    viewport: null,
    chromiumSandbox: false,
    ...(locale ? { locale } : {}),
    env: { ...definedEnvironment(), ...(devices === null ? NO_SOUND : {}), ...(locale ? { LANGUAGE: locale } : {}), ...env },
    ignoreDefaultArgs: ['--disable-extensions', '--mute-audio'],
    args: [
      ...(bars ? [] : ['--test-type']),
      ...commonFlags({ extension, devices }),
      ...(locale ? [`--lang=${locale}`] : []),
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

/** What every Chromium of the tests is started with. */
export function commonFlags({ extension, devices = null }: Pick<ChromiumOptions, 'extension' | 'devices'>): string[] {
  return [
    '--autoplay-policy=no-user-gesture-required',
    `--host-resolver-rules=${NO_NAMES}`,
    ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
    ...deviceFlags(devices),
  ]
}

function deviceFlags(devices: FakeDevices | 'system' | null): string[] {
  if (devices === 'system' || devices === null) return []
  const { rgb, hertz, speaks = false, pauseSeconds = 0, width = 640, height = 480 } = devices
  const folder = resolve('.cache', 'fake')
  const camera = join(folder, `${rgb.join('-')}-${width}x${height}.y4m`)
  const microphone = join(folder, `${speaks ? `voice-${pauseSeconds}-` : ''}${hertz}.wav`)
  writeCameraFile(camera, { rgb, width, height })
  if (speaks) writeVoiceFile(microphone, { pitch: hertz, pauseSeconds })
  else writeMicrophoneFile(microphone, { hertz })
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

/** The context of a Chromium that was started by somebody else, with a DevTools port. */
export async function attachChromium(port: number): Promise<BrowserContext> {
  const [context] = (await chromium.connectOverCDP(`http://127.0.0.1:${port}`)).contexts()
  if (!context) throw new Error('The browser has no context.')
  return context
}
